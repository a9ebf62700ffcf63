#include "writer/table.hpp"

#include <utility>

namespace seqch {

Table::Table(std::string name, std::vector<std::string> wanted_columns, WriterParts parts)
    : name_(std::move(name)), wanted_columns_(std::move(wanted_columns)), parts_(parts) {}

void Table::set_columns(std::vector<ShapeColumn> columns, std::vector<ColumnType> types) {
  const std::lock_guard lock(mutex_);
  if (has_types_.load(std::memory_order_relaxed)) return;
  columns_ = std::move(columns);
  types_ = std::move(types);
  state_ = State::ready;
  last_failure_ = Failure{};
  // Pairs with the load in has_types(): whoever sees true sees the columns.
  has_types_.store(true, std::memory_order_release);
}

Table::State Table::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

Failure Table::last_failure() const {
  const std::lock_guard lock(mutex_);
  return last_failure_;
}

seq_ch_status Table::refusal(std::uint64_t rows) {
  if (parts_.closing.load(std::memory_order_relaxed)) return SEQ_CH_CLOSED;
  if (state_ == State::awaiting_types) return SEQ_CH_NOT_READY;
  counters_.refused_failed += rows;
  return SEQ_CH_TABLE_FAILED;
}

void Table::count_invalid() noexcept {
  const std::lock_guard lock(mutex_);
  ++counters_.refused_invalid;
}

std::uint64_t Table::accepted_rows() const {
  const std::lock_guard lock(mutex_);
  return counters_.accepted_rows;
}

std::uint64_t Table::unacknowledged_rows() const {
  const std::lock_guard lock(mutex_);
  return counters_.accepted_rows - counters_.acknowledged_rows;
}

bool Table::acknowledged_up_to(std::uint64_t accepted_rows) const {
  const std::lock_guard lock(mutex_);
  return counters_.acknowledged_rows >= accepted_rows;
}

seq_ch_counters Table::counters() const {
  const std::lock_guard lock(mutex_);
  seq_ch_counters counters = counters_;
  auto oldest = under_way_since_;
  if (!oldest && !chunks_.empty()) oldest = chunks_.front().first_accepted;
  if (oldest) {
    const auto age = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - *oldest);
    counters.oldest_waiting_us = static_cast<std::uint64_t>(age.count()) + 1;
  }
  return counters;
}

Table::Waiting Table::waiting() const {
  const std::lock_guard lock(mutex_);
  return {.any = !chunks_.empty(), .full_block = is_full()};
}

bool Table::take_block(Block& block) {
  const std::lock_guard lock(mutex_);
  if (chunks_.empty()) return false;
  block = Block{};
  block.chunks.reserve(chunks_.size());  // nothing below can fail, so no row can get lost half way
  block.number = next_block_++;
  under_way_since_ = chunks_.front().first_accepted;
  do {
    Chunk& chunk = chunks_.front();
    block.rows += chunk.rows;
    block.bytes += chunk.used;
    block.chunks.push_back(std::move(chunk));
    chunks_.pop_front();
  } while (!chunks_.empty() && block.rows + chunks_.front().rows <= parts_.block_rows &&
           block.bytes + chunks_.front().used <= parts_.block_bytes);
  waiting_rows_ -= block.rows;
  waiting_bytes_ -= block.bytes;
  return true;
}

void Table::acknowledged(Block block, std::int64_t now_ms) {
  {
    const std::lock_guard lock(mutex_);
    counters_.acknowledged_rows += block.rows;
    counters_.buffered_bytes -= block.bytes;
    counters_.blocks_sent += 1;
    counters_.last_acknowledged_ms = now_ms;
    under_way_since_.reset();
  }
  parts_.gauge.remove(block.bytes);
  for (Chunk& chunk : block.chunks) parts_.pool.give_back(std::move(chunk));
}

void Table::retried() noexcept {
  const std::lock_guard lock(mutex_);
  ++counters_.blocks_retried;
}

void Table::failed(Failure failure) {
  const std::lock_guard lock(mutex_);
  state_ = State::failed;
  last_failure_ = std::move(failure);
}

void Table::troubled(Failure failure) {
  const std::lock_guard lock(mutex_);
  last_failure_ = std::move(failure);
}

void Table::recovered() {
  const std::lock_guard lock(mutex_);
  state_ = has_types() ? State::ready : State::awaiting_types;
  last_failure_ = Failure{};
}

void Table::dropped_rest() {
  const std::lock_guard lock(mutex_);
  counters_.dropped_rows = counters_.accepted_rows - counters_.acknowledged_rows;
  parts_.gauge.remove(counters_.buffered_bytes);
  counters_.buffered_bytes = 0;
  chunks_.clear();
  waiting_rows_ = 0;
  waiting_bytes_ = 0;
  under_way_since_.reset();
}

}  // namespace seqch

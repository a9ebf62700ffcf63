#include "writer/table.hpp"

#include <new>
#include <utility>

#include "writer/shape_description.hpp"

namespace seqch {

Table::Table(std::string name, std::vector<std::string> wanted_columns, Origin origin, std::size_t lane, WriterParts parts)
    : name_(std::move(name)), wanted_columns_(std::move(wanted_columns)), origin_(origin), lane_(lane), parts_(parts) {}

void Table::set_columns(std::vector<ShapeColumn> columns, std::vector<ColumnType> types) {
  const std::lock_guard lock(mutex_);
  if (has_types_.load(std::memory_order_relaxed)) return;
  stream_.emplace(parts_.journal, describe_shape(name_, columns), parts_.block_limits);
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

// Only here can a push need the file system: for the first segment, and when one is full.
seq_ch_status Table::reserve(std::size_t bytes, std::uint64_t rows, std::uint8_t*& start) {
  seq_ch_status status = SEQ_CH_NO_MEMORY;
  try {
    status = stream_->reserve(bytes, rows, start);
  } catch (const std::bad_alloc&) {
    status = SEQ_CH_NO_MEMORY;
  }
  if (status == SEQ_CH_OK) return status;
  parts_.gauge.remove(bytes);
  if (status == SEQ_CH_FULL) counters_.refused_full += rows;
  if (status == SEQ_CH_JOURNAL_FAILED) counters_.refused_journal += rows;
  return status;
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
  if (stream_ && !stream_->is_empty()) {
    const auto age = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - stream_->oldest());
    counters.oldest_waiting_us = static_cast<std::uint64_t>(age.count()) + 1;
  }
  return counters;
}

Table::Waiting Table::waiting() const {
  const std::lock_guard lock(mutex_);
  if (!stream_) return {};
  return {.any = !stream_->is_empty(), .full_block = stream_->has_full_block()};
}

bool Table::take_block(Block& block) {
  const std::lock_guard lock(mutex_);
  if (!stream_ || stream_->is_empty()) return false;
  block = stream_->oldest_block();
  return true;
}

void Table::acknowledged(std::int64_t now_ms) {
  std::uint64_t bytes = 0;
  {
    const std::lock_guard lock(mutex_);
    const BlockRange range = stream_->oldest_block().range;
    stream_->acknowledge_oldest();
    bytes = range.bytes;
    counters_.acknowledged_rows += range.rows;
    counters_.buffered_bytes -= bytes;
    counters_.blocks_sent += 1;
    counters_.last_acknowledged_ms = now_ms;
  }
  parts_.gauge.remove(bytes);
}

void Table::adopt(Block block) {
  const std::lock_guard lock(mutex_);
  parts_.gauge.add(block.range.bytes);
  counters_.accepted_rows += block.range.rows;
  counters_.buffered_bytes += block.range.bytes;
  stream_->adopt(std::move(block));
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

void Table::end() {
  const std::lock_guard lock(mutex_);
  if (stream_) stream_->end();
  stream_.reset();
  parts_.gauge.remove(counters_.buffered_bytes);
  counters_.buffered_bytes = 0;
  if (!parts_.journal.is_on_disk()) counters_.dropped_rows = counters_.accepted_rows - counters_.acknowledged_rows;
}

}  // namespace seqch

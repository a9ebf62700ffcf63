// One table in one shape: the rows that wait for it, and what became of the others.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/column_type.hpp"
#include "protocol/failure.hpp"
#include "protocol/tcp_socket.hpp"
#include "writer/chunk.hpp"

namespace seqch {

/// A column of a shape.
struct ShapeColumn {
  std::string name;
  std::string type_text;
  seq_ch_default_kind default_kind = SEQ_CH_DEFAULT_NONE;
};

/// Rows that are sent as one insert. Its number and its rows never change, whatever happens to the connection: the
/// deduplication token is made of the number, so a retry is recognised.
struct Block {
  std::uint64_t number = 0;
  std::vector<Chunk> chunks;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
};

/// What a push needs of its writer; outlives every table.
struct WriterParts {
  BufferGauge& gauge;
  ChunkPool& pool;
  const std::atomic<bool>& closing;
  /// A block of either size is worth sending at once.
  std::uint64_t block_rows;
  std::uint64_t block_bytes;
};

/// Threads: any number push; one, the flush thread, takes blocks and reports what became of them.
/// Invariant: accepted = acknowledged + rows of the block under way + rows of the waiting chunks (+ dropped at the end).
///
/// This is where a journal goes: accept() would copy the packed rows into a mapped segment instead of a chunk, and
/// take_block() would hand out committed ranges of segments. Nothing above or below knows the difference.
class Table {
 public:
  /// How far the shape is known to be writable.
  enum class State : std::uint8_t { awaiting_types, ready, failed };

  Table(std::string name, std::vector<std::string> wanted_columns, WriterParts parts);

  // --- Any thread.

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// The columns that were asked for; empty: all.
  [[nodiscard]] const std::vector<std::string>& wanted_columns() const noexcept { return wanted_columns_; }

  /// Fixes the types; rows are accepted from now on. Types that are fixed already stay: rows were packed for them.
  void set_columns(std::vector<ShapeColumn> columns, std::vector<ColumnType> types);
  [[nodiscard]] bool has_types() const noexcept { return has_types_.load(std::memory_order_acquire); }
  /// Only once has_types() is true; they never change again.
  [[nodiscard]] std::span<const ColumnType> types() const noexcept { return types_; }
  [[nodiscard]] std::span<const ShapeColumn> columns() const noexcept { return columns_; }

  [[nodiscard]] State state() const;
  /// Why the table failed, or the last passing trouble.
  [[nodiscard]] Failure last_failure() const;

  /// Where to write rows that were checked. `wake` says that the flush thread does not know of these rows yet.
  struct Accepted {
    seq_ch_status status;
    bool wake;
  };
  /// Makes room for at most `bytes` and lets `pack(std::uint8_t*)` write `rows` rows there; it returns the byte after the
  /// last. Rows are accepted when this returns SEQ_CH_OK.
  template <typename Pack>
  Accepted accept(std::size_t bytes, std::uint64_t rows, Pack pack);
  void count_invalid() noexcept;

  [[nodiscard]] std::uint64_t accepted_rows() const;
  [[nodiscard]] std::uint64_t unacknowledged_rows() const;
  [[nodiscard]] bool acknowledged_up_to(std::uint64_t accepted_rows) const;
  [[nodiscard]] seq_ch_counters counters() const;

  // --- The flush thread.

  struct Waiting {
    bool any = false;
    bool full_block = false;
  };
  [[nodiscard]] Waiting waiting() const;
  /// Moves waiting chunks into a block until it is full. False: nothing waits.
  [[nodiscard]] bool take_block(Block& block);
  void acknowledged(Block block, std::int64_t now_ms);
  void retried() noexcept;
  /// The server will not take this table's rows as things stand: pushes are refused until recovered().
  void failed(Failure failure);
  void troubled(Failure failure);
  void recovered();
  /// The writer ends: what waits and what was under way will not be sent any more.
  void dropped_rest();

 private:
  seq_ch_status refusal(std::uint64_t rows);
  [[nodiscard]] bool is_full() const noexcept {
    return waiting_rows_ >= parts_.block_rows || waiting_bytes_ >= parts_.block_bytes;
  }

  const std::string name_;
  const std::vector<std::string> wanted_columns_;
  WriterParts parts_;

  // Written once, before has_types_ is set.
  std::vector<ShapeColumn> columns_;
  std::vector<ColumnType> types_;
  std::atomic<bool> has_types_{false};

  mutable std::mutex mutex_;  // guards everything below
  State state_ = State::awaiting_types;
  Failure last_failure_;
  std::deque<Chunk> chunks_;
  std::uint64_t waiting_rows_ = 0;
  std::uint64_t waiting_bytes_ = 0;
  std::uint64_t next_block_ = 0;
  std::optional<std::chrono::steady_clock::time_point> under_way_since_;
  seq_ch_counters counters_{};
};

template <typename Pack>
Table::Accepted Table::accept(std::size_t bytes, std::uint64_t rows, Pack pack) {
  const std::lock_guard lock(mutex_);
  if (parts_.closing.load(std::memory_order_relaxed) || state_ != State::ready) return {refusal(rows), false};
  if (!parts_.gauge.try_add(bytes)) {
    counters_.refused_full += rows;
    return {SEQ_CH_FULL, false};
  }
  const bool was_idle = chunks_.empty();
  const bool was_full = is_full();
  if (was_idle || chunks_.back().room() < bytes) {
    try {
      chunks_.push_back(parts_.pool.take(bytes));
    } catch (...) {
      parts_.gauge.remove(bytes);
      return {SEQ_CH_NO_MEMORY, false};
    }
    chunks_.back().first_accepted = SteadyClock::now();
  }
  Chunk& chunk = chunks_.back();
  std::uint8_t* const start = chunk.data.get() + chunk.used;
  const auto written = static_cast<std::size_t>(pack(start) - start);
  chunk.used += written;
  chunk.rows += rows;
  parts_.gauge.remove(bytes - written);
  waiting_rows_ += rows;
  waiting_bytes_ += written;
  counters_.accepted_rows += rows;
  counters_.buffered_bytes += written;
  return {SEQ_CH_OK, was_idle || (!was_full && is_full())};
}

}  // namespace seqch

// One table in one shape: the rows that wait for it, and what became of the others.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/column_type.hpp"
#include "protocol/failure.hpp"
#include "protocol/tcp_socket.hpp"
#include "writer/buffer_gauge.hpp"
#include "writer/stream.hpp"

namespace seqch {

/// A column of a shape.
struct ShapeColumn {
  std::string name;
  std::string type_text;
  seq_ch_default_kind default_kind = SEQ_CH_DEFAULT_NONE;
};

/// What a push needs of its writer; outlives every table.
struct WriterParts {
  BufferGauge& gauge;
  Journal& journal;
  const std::atomic<bool>& closing;
  /// A block of either size is worth sending at once.
  BlockLimits block_limits;
};

/// Threads: any number push; one, the flush thread, takes blocks and reports what became of them.
/// Invariant: accepted = acknowledged + rows of the stream (+ dropped at the end).
class Table {
 public:
  /// How far the shape is known to be writable.
  enum class State : std::uint8_t { awaiting_types, ready, failed };
  /// Whether rows are pushed, or were left by processes that died.
  enum class Origin : std::uint8_t { pushed, adopted };

  Table(std::string name, std::vector<std::string> wanted_columns, Origin origin, std::size_t lane, WriterParts parts);

  // --- Any thread.

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// Which connection its rows take.
  [[nodiscard]] std::size_t lane() const noexcept { return lane_; }
  [[nodiscard]] bool is_adopted() const noexcept { return origin_ == Origin::adopted; }
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

  /// What became of rows that were checked. `wake` says that the flush thread does not know of them yet.
  struct Accepted {
    seq_ch_status status;
    bool wake;
  };
  /// Makes room for at most `bytes` and lets `pack(std::uint8_t*)` write `rows` rows there; it returns the byte after the
  /// last. Rows are accepted, and survive the process if there is a journal on disk, when this returns SEQ_CH_OK.
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
  /// The oldest block. Its rows and token never change from here on. False: nothing waits.
  [[nodiscard]] bool take_block(Block& block);
  /// The oldest block is in the database.
  void acknowledged(std::int64_t now_ms);
  /// Takes a block that a dead process left. Only for an adopted table.
  void adopt(Block block);
  void retried() noexcept;
  /// The server will not take this table's rows as things stand: pushes are refused until recovered().
  void failed(Failure failure);
  void troubled(Failure failure);
  void recovered();
  /// The writer ends: what is left stays in the journal, or is dropped where there is none on disk.
  void end();

 private:
  seq_ch_status refusal(std::uint64_t rows);
  seq_ch_status reserve(std::size_t bytes, std::uint64_t rows, std::uint8_t*& start);
  const std::string name_;
  const std::vector<std::string> wanted_columns_;
  const Origin origin_;
  const std::size_t lane_;
  WriterParts parts_;

  // Written once, before has_types_ is set.
  std::vector<ShapeColumn> columns_;
  std::vector<ColumnType> types_;
  std::atomic<bool> has_types_{false};

  mutable std::mutex mutex_;  // guards everything below
  State state_ = State::awaiting_types;
  Failure last_failure_;
  std::optional<Stream> stream_;  // once the types are known
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
  const bool was_empty = stream_->is_empty();
  const bool had_full_block = stream_->has_full_block();
  std::uint8_t* start = nullptr;
  if (const seq_ch_status status = reserve(bytes, rows, start); status != SEQ_CH_OK) return {status, false};
  const auto written = static_cast<std::size_t>(pack(start) - start);
  stream_->commit(written, rows);
  parts_.gauge.remove(bytes - written);
  counters_.accepted_rows += rows;
  counters_.buffered_bytes += written;
  return {SEQ_CH_OK, was_empty || (!had_full_block && stream_->has_full_block())};
}

}  // namespace seqch

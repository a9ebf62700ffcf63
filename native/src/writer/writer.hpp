// A writer: its tables, its limits, and the thread that empties them.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "journal/journal.hpp"
#include "journal/journal_keeper.hpp"
#include "protocol/connection.hpp"
#include "writer/buffer_gauge.hpp"
#include "writer/shape_description.hpp"
#include "writer/signals.hpp"
#include "writer/table.hpp"
#include "writer/typed_rows.hpp"

namespace seqch {

/// Accepted and unacknowledged bytes where there is no journal on disk.
inline constexpr std::uint64_t kMaxBytesInMemory = 64ull * 1024 * 1024;

struct WriterOptions {
  Endpoint endpoint;
  /// Asked by the flush thread before every connection, when there is one: fills in where the server is now, or says why
  /// there is none to connect to.
  std::function<Failure(Endpoint&)> locate;
  TimeLimits time_limits;
  std::uint64_t max_buffered_bytes = kMaxBytesInMemory;
  std::chrono::milliseconds flush_age{25};
  BlockLimits block_limits{524'288, 64ull * 1024 * 1024};
  std::chrono::milliseconds retry_failed{30'000};
  /// Tables are spread over so many connections, each with a thread of its own.
  std::size_t connections = 1;
  JournalOptions journal;
};

/// What a flush thread last knew of its connection.
struct LinkStatus {
  bool connected = false;
  /// Nothing to send, so no connection is wanted.
  bool resting = false;
  std::uint64_t connects = 0;
  std::string server;
  Failure last_failure;
};

class FlushThread;

/// Threads: every method from any thread unless it says otherwise. Tables are never removed before the writer ends.
class Writer {
 public:
  /// `journal` was opened with options.journal.
  Writer(WriterOptions options, std::unique_ptr<Journal> journal);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // --- For callers.

  void set_server(std::string host, std::uint16_t port);
  /// The table of this shape, made if need be. A failed one is tried again at once.
  Table& open_table(const std::string& name, std::vector<std::string> columns);
  Failure wait_for_types(Table& table, std::chrono::milliseconds limit);
  Failure push_rows(Table& table, std::span<const std::uint8_t> bytes, std::uint64_t rows);
  template <typename Row>
  seq_ch_status push(const Row& row);
  Failure flush(std::chrono::milliseconds limit);
  /// Returns how many rows were left. False in `was_open` when the writer was closed before.
  std::uint64_t close(std::chrono::milliseconds limit, bool& was_open);
  [[nodiscard]] bool is_closing() const noexcept { return closing_.load(std::memory_order_relaxed); }
  [[nodiscard]] LinkStatus link() const;
  [[nodiscard]] std::vector<Table*> tables() const;
  [[nodiscard]] JournalStats journal_stats() const { return journal_->stats(); }
  /// Rows that dead processes left and that the server has not acknowledged yet.
  [[nodiscard]] std::uint64_t adopted_waiting_rows() const;

  // --- For the flush thread.

  [[nodiscard]] const WriterOptions& options() const noexcept { return options_; }
  [[nodiscard]] Endpoint endpoint(std::uint64_t& generation) const;
  [[nodiscard]] std::uint64_t endpoint_generation() const noexcept { return endpoint_generation_.load(std::memory_order_acquire); }
  [[nodiscard]] bool is_hurried() const noexcept { return hurried_.load(std::memory_order_relaxed) > 0; }
  [[nodiscard]] const std::atomic<bool>& cancelled() const noexcept { return cancelled_; }
  /// Increases whenever a failed table shall be tried again at once.
  [[nodiscard]] std::uint64_t retry_generation() const noexcept { return retry_generation_.load(std::memory_order_acquire); }
  void set_link(std::size_t lane, LinkStatus link);
  /// Keeps what the server says of a table, for shapes that are opened later.
  void remember(const std::string& table, std::vector<ShapeColumn> columns);
  WakeSignal& wake_signal(std::size_t lane) noexcept { return lanes_[lane]->wake; }
  ProgressSignal& progress() noexcept { return progress_; }

 private:
  [[nodiscard]] WriterParts parts() noexcept { return {gauge_, *journal_, closing_, options_.block_limits}; }
  Table& add_table(const std::string& name, std::vector<std::string> columns, Table::Origin origin);
  template <typename Row>
  void add_typed_table();
  void resolve_from_memory(Table& table);
  /// One connection, its thread and what it knows. A table stays in its lane, so its blocks stay in order.
  struct Lane {
    WakeSignal wake;
    LinkStatus link;
    std::unique_ptr<FlushThread> flush_thread;
    std::thread thread;
  };
  /// Rows were accepted where none waited.
  void note_rows(const Table& table) noexcept {
    lanes_[table.lane()]->wake.wake();
    keeper_->note_activity();
  }
  void wake_all() noexcept {
    for (const std::unique_ptr<Lane>& lane : lanes_) lane->wake.wake();
  }
  [[nodiscard]] Failure journal_failure() const;
  void adopt(const std::vector<std::shared_ptr<Segment>>& segments);
  void adopt_segment(const std::shared_ptr<Segment>& segment);
  Table& adopting_table(DescribedShape shape);

  const WriterOptions options_;
  BufferGauge gauge_;
  std::unique_ptr<Journal> journal_;
  ProgressSignal progress_;

  std::atomic<bool> closing_{false};    // pushes are refused
  std::atomic<bool> cancelled_{false};  // the flush thread ends
  std::atomic<int> hurried_{0};         // callers that wait for a flush: nothing lingers
  std::atomic<std::uint64_t> endpoint_generation_{0};
  std::atomic<std::uint64_t> retry_generation_{0};

  mutable std::mutex mutex_;  // guards what follows
  Endpoint endpoint_;
  std::vector<std::unique_ptr<Table>> tables_;
  std::map<std::string, std::vector<ShapeColumn>> known_tables_;

  std::array<Table*, kTypedTables> typed_tables_{};
  std::mutex close_mutex_;  // guards closed_
  bool closed_ = false;
  std::vector<std::unique_ptr<Lane>> lanes_;  // made before and ended after every other thread; `link` is guarded by mutex_
  std::unique_ptr<JournalKeeper> keeper_;
};

template <typename Row>
seq_ch_status Writer::push(const Row& row) {
  Table& table = *typed_tables_[TypedRow<Row>::kPlace];
  RowMeasure measure;
  TypedRow<Row>::visit(row, measure);
  const seq_ch_status status = has_valid_enum(row) ? measure.status() : SEQ_CH_UNKNOWN_ENUM_VALUE;
  if (status != SEQ_CH_OK) {
    table.count_invalid();
    return status;
  }
  const Table::Accepted accepted = table.accept(measure.bytes(), 1, [&](std::uint8_t* out) {
    RowPacker packer(out);
    TypedRow<Row>::visit(row, packer);
    return packer.end();
  });
  if (accepted.wake) note_rows(table);
  return accepted.status;
}

/// Resolves `wanted` (empty: all) against what the server knows of a table. Fills both lists in order.
[[nodiscard]] Failure resolve_columns(std::span<const std::string> wanted, std::span<const ShapeColumn> known,
                                      std::vector<ShapeColumn>& columns, std::vector<ColumnType>& types);

}  // namespace seqch

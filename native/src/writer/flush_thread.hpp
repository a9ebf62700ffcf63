// A thread of a writer that talks to the server.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "protocol/connection.hpp"
#include "writer/backoff.hpp"
#include "writer/writer.hpp"

namespace seqch {

/// What the flush thread knows of one table. Blocks of a table are sent one after the other, in order.
struct Delivery {
  explicit Delivery(Table& of) : table(of) {}

  Table& table;
  /// The block that is being delivered, kept until it is acknowledged.
  std::optional<Block> block;
  bool was_sent = false;
  /// Builders for the types that the server named last.
  std::vector<ServerColumn> header;
  std::vector<std::unique_ptr<ColumnBuilder>> builders;
  /// A busy table gathers rows until then.
  SteadyClock::time_point not_before{};
  Backoff backoff;
  std::uint64_t retry_generation = 0;
};

/// Serves the tables of one lane over one connection. The first lane connects at once, to find out early what is wrong; the
/// others when they have something to send.
///
/// Batching: a table that has been quiet for the flush age is sent at once; a busy one gathers rows for that long after
/// each insert, or until a block is full. The table that has been due for longest goes first.
///
/// Failures: a passing one (connection lost, disk full, too many parts) keeps the block and tries again with growing
/// pauses; the table goes on accepting rows up to the buffer limit. A lasting one (no such table, no grant, another type,
/// a value that a view refuses) marks the table failed: its rows are kept, further pushes to it refused, and the same
/// block is tried again after pauses that grow to `retry_failed`, and whenever the table is opened again. Other tables go on.
class FlushThread {
 public:
  FlushThread(Writer& writer, std::size_t lane);
  void run();

 private:
  void adopt_new_tables();
  /// The moment at which `delivery` has something to do; max() when it has nothing.
  SteadyClock::time_point due(Delivery& delivery, SteadyClock::time_point now) const;
  void work_on(Delivery& delivery);
  /// Frees what only a busy writer needs.
  void rest();

  bool ensure_connected();
  void pause_connecting();
  void note_link(const Failure& failure);

  Failure describe(Table& table);
  Failure send(Delivery& delivery);
  std::uint64_t build_columns(Delivery& delivery);
  Failure prepare_builders(Delivery& delivery, const std::vector<ServerColumn>& header);
  void settle(Delivery& delivery, Failure failure);
  [[nodiscard]] std::chrono::milliseconds pause_of_failed(std::uint32_t attempts) const;
  Writer& writer_;
  const std::size_t lane_;
  Connection connection_;
  std::vector<std::unique_ptr<Delivery>> deliveries_;
  std::size_t tables_seen_ = 0;
  SteadyClock::time_point last_work_{};

  std::uint64_t endpoint_generation_ = 0;
  SteadyClock::time_point next_connect_{};
  Backoff connect_backoff_;
  LinkStatus link_;
  std::minstd_rand random_;
};

}  // namespace seqch

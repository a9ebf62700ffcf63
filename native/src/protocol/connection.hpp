// One connection to a ClickHouse server that only ever inserts.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "protocol/byte_writer.hpp"
#include "protocol/column_builder.hpp"
#include "protocol/column_type.hpp"
#include "protocol/packet_reader.hpp"
#include "protocol/server_answer.hpp"
#include "protocol/tcp_socket.hpp"

namespace seqch {

struct Endpoint {
  std::string host;
  std::uint16_t port = 0;
  std::string user;
  std::string password;
};

struct TimeLimits {
  std::chrono::milliseconds connect{2'000};
  /// From a request to its answer. Bounds each wait for the server, whatever it sends in between.
  std::chrono::milliseconds request{30'000};
};

/// A column that is ready to be sent.
struct OutgoingColumn {
  std::string_view name;
  std::string_view type;
  ColumnBuilder* builder;
};

/// Used by one thread. After a failure other than a refusal before the connection (and after every server error) the
/// connection is closed: what the server still expects is then certain, and connecting again costs a millisecond.
class Connection {
 public:
  Connection(TimeLimits limits, const std::atomic<bool>& cancelled) : limits_(limits), socket_(cancelled), reader_(socket_) {}

  /// Connects and logs in.
  Failure open(const Endpoint& endpoint);
  [[nodiscard]] bool is_open() const noexcept { return socket_.is_open(); }
  /// True when the server has gone in the meantime, or said something that nobody asked for. Does not wait.
  [[nodiscard]] bool is_stale() const noexcept {
    return !socket_.is_open() || reader_.has_buffered() || socket_.is_stale();
  }
  void close() noexcept { socket_.close(); }

  /// Begins `INSERT INTO table (columns)` and fetches what the server expects. No columns: all that can be written.
  Failure begin_insert(const std::string& table, std::span<const std::string> columns, const std::string& dedup_token,
                       InsertHeader& header);
  /// Sends one block of `rows` rows. Only between begin and finish.
  Failure send_block(std::span<const OutgoingColumn> columns, std::uint64_t rows);
  /// Ends the insert and waits for the acknowledgement.
  Failure finish_insert();
  Failure ping();

  /// "ClickHouse 26.7.1", empty before the first login.
  [[nodiscard]] const std::string& server() const noexcept { return server_; }

 private:
  Failure say_hello(const Endpoint& endpoint);
  void write_query(const std::string& sql, const std::string& dedup_token);
  void write_setting(std::string_view name, std::string_view value, std::uint64_t flags);
  void write_block_start(std::uint64_t columns, std::uint64_t rows);
  Failure send_request();
  void start_waiting() { reader_.set_deadline(SteadyClock::now() + limits_.request); }

  /// A server that stops reading or hangs up may have said why: hands that on, or else `failure`, and closes.
  Failure unsent(Failure failure);
  /// Closes the connection after a failed answer.
  Failure answered(Failure failure);
  /// Closes the connection and hands the failure on.
  Failure broken(Failure failure);

  TimeLimits limits_;
  TcpSocket socket_;
  PacketReader reader_;
  ByteWriter request_;
  std::uint64_t revision_ = 0;
  std::string server_;
};

/// `name` in backquotes, so that no name can end the quotation.
[[nodiscard]] std::string quote_identifier(std::string_view name);

}  // namespace seqch

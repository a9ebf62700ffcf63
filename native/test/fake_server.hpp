// A server that speaks just enough of the native protocol to fail in every way a real one can.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "fake_packets.hpp"

namespace fake {

/// One INSERT as it arrived.
struct Insert {
  std::string sql;
  std::string token;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
};

/// Bytes that are sent again and again until the client hangs up; no bytes: silence.
struct Endless {
  std::vector<std::uint8_t> bytes;
  std::chrono::milliseconds pause{0};
};

/// How the server behaves. Every function may be left empty: then it behaves.
struct Script {
  std::uint64_t revision = 54488;
  std::vector<Column> columns = {{"n", "UInt64"}, {"s", "String"}};
  /// The columns of the header, if they change from query to query.
  std::function<std::vector<Column>(const std::string& sql)> columns_for;
  std::string table_columns;
  /// Sent instead of the hello.
  std::function<std::vector<std::uint8_t>()> greeting;
  /// Sent instead of the header block, in answer to the query; empty bytes: the header. Gets the SQL.
  std::function<std::vector<std::uint8_t>(const std::string& sql)> answer_query;
  /// Sent instead of the end of stream; empty bytes: the end of stream.
  std::function<std::vector<std::uint8_t>(const Insert&)> answer_insert;
  /// Hang up after the data arrived, without an answer: the insert has happened, the client cannot know.
  std::function<bool(const Insert&)> lose_answer;
  /// Sends these bytes in the middle of the data and reads no further; then hangs up, or waits for the client to do so.
  std::function<std::vector<std::uint8_t>()> interrupt;
  bool interrupt_hangs_up = false;
  /// Hangs up after so many bytes of the data, as a server that is killed does; no value: reads all of it.
  std::function<std::optional<std::size_t>()> die_within_data;
  /// Instead of the header, and instead of the end of stream.
  std::function<std::optional<Endless>()> endless_header;
  std::function<std::optional<Endless>()> endless_answer;
  /// Sends every answer one byte at a time.
  bool drip = false;
  /// Waits before the end of stream.
  std::chrono::milliseconds delay{0};
  /// Never answers an insert; holds the connection until the server ends.
  bool hang = false;
  /// Never answers an insert whose SQL holds this text; empty: answers all.
  std::string hang_on;
  /// Serves several connections at the same time. The functions above must bear that.
  bool concurrent = false;
};

class Server {
 public:
  /// Listens on `port`, or on one of the system's choice.
  explicit Server(Script script, std::uint16_t port = 0);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::vector<Insert> inserts() const;
  [[nodiscard]] int connections() const noexcept { return connections_.load(); }
  /// Rows of inserts whose token had not come before: what a table with a deduplication window would hold.
  [[nodiscard]] std::uint64_t distinct_rows() const;

 private:
  void serve();
  void serve_connection(int fd);
  void serve_and_close(int fd);

  const Script script_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  mutable std::mutex mutex_;
  std::vector<Insert> inserts_;
  std::thread thread_;
};

}  // namespace fake

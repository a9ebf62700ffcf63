// A server that speaks just enough of the native protocol to fail in every way a real one can.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "protocol/byte_writer.hpp"

namespace fake {

struct Column {
  std::string name;
  std::string type;  // UInt64 or String: what is read back
};

/// One INSERT as it arrived.
struct Insert {
  std::string sql;
  std::string token;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
};

/// How the server behaves. Every function may be left empty: then it behaves.
struct Script {
  std::vector<Column> columns = {{"n", "UInt64"}, {"s", "String"}};
  std::string table_columns;
  /// Sent instead of the hello.
  std::function<std::vector<std::uint8_t>()> greeting;
  /// Sent instead of the header block, in answer to the query; empty bytes: the header. Gets the SQL.
  std::function<std::vector<std::uint8_t>(const std::string& sql)> answer_query;
  /// Sent instead of the end of stream; empty bytes: the end of stream.
  std::function<std::vector<std::uint8_t>(const Insert&)> answer_insert;
  /// Hang up after the data arrived, without an answer: the insert has happened, the client cannot know.
  std::function<bool(const Insert&)> lose_answer;
  /// Sends these bytes in the middle of the data and reads no further.
  std::function<std::vector<std::uint8_t>()> interrupt;
  /// Sends every answer one byte at a time.
  bool drip = false;
  /// Waits before the end of stream.
  std::chrono::milliseconds delay{0};
  /// Never answers an insert; holds the connection until the server ends.
  bool hang = false;
};

class Server {
 public:
  explicit Server(Script script);
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

  const Script script_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  mutable std::mutex mutex_;
  std::vector<Insert> inserts_;
  std::thread thread_;
};

/// An exception packet.
[[nodiscard]] std::vector<std::uint8_t> exception(std::int32_t code, const std::string& message);
[[nodiscard]] std::vector<std::uint8_t> hello(std::uint64_t revision = 54488);
[[nodiscard]] std::vector<std::uint8_t> bytes_of(const seqch::ByteWriter& writer);

}  // namespace fake

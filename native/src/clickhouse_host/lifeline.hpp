// What keeps ClickHouse running, and what ends it.
#pragma once

#include <string>

namespace clickhouse_host {

/// ClickHouse lives as long as the last of its query files does not end. That file is a pipe of ours:
/// its read end is handed to ClickHouse as /dev/fd/N, its write end stays with us, and closing it is the stop.
///
/// A terminal stands on fd 0 meanwhile. Without one ClickHouse treats itself as a script and aborts on any error
/// that escapes a connection, so that one wrong password over TCP would end the server.
///
/// Threads: `start` runs on the main thread before ClickHouse starts any. Afterwards the control thread (reads the
/// parent's pipe) and the signal thread (waits for SIGTERM, SIGINT, SIGHUP) call `stop`, whoever comes first.
class Lifeline {
 public:
  /// Takes fd 0 away, blocks the stop signals and starts both threads. A non-empty return value says what failed.
  [[nodiscard]] std::string start(unsigned stop_limit_seconds);

  /// The path that ClickHouse gets as its last query file.
  [[nodiscard]] std::string endless_file() const;

  [[nodiscard]] static bool stop_requested() noexcept;

 private:
  int endless_read_ = -1;
};

}  // namespace clickhouse_host

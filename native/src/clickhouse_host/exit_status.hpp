// The exit status of clickhouse-host, which its parent reads.
#pragma once

namespace clickhouse_host {

enum ExitStatus : int {
  kAskedToStop = 0,
  kWrongUsage = 2,
  /// ClickHouse could not start, or ended without having been asked.
  kEndedByItself = 3,
  /// The library, or the program given by --exec, is missing, for another platform, or not what it should be.
  kNotLoadable = 4,
  kStopTooSlow = 5,
};

}  // namespace clickhouse_host

// The command line of clickhouse-host.
#pragma once

#include <string>
#include <vector>

namespace clickhouse_host {

struct Options {
  /// Path of libchdb.so (or .dylib). Either this or `program` is set.
  std::string library;
  /// Path of a clickhouse or clickhouse-server executable.
  std::string program;
  /// SQL files that libchdb runs once, in order, when it is up.
  std::vector<std::string> start_files;
  /// How long a stop may take before the process ends itself.
  unsigned stop_limit_seconds = 60;
  /// Handed to ClickHouse unchanged.
  std::vector<std::string> clickhouse_arguments;
};

/// Fills `options`; a non-empty return value says what is wrong with the command line.
[[nodiscard]] std::string parse_options(int argc, char** argv, Options& options);

/// The text that --help prints.
[[nodiscard]] const char* usage() noexcept;

}  // namespace clickhouse_host

// The two kinds of ClickHouse that clickhouse-host runs. Both return the exit status of this process, and put what
// went wrong into `reason`.
#pragma once

#include <string>

#include "exit_status.hpp"
#include "options.hpp"

namespace clickhouse_host {

/// Runs the server that is inside libchdb, in this process.
[[nodiscard]] ExitStatus run_library(const Options& options, std::string& reason);

/// Runs a clickhouse-server executable as a child, which does not know that it must end with us.
[[nodiscard]] ExitStatus run_program(const Options& options, std::string& reason);

}  // namespace clickhouse_host

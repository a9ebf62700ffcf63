#include "options.hpp"

#include <charconv>
#include <string_view>

namespace clickhouse_host {

const char* usage() noexcept {
  return "usage: clickhouse-host --lib PATH [--start-file FILE]... [--stop-limit SECONDS] -- CLICKHOUSE_ARGUMENT...\n"
         "\n"
         "Runs the ClickHouse server inside libchdb until standard input ends or SIGTERM, SIGINT or SIGHUP arrives.\n"
         "\n"
         "  --lib PATH            the libchdb shared library\n"
         "  --start-file FILE     SQL that runs once ClickHouse is up (may be given several times)\n"
         "  --stop-limit SECONDS  end the process when a stop takes longer (1 to 3600, default 60)\n"
         "\n"
         "exit status: 0 asked to stop, 2 wrong usage, 3 ClickHouse ended by itself or could not start,\n"
         "             4 the library cannot be loaded, 5 the stop took too long\n";
}

std::string parse_options(int argc, char** argv, Options& options) {
  int index = 1;
  for (; index < argc; ++index) {
    const std::string_view name = argv[index];
    if (name == "--") break;
    if (name != "--lib" && name != "--start-file" && name != "--stop-limit") {
      return "unknown option " + std::string(name);
    }
    if (index + 1 >= argc) return std::string(name) + " needs a value";
    const std::string_view value = argv[++index];
    if (name == "--lib") {
      options.library = value;
    } else if (name == "--start-file") {
      options.start_files.emplace_back(value);
    } else {
      const auto [end, error] =
          std::from_chars(value.data(), value.data() + value.size(), options.stop_limit_seconds);
      if (error != std::errc{} || end != value.data() + value.size() || options.stop_limit_seconds < 1 ||
          options.stop_limit_seconds > 3600) {
        return "--stop-limit takes 1 to 3600 seconds, not " + std::string(value);
      }
    }
  }
  if (options.library.empty()) return "--lib is missing";
  if (index == argc) return "-- and the arguments for ClickHouse are missing";
  options.clickhouse_arguments.assign(argv + index + 1, argv + argc);
  return {};
}

}  // namespace clickhouse_host

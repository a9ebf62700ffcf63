#include "options.hpp"

#include <charconv>
#include <string_view>

namespace clickhouse_host {

const char* usage() noexcept {
  return "usage: clickhouse-host --lib PATH [--start-file FILE]... [--stop-limit SECONDS] -- CLICKHOUSE_ARGUMENT...\n"
         "       clickhouse-host --exec PATH [--stop-limit SECONDS] -- CLICKHOUSE_ARGUMENT...\n"
         "\n"
         "Runs a ClickHouse server until standard input ends or SIGTERM, SIGINT or SIGHUP arrives.\n"
         "\n"
         "  --lib PATH            the libchdb shared library: the server runs inside of this process\n"
         "  --start-file FILE     SQL that libchdb runs once it is up (may be given several times)\n"
         "  --exec PATH           a clickhouse or clickhouse-server executable: the server is a child of this process\n"
         "  --stop-limit SECONDS  end everything when a stop takes longer (1 to 3600, default 60)\n"
         "\n"
         "exit status: 0 asked to stop, 2 wrong usage, 3 ClickHouse ended by itself or could not start,\n"
         "             4 the library or executable cannot be loaded, 5 the stop took too long\n";
}

std::string parse_options(int argc, char** argv, Options& options) {
  int index = 1;
  for (; index < argc; ++index) {
    const std::string_view name = argv[index];
    if (name == "--") break;
    if (name != "--lib" && name != "--exec" && name != "--start-file" && name != "--stop-limit") {
      return "unknown option " + std::string(name);
    }
    if (index + 1 >= argc) return std::string(name) + " needs a value";
    const std::string_view value = argv[++index];
    if (name == "--lib") {
      options.library = value;
    } else if (name == "--exec") {
      options.program = value;
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
  if (options.library.empty() == options.program.empty()) return "give either --lib or --exec";
  if (!options.program.empty() && !options.start_files.empty()) return "--start-file goes with --lib only";
  if (index == argc) return "-- and the arguments for ClickHouse are missing";
  options.clickhouse_arguments.assign(argv + index + 1, argv + argc);
  return {};
}

}  // namespace clickhouse_host

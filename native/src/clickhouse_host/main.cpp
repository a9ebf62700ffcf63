// Runs the ClickHouse server that is inside libchdb as a process of its own, for as long as its parent wants.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "library.hpp"
#include "lifeline.hpp"
#include "options.hpp"

namespace {

enum ExitStatus : int { kAskedToStop = 0, kWrongUsage = 2, kEndedByItself = 3, kLibraryNotLoaded = 4 };

int complain(ExitStatus status, const std::string& message) {
  std::fprintf(stderr, "clickhouse-host: %s\n", message.c_str());
  return status;
}

std::vector<std::string> clickhouse_arguments(const clickhouse_host::Options& options, const std::string& endless_file) {
  std::vector<std::string> arguments = {"clickhouse", "--interactive", "--disable_suggestion",
                                        "--history_file=/dev/null"};
  arguments.insert(arguments.end(), options.clickhouse_arguments.begin(), options.clickhouse_arguments.end());
  // One option with several values: ClickHouse refuses the option when it comes twice.
  arguments.emplace_back("--queries-file");
  arguments.insert(arguments.end(), options.start_files.begin(), options.start_files.end());
  arguments.push_back(endless_file);
  return arguments;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--help") == 0) {
    std::fputs(clickhouse_host::usage(), stdout);
    return EXIT_SUCCESS;
  }
  clickhouse_host::Options options;
  if (const std::string reason = parse_options(argc, argv, options); !reason.empty()) {
    return complain(kWrongUsage, reason + "\n" + clickhouse_host::usage());
  }
  clickhouse_host::Lifeline lifeline;
  if (const std::string reason = lifeline.start(options.stop_limit_seconds); !reason.empty()) {
    return complain(kEndedByItself, reason);
  }
  clickhouse_host::Library library;
  if (const std::string reason = load_library(options.library, library); !reason.empty()) {
    return complain(kLibraryNotLoaded, "library " + reason);
  }

  std::vector<std::string> arguments = clickhouse_arguments(options, lifeline.endless_file());
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);

  auto* result = library.query_cmdline(static_cast<int>(arguments.size()), pointers.data());
  // ClickHouse says "no error" for most failed starts too. What tells them apart is whether anybody asked it to end.
  const bool asked = clickhouse_host::Lifeline::stop_requested();
  if (!asked) {
    const char* error = result != nullptr ? library.result_error(result) : nullptr;
    complain(kEndedByItself, error != nullptr ? error : "ClickHouse ended by itself, its messages stand above");
  }
  if (result != nullptr) library.destroy_result(result);
  std::fflush(nullptr);
  // Not `return`: the static objects of half a gigabyte of library need no destruction, and two detached threads
  // still wait in system calls.
  std::_Exit(asked ? kAskedToStop : kEndedByItself);
}

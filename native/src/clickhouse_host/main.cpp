// Runs ClickHouse as a process of its own for as long as its parent wants: see usage() in options.cpp.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "engines.hpp"
#include "options.hpp"

int main(int argc, char** argv) {
  using namespace clickhouse_host;
  if (argc == 2 && std::strcmp(argv[1], "--help") == 0) {
    std::fputs(usage(), stdout);
    return EXIT_SUCCESS;
  }
  Options options;
  if (const std::string reason = parse_options(argc, argv, options); !reason.empty()) {
    std::fprintf(stderr, "clickhouse-host: %s\n%s", reason.c_str(), usage());
    return kWrongUsage;
  }
  std::string reason;
  const ExitStatus status = options.program.empty() ? run_library(options, reason) : run_program(options, reason);
  if (!reason.empty()) std::fprintf(stderr, "clickhouse-host: %s\n", reason.c_str());
  std::fflush(nullptr);
  // Not `return`: the static objects of half a gigabyte of library need no destruction, and two detached threads
  // still wait in system calls.
  std::_Exit(status);
}

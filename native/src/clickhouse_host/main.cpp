// Runs ClickHouse as a process of its own for as long as its parent wants: see usage() in options.cpp.

#include <sys/resource.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "engines.hpp"
#include "options.hpp"

namespace {

/// Merges can wait, windows and senders of telemetry cannot: where cores are short, they go first. Before any thread is
/// started, for on Linux each inherits it from the one that starts it. On a machine with idle cores it changes nothing.
void step_back() {
  constexpr int kNiceness = 5;
  errno = 0;
  const int now = getpriority(PRIO_PROCESS, 0);
  if (errno == 0 && now < kNiceness && setpriority(PRIO_PROCESS, 0, kNiceness) != 0)
    std::fprintf(stderr, "clickhouse-host: runs with the priority of its parent: %s\n", std::strerror(errno));
}

}  // namespace

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
  step_back();
  std::string reason;
  const ExitStatus status = options.program.empty() ? run_library(options, reason) : run_program(options, reason);
  if (!reason.empty()) std::fprintf(stderr, "clickhouse-host: %s\n", reason.c_str());
  std::fflush(nullptr);
  // Not `return`: the static objects of half a gigabyte of library need no destruction, and two detached threads
  // still wait in system calls.
  std::_Exit(status);
}

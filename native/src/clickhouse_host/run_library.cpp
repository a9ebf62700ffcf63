#include <fcntl.h>
#include <unistd.h>
#if defined(__APPLE__)
#include <util.h>
#else
#include <pty.h>
#endif

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "engines.hpp"
#include "library.hpp"
#include "lifeline.hpp"

namespace clickhouse_host {
namespace {

// ClickHouse lives as long as the last of its query files does not end. That file is a pipe: its read end goes to
// ClickHouse as /dev/fd/N, its write end stays here, and closing it is the stop.
int endless_write_fd = -1;
// A terminal stands on fd 0. Without one ClickHouse takes itself for a script and aborts on any error that escapes
// a connection: one wrong password over TCP would end the server.
int terminal_master_fd = -1;

/// The query file ends first; ClickHouse then asks the terminal, which is gone.
void end_input() {
  close(endless_write_fd);
  close(terminal_master_fd);
}

std::string failure(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

/// Prepares both; `endless_read_fd` is what ClickHouse reads.
std::string open_input(int& endless_read_fd) {
  int terminal_slave = -1;
  if (openpty(&terminal_master_fd, &terminal_slave, nullptr, nullptr, nullptr) != 0) return failure("openpty");
  if (std::string reason = take_control_pipe(terminal_slave); !reason.empty()) return reason;
  close(terminal_slave);
  int ends[2];
  if (pipe(ends) != 0) return failure("pipe");
  endless_read_fd = ends[0];
  endless_write_fd = ends[1];
  for (const int fd : {endless_write_fd, terminal_master_fd}) {
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) return failure("fcntl");
  }
  return {};
}

std::vector<std::string> arguments_for(const Options& options, int endless_read_fd) {
  std::vector<std::string> arguments = {"clickhouse", "--interactive", "--disable_suggestion",
                                        "--history_file=/dev/null"};
  arguments.insert(arguments.end(), options.clickhouse_arguments.begin(), options.clickhouse_arguments.end());
  // One option with several values: ClickHouse refuses an option that comes twice.
  arguments.emplace_back("--queries-file");
  arguments.insert(arguments.end(), options.start_files.begin(), options.start_files.end());
  arguments.push_back("/dev/fd/" + std::to_string(endless_read_fd));
  return arguments;
}

}  // namespace

ExitStatus run_library(const Options& options, std::string& reason) {
  int endless_read_fd = -1;
  if (reason = open_input(endless_read_fd); !reason.empty()) return kEndedByItself;
  if (reason = block_stop_signals(); !reason.empty()) return kEndedByItself;
  watch_for_stop({.ask = end_input, .force = nullptr}, options.stop_limit_seconds);
  Library library;
  if (reason = load_library(options.library, library); !reason.empty()) {
    reason = "library " + reason;
    return kNotLoadable;
  }

  std::vector<std::string> arguments = arguments_for(options, endless_read_fd);
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  auto* result = library.query_cmdline(static_cast<int>(arguments.size()), pointers.data());

  // ClickHouse says "no error" after most failed starts too. What tells them apart is whether anybody asked it to end.
  const bool asked = stop_requested();
  const char* error = result != nullptr ? library.result_error(result) : nullptr;
  if (!asked) reason = error != nullptr ? error : "ClickHouse ended by itself, its messages stand above";
  if (result != nullptr) library.destroy_result(result);
  return asked ? kAskedToStop : kEndedByItself;
}

}  // namespace clickhouse_host

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#endif

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "engines.hpp"
#include "lifeline.hpp"

namespace clickhouse_host {
namespace {

constexpr int cannot_execute = 127;

pid_t child = -1;

void terminate_child() { kill(child, SIGTERM); }
void kill_child() { kill(child, SIGKILL); }

/// In the forked child: only what is safe between fork and exec.
[[noreturn]] void execute(const char* path, char* const* arguments) {
#if defined(__linux__)
  // The control pipe covers every end of our parent; this covers our own. macOS has nothing like it.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
  unblock_stop_signals();
  execv(path, arguments);
  _exit(cannot_execute);
}

int wait_for_child() {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

ExitStatus run_program(const Options& options, std::string& reason) {
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (reason = take_control_pipe(nothing); !reason.empty()) return kEndedByItself;
  if (access(options.program.c_str(), X_OK) != 0) {
    reason = "program " + options.program + " cannot be run: " + std::strerror(errno);
    return kNotLoadable;
  }
  if (reason = block_stop_signals(); !reason.empty()) return kEndedByItself;

  std::vector<std::string> arguments = options.clickhouse_arguments;
  std::vector<char*> pointers = {const_cast<char*>(options.program.c_str())};
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  child = fork();
  if (child < 0) {
    reason = std::string("fork: ") + std::strerror(errno);
    return kEndedByItself;
  }
  if (child == 0) execute(options.program.c_str(), pointers.data());
  watch_for_stop({.ask = terminate_child, .force = kill_child}, options.stop_limit_seconds);

  const int status = wait_for_child();
  if (stop_was_forced()) return kStopTooSlow;
  if (stop_requested()) return kAskedToStop;
  if (WIFEXITED(status) && WEXITSTATUS(status) == cannot_execute) {
    reason = "program " + options.program + " cannot be run on this machine";
    return kNotLoadable;
  }
  reason = WIFSIGNALED(status) ? "ClickHouse ended by signal " + std::to_string(WTERMSIG(status))
                               : "ClickHouse ended by itself with status " + std::to_string(WEXITSTATUS(status));
  return kEndedByItself;
}

}  // namespace clickhouse_host

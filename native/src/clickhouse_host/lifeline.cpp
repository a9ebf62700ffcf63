#include "lifeline.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>

#include "exit_status.hpp"

namespace clickhouse_host {
namespace {

// Process-wide, as are the descriptor and the signals that they stand for. Written before the threads start, and
// never destroyed: the detached threads outlive main().
int control_fd = -1;
StopActions stop_actions;
unsigned stop_limit = 0;
std::atomic<bool> stopping{false};
std::atomic<bool> too_slow{false};

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

void end_when_stop_takes_too_long() {
  unsigned left = stop_limit;
  while (left > 0) left = sleep(left);
  static constexpr char message[] = "clickhouse-host: the stop took too long, ending now\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, message, sizeof message - 1);
  // Said before the force: it wakes the thread that waits for the server, and both end this process.
  too_slow.store(true);
  if (stop_actions.force != nullptr) stop_actions.force();
  _exit(kStopTooSlow);
}

void stop() {
  if (stopping.exchange(true)) return;
  std::thread(end_when_stop_takes_too_long).detach();
  stop_actions.ask();
}

/// What the parent writes has no meaning and is thrown away: only the end counts.
void watch_control() {
  char ignored[4096];
  for (;;) {
    const ssize_t count = read(control_fd, ignored, sizeof ignored);
    if (count > 0 || (count < 0 && errno == EINTR)) continue;
    stop();
    return;
  }
}

void watch_signals() {
  const sigset_t set = stop_signals();
  for (int signal_number = 0;;) {
    if (sigwait(&set, &signal_number) == 0) stop();
  }
}

}  // namespace

std::string take_control_pipe(int replacement) {
  // ClickHouse's SYSTEM SHUTDOWN and SYSTEM KILL signal the whole process group, so it must hold nobody but us. It
  // fails only for a process that leads its group already, which is as good.
  setsid();
  control_fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  if (control_fd < 0) return std::string("standard input is not open: ") + std::strerror(errno);
  if (dup2(replacement, STDIN_FILENO) < 0) return std::string("dup2: ") + std::strerror(errno);
  return {};
}

std::string block_stop_signals() {
  const sigset_t set = stop_signals();
  const int error = pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return error == 0 ? std::string() : std::string("pthread_sigmask: ") + std::strerror(error);
}

void unblock_stop_signals() noexcept {
  const sigset_t set = stop_signals();
  sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

void watch_for_stop(StopActions actions, unsigned stop_limit_seconds) {
  stop_actions = actions;
  stop_limit = stop_limit_seconds;
  std::thread(watch_signals).detach();
  std::thread(watch_control).detach();
}

bool stop_requested() noexcept { return stopping.load(); }

bool stop_was_forced() noexcept { return too_slow.load(); }

}  // namespace clickhouse_host

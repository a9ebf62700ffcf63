#include "lifeline.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>
#if defined(__APPLE__)
#include <util.h>
#else
#include <pty.h>
#endif

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <thread>

namespace clickhouse_host {
namespace {

constexpr int exit_stop_too_slow = 5;

// Process-wide, as are the file descriptors and signals that they stand for. They live as long as the process:
// detached threads may read them while static objects are being destroyed.
int control_fd = -1;
int endless_write_fd = -1;
int terminal_master_fd = -1;
unsigned stop_limit = 0;
std::atomic<bool> stopping{false};

std::string failure(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

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
  _exit(exit_stop_too_slow);
}

void stop() {
  if (stopping.exchange(true)) return;
  std::thread(end_when_stop_takes_too_long).detach();
  // The query file ends first; ClickHouse then asks the terminal, which is gone.
  close(endless_write_fd);
  close(terminal_master_fd);
}

/// What the parent writes has no meaning and is thrown away: only the end counts.
void watch_control() {
  char ignored[4096];
  for (;;) {
    const ssize_t count = read(control_fd, ignored, sizeof ignored);
    if (count > 0 || (count < 0 && errno == EINTR)) continue;
    return stop();
  }
}

void watch_signals() {
  const sigset_t set = stop_signals();
  for (int signal_number = 0;;) {
    if (sigwait(&set, &signal_number) == 0) stop();
  }
}

bool close_on_exec(int fd) { return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0; }

}  // namespace

std::string Lifeline::start(unsigned stop_limit_seconds) {
  stop_limit = stop_limit_seconds;
  // SYSTEM SHUTDOWN and SYSTEM KILL signal the whole process group, so it must hold nobody but us. It fails only
  // for a process that leads its group already, which is as good.
  setsid();

  control_fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  if (control_fd < 0) return failure("standard input is not open");

  int terminal_slave = -1;
  if (openpty(&terminal_master_fd, &terminal_slave, nullptr, nullptr, nullptr) != 0) return failure("openpty");
  if (dup2(terminal_slave, STDIN_FILENO) < 0) return failure("dup2");
  close(terminal_slave);

  int ends[2];
  if (pipe(ends) != 0) return failure("pipe");
  endless_read_ = ends[0];
  endless_write_fd = ends[1];
  if (!close_on_exec(endless_write_fd) || !close_on_exec(terminal_master_fd)) return failure("fcntl");

  // Blocked here, hence in every thread that ClickHouse starts: only the signal thread ever takes one.
  const sigset_t set = stop_signals();
  if (const int error = pthread_sigmask(SIG_BLOCK, &set, nullptr); error != 0) {
    return std::string("pthread_sigmask: ") + std::strerror(error);
  }
  std::thread(watch_signals).detach();
  std::thread(watch_control).detach();
  return {};
}

std::string Lifeline::endless_file() const { return "/dev/fd/" + std::to_string(endless_read_); }

bool Lifeline::stop_requested() noexcept { return stopping.load(); }

}  // namespace clickhouse_host

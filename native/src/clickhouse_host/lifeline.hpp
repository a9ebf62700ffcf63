// What ends this process: the end of its control pipe, or a signal.
#pragma once

#include <string>

namespace clickhouse_host {

/// What a stop does. Both are called at most once, from a thread of the lifeline.
struct StopActions {
  /// Makes ClickHouse end by itself.
  void (*ask)() = nullptr;
  /// Called when it has not ended within the limit, right before this process ends. May be null.
  void (*force)() = nullptr;
};

/// Moves standard input away to a descriptor of its own, the control pipe; puts `replacement` on fd 0; makes this
/// process the leader of a session. A non-empty return value says what failed.
[[nodiscard]] std::string take_control_pipe(int replacement);

/// Blocks SIGTERM, SIGINT and SIGHUP in this thread, hence in all that it starts from now on.
[[nodiscard]] std::string block_stop_signals();

/// For a forked child: lets the signals through again.
void unblock_stop_signals() noexcept;

/// Starts two threads that wait for the end of the control pipe and for the blocked signals. Whichever comes first
/// calls `actions.ask`, and ends the process with status 5 when that takes longer than the limit.
/// Main thread only, after the two above, before ClickHouse starts threads.
void watch_for_stop(StopActions actions, unsigned stop_limit_seconds);

/// Any thread. True from the moment at which somebody asked.
[[nodiscard]] bool stop_requested() noexcept;

/// Any thread. True once a stop took longer than its limit and the server is ended by force.
[[nodiscard]] bool stop_was_forced() noexcept;

}  // namespace clickhouse_host

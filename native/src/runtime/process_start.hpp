// Tells a process from a later one that got the same number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace seqch {

/// When a process started, in the words that runtime.json uses on this system; empty when there is no such process,
/// or when it is dead and only waits for its parent.
[[nodiscard]] std::string process_start(std::int64_t pid);

/// The start time in a line of /proc/PID/stat: field 22. Empty for a dead process and for anything else.
[[nodiscard]] std::string start_in_proc_stat(std::string_view line);

/// A moment as `ps -o lstart=` spells it in UTC and the C locale: "Sat Nov  1 09:05:07 2025".
[[nodiscard]] std::string spell_as_ps(std::int64_t epoch_seconds);

}  // namespace seqch

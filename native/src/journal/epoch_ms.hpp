// The time of day, for people who read a counter or a file.
#pragma once

#include <chrono>
#include <cstdint>

namespace seqch {

/// Milliseconds since 1970, UTC.
[[nodiscard]] inline std::int64_t epoch_ms() noexcept {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace seqch

// How long to wait before trying again.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace seqch {

/// Doubles from 50 ms to 2 s. The pause is drawn from its upper half, so that several writers whose server came back do
/// not knock at the same moment.
class Backoff {
 public:
  /// `random` is any number; the first pause after a success is none.
  [[nodiscard]] std::chrono::milliseconds next(std::uint32_t random) noexcept {
    if (attempts_++ == 0) return std::chrono::milliseconds{0};
    const std::uint32_t doublings = std::min<std::uint32_t>(attempts_ - 2, 6);
    const std::uint32_t full = std::min<std::uint32_t>(50u << doublings, 2000u);
    return std::chrono::milliseconds{full / 2 + random % (full / 2 + 1)};
  }
  void reset() noexcept { attempts_ = 0; }
  [[nodiscard]] std::uint32_t attempts() const noexcept { return attempts_; }

 private:
  std::uint32_t attempts_ = 0;
};

}  // namespace seqch

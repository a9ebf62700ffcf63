// How much is accepted and not yet acknowledged.
#pragma once

#include <atomic>
#include <cstdint>

namespace seqch {

/// Bytes over all tables of a writer. Thread-safe.
class BufferGauge {
 public:
  explicit BufferGauge(std::uint64_t limit) noexcept : limit_(limit) {}
  /// False, and nothing counted, when the limit would be passed.
  [[nodiscard]] bool try_add(std::uint64_t bytes) noexcept {
    if (used_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= limit_) return true;
    used_.fetch_sub(bytes, std::memory_order_relaxed);
    return false;
  }
  /// Counts what is there already, such as rows that another process has left, whatever the limit.
  void add(std::uint64_t bytes) noexcept { used_.fetch_add(bytes, std::memory_order_relaxed); }
  void remove(std::uint64_t bytes) noexcept { used_.fetch_sub(bytes, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t used() const noexcept { return used_.load(std::memory_order_relaxed); }

 private:
  const std::uint64_t limit_;
  std::atomic<std::uint64_t> used_{0};
};

}  // namespace seqch

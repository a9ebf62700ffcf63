// Memory for packed rows, in pieces that never move.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace seqch {

/// Packed rows, whole ones, one after the other. `used` never exceeds `capacity`.
struct Chunk {
  std::unique_ptr<std::uint8_t[]> data;
  std::size_t capacity = 0;
  std::size_t used = 0;
  std::uint64_t rows = 0;
  std::chrono::steady_clock::time_point first_accepted;

  [[nodiscard]] std::size_t room() const noexcept { return capacity - used; }
};

inline constexpr std::size_t kChunkBytes = 256 * 1024;

/// Keeps a few chunks for reuse, so that a steady stream of rows touches no fresh memory. Thread-safe.
class ChunkPool {
 public:
  /// A chunk with room for at least `bytes`.
  [[nodiscard]] Chunk take(std::size_t bytes);
  /// Keeps the chunk, or frees it when it is of unusual size or enough are kept.
  void give_back(Chunk chunk) noexcept;
  /// Frees what only a busy stream needs.
  void trim() noexcept;

 private:
  static constexpr std::size_t kKept = 32;

  std::mutex mutex_;
  std::vector<Chunk> kept_;
};

/// How many bytes of rows are accepted and not yet acknowledged, over all tables. Thread-safe.
class BufferGauge {
 public:
  explicit BufferGauge(std::uint64_t limit) noexcept : limit_(limit) {}
  /// False, and nothing counted, when the limit would be passed.
  [[nodiscard]] bool try_add(std::uint64_t bytes) noexcept {
    if (used_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= limit_) return true;
    used_.fetch_sub(bytes, std::memory_order_relaxed);
    return false;
  }
  void remove(std::uint64_t bytes) noexcept { used_.fetch_sub(bytes, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t limit() const noexcept { return limit_; }

 private:
  std::uint64_t limit_;
  std::atomic<std::uint64_t> used_{0};
};

}  // namespace seqch

#include "writer/chunk.hpp"

#include <algorithm>
#include <utility>

namespace seqch {

Chunk ChunkPool::take(std::size_t bytes) {
  if (bytes <= kChunkBytes) {
    const std::lock_guard lock(mutex_);
    if (!kept_.empty()) {
      Chunk chunk = std::move(kept_.back());
      kept_.pop_back();
      return chunk;
    }
    kept_.reserve(kKept);
  }
  Chunk chunk;
  chunk.capacity = std::max(bytes, kChunkBytes);
  chunk.data.reset(new std::uint8_t[chunk.capacity]);  // not zeroed: every byte is written before it is read
  return chunk;
}

void ChunkPool::give_back(Chunk chunk) noexcept {
  if (chunk.capacity != kChunkBytes) return;
  chunk.used = 0;
  chunk.rows = 0;
  const std::lock_guard lock(mutex_);
  if (kept_.size() < kept_.capacity()) kept_.push_back(std::move(chunk));
}

void ChunkPool::trim() noexcept {
  constexpr std::size_t kKeptIdle = 2;
  const std::lock_guard lock(mutex_);
  if (kept_.size() > kKeptIdle) kept_.erase(kept_.begin() + kKeptIdle, kept_.end());
}

}  // namespace seqch

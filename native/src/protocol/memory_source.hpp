// Bytes in memory, read as if they came over a connection.
#pragma once

#include <algorithm>
#include <cstring>

#include "protocol/byte_source.hpp"

namespace seqch {

class MemorySource final : public ByteSource {
 public:
  /// `bytes` must outlive it. They come in pieces of at most `piece`, which tests make small.
  explicit MemorySource(std::span<const std::uint8_t> bytes, std::size_t piece = SIZE_MAX) noexcept : rest_(bytes), piece_(piece) {}

  Failure receive(std::span<std::uint8_t> into, std::size_t& received, SteadyClock::time_point) override {
    if (rest_.empty()) return Failure::of(SEQ_CH_UNREACHABLE, "there are no more bytes");
    received = std::min({rest_.size(), into.size(), piece_});
    std::memcpy(into.data(), rest_.data(), received);
    rest_ = rest_.subspan(received);
    return {};
  }
  [[nodiscard]] bool is_empty() const noexcept { return rest_.empty(); }

 private:
  std::span<const std::uint8_t> rest_;
  std::size_t piece_;
};

}  // namespace seqch

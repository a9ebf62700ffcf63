// What the server sends, read with bounds: nothing in it is trusted.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "protocol/byte_source.hpp"

namespace seqch {

/// Buffered reading of numbers and strings. After the first failure every read returns zero or empty and keeps that
/// failure, so a caller checks once per packet.
class PacketReader {
 public:
  explicit PacketReader(ByteSource& source) noexcept : source_(source) {}

  /// Forgets what was buffered and what failed: a new connection begins.
  void reset() noexcept;
  void set_deadline(SteadyClock::time_point deadline) noexcept { deadline_ = deadline; }

  std::uint8_t byte();
  std::uint64_t varint();
  template <typename T>
  T fixed() {
    T value{};
    read(reinterpret_cast<std::uint8_t*>(&value), sizeof value);
    return value;
  }
  /// Longer than `limit` bytes is a failure.
  std::string string(std::uint64_t limit);
  /// The first `keep` bytes of a string of at most `limit`; the others are skipped.
  std::string start_of_string(std::uint64_t keep, std::uint64_t limit);
  void skip(std::uint64_t count);
  void skip_string(std::uint64_t limit);

  /// Says that what was read makes no sense. The first failure stays.
  void fail(std::string message);
  [[nodiscard]] bool failed() const noexcept { return failure_.failed(); }
  [[nodiscard]] const Failure& failure() const noexcept { return failure_; }
  /// True when bytes were received that nobody has read yet.
  [[nodiscard]] bool has_buffered() const noexcept { return at_ < end_; }

 private:
  std::uint64_t string_size(std::uint64_t limit);
  void read(std::uint8_t* into, std::size_t count);
  bool refill();

  ByteSource& source_;
  SteadyClock::time_point deadline_{};
  Failure failure_;
  std::array<std::uint8_t, 16 * 1024> buffer_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
};

}  // namespace seqch

// Bytes as ClickHouse spells them, appended to a growing buffer.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace seqch {

static_assert(std::endian::native == std::endian::little, "values are copied as they lie in memory, which is little-endian");

/// Writes a variable-length integer, 7 bits a byte, lowest first; at most 10 bytes. Returns the byte after it.
inline std::uint8_t* write_varint(std::uint8_t* out, std::uint64_t value) noexcept {
  while (value >= 0x80) {
    *out++ = static_cast<std::uint8_t>(value | 0x80);
    value >>= 7;
  }
  *out++ = static_cast<std::uint8_t>(value);
  return out;
}

class ByteWriter {
 public:
  void clear() noexcept { bytes_.clear(); }
  [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }

  void raw(const void* data, std::size_t size) {
    const auto* first = static_cast<const std::uint8_t*>(data);
    bytes_.insert(bytes_.end(), first, first + size);
  }
  void varint(std::uint64_t value) {
    std::uint8_t encoded[10] = {};
    raw(encoded, static_cast<std::size_t>(write_varint(encoded, value) - encoded));
  }
  void string(std::string_view value) {
    varint(value.size());
    raw(value.data(), value.size());
  }
  template <typename T>
  void fixed(T value) {
    static_assert(std::is_arithmetic_v<T>);
    raw(&value, sizeof value);
  }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace seqch

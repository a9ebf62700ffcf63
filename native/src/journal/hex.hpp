// Sixteen bytes as 32 hexadecimal digits, the way that journals are called.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace seqch {

[[nodiscard]] std::string to_hex(const std::array<std::uint8_t, 16>& bytes);
/// False when `text` is anything but 32 lower-case digits; `bytes` may be changed then.
[[nodiscard]] bool parse_hex(std::string_view text, std::array<std::uint8_t, 16>& bytes) noexcept;

}  // namespace seqch

#include "protocol/readable_text.hpp"

#include <cstdint>

namespace seqch {
namespace {

/// The length of the character at the front of `text`; 0 when its bytes are none (cut, overlong, half a pair, too high).
std::size_t character_length(std::string_view text) noexcept {
  const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = at(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xc0) != 0x80) return 0;
  }
  const bool overlong = (first == 0xe0 && at(1) < 0xa0) || (first == 0xf0 && at(1) < 0x90);
  const bool beyond = (first == 0xed && at(1) > 0x9f) || (first == 0xf4 && at(1) > 0x8f);
  return overlong || beyond ? 0 : length;
}

}  // namespace

std::string readable(std::string_view text, std::size_t limit) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (out.size() + (length == 0 ? 1 : length) > limit) break;
    if (length == 0) {
      out += '?';
    } else if (length == 1) {
      out += static_cast<std::uint8_t>(text[0]) < 0x20 || text[0] == 0x7f ? ' ' : text[0];
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return out;
}

}  // namespace seqch

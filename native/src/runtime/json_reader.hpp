// JSON as RFC 8259 has it, for small files of our own: everything else is refused, with its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seqch {

struct JsonMember;

/// One value. Numbers keep their spelling until somebody asks for an integer.
struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

  Kind kind = Kind::null;
  bool truth = false;
  std::string text;                                          // of a string, UTF-8 without NUL; or of a number
  std::vector<JsonValue> items;                              // of an array
  std::vector<JsonMember> members;                           // of an object; no name comes twice

  /// The member of that name; nullptr when there is none, or when this is no object.
  [[nodiscard]] const JsonValue* find(std::string_view name) const noexcept;
  /// A number that is whole, spelled without fraction and exponent, and fits.
  [[nodiscard]] std::optional<std::int64_t> integer() const noexcept;
};

struct JsonMember {
  std::string name;
  JsonValue value;
};

inline constexpr std::size_t kMaxJsonBytes = 64 * 1024;
inline constexpr int kMaxJsonDepth = 16;

/// Parses the whole of `text`. Returns what is wrong and where ("line 3, column 14: a name is expected"), or nothing.
/// The answer never quotes the text: the file may hold passwords. On failure `value` is unspecified.
[[nodiscard]] std::string parse_json(std::string_view text, JsonValue& value);

}  // namespace seqch

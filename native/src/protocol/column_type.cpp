#include "protocol/column_type.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include "protocol/readable_text.hpp"

namespace seqch {
namespace {

constexpr std::size_t kMaxTypeText = 64 * 1024;
constexpr int kMaxDepth = 8;
constexpr std::uint32_t kMaxFixedString = 64 * 1024;
constexpr std::size_t kMaxEnumValues = 65536;

struct NamedWidth {
  std::string_view name;
  std::uint32_t width;
};

// Types without parameters whose every bit pattern is a value.
constexpr std::array kPlainTypes = {
    NamedWidth{"UInt8", 1},   NamedWidth{"UInt16", 2},  NamedWidth{"UInt32", 4}, NamedWidth{"UInt64", 8},
    NamedWidth{"UInt128", 16}, NamedWidth{"UInt256", 32}, NamedWidth{"Int8", 1},   NamedWidth{"Int16", 2},
    NamedWidth{"Int32", 4},   NamedWidth{"Int64", 8},   NamedWidth{"Int128", 16}, NamedWidth{"Int256", 32},
    NamedWidth{"Float32", 4}, NamedWidth{"Float64", 8}, NamedWidth{"Date", 2},   NamedWidth{"Date32", 4},
    NamedWidth{"DateTime", 4}, NamedWidth{"UUID", 16},  NamedWidth{"IPv4", 4},   NamedWidth{"IPv6", 16},
};

/// Reads one type from the front of `rest_`; every method returns false at the first thing it does not know.
class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  bool type(ColumnType& out, int depth) {
    if (depth > kMaxDepth) return false;
    skip_spaces();
    const std::string_view start = rest_;
    if (!type_body(name(), out, depth)) return false;
    out.text = std::string(start.substr(0, start.size() - rest_.size()));
    return true;
  }
  bool at_end() {
    skip_spaces();
    return rest_.empty();
  }

 private:
  bool type_body(std::string_view word, ColumnType& out, int depth) {
    if (word == "DateTime" && next_is('(')) return fixed(out, 4) && take('(') && quoted(nullptr) && take(')');
    for (const NamedWidth& plain : kPlainTypes) {
      if (word == plain.name) return fixed(out, plain.width);
    }
    if (word == "Bool") return simple(out, TypeKind::boolean, 1);
    if (word == "String") return simple(out, TypeKind::string, 0);
    if (word == "FixedString") {
      const auto width = parenthesised_number();
      return width && *width > 0 && *width <= kMaxFixedString &&
             simple(out, TypeKind::fixed_string, static_cast<std::uint32_t>(*width));
    }
    if (word == "DateTime64") return date_time64(out);
    if (word == "Decimal") return decimal(out);
    if (word == "Enum8") return enumeration(out, 1);
    if (word == "Enum16") return enumeration(out, 2);
    if (word == "Nullable") {
      return nested(out, TypeKind::nullable, 1, depth) && out.children[0].kind < TypeKind::nullable;
    }
    if (word == "Array") return nested(out, TypeKind::array, 1, depth);
    if (word == "Map") return nested(out, TypeKind::map, 2, depth);
    if (word == "LowCardinality") return nested(out, TypeKind::low_cardinality, 1, depth) && is_dictionary_type(out);
    return false;
  }

  // Dictionaries of numbers are refused: ClickHouse discourages them and no table of ours has one.
  static bool is_dictionary_type(const ColumnType& type) {
    const ColumnType& child = type.children[0];
    const ColumnType& value = child.kind == TypeKind::nullable ? child.children[0] : child;
    return value.kind == TypeKind::string || value.kind == TypeKind::fixed_string;
  }

  static bool simple(ColumnType& out, TypeKind kind, std::uint32_t width) {
    out.kind = kind;
    out.width = width;
    return true;
  }
  static bool fixed(ColumnType& out, std::uint32_t width) { return simple(out, TypeKind::fixed, width); }

  bool nested(ColumnType& out, TypeKind kind, std::size_t count, int depth) {
    out.kind = kind;
    out.children.resize(count);
    if (!take('(')) return false;
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0 && !take(',')) return false;
      if (!type(out.children[i], depth + 1)) return false;
    }
    return take(')');
  }

  bool date_time64(ColumnType& out) {
    if (!take('(')) return false;
    const auto scale = number();
    if (!scale || *scale < 0 || *scale > 9) return false;
    if (next_is(',') && !(take(',') && quoted(nullptr))) return false;
    return take(')') && fixed(out, 8);
  }

  bool decimal(ColumnType& out) {
    if (!take('(')) return false;
    const auto precision = number();
    if (!precision || !take(',')) return false;
    const auto scale = number();
    if (!scale || !take(')') || *precision < 1 || *precision > 76 || *scale < 0 || *scale > *precision) return false;
    return fixed(out, *precision <= 9 ? 4 : *precision <= 18 ? 8 : *precision <= 38 ? 16 : 32);
  }

  bool enumeration(ColumnType& out, std::uint32_t width) {
    simple(out, TypeKind::enumeration, width);
    const std::int64_t limit = width == 1 ? 127 : 32767;
    if (!take('(')) return false;
    do {
      EnumValue entry;
      if (!quoted(&entry.name) || !take('=')) return false;
      const auto value = number();
      if (!value || *value > limit || *value < -limit - 1 || out.enum_values.size() >= kMaxEnumValues) return false;
      entry.value = static_cast<std::int16_t>(*value);
      out.enum_values.push_back(std::move(entry));
    } while (take(','));
    std::sort(out.enum_values.begin(), out.enum_values.end(),
              [](const EnumValue& a, const EnumValue& b) { return a.value < b.value; });
    return take(')');
  }

  std::string_view name() {
    std::size_t length = 0;
    while (length < rest_.size() && (std::isalnum(static_cast<unsigned char>(rest_[length])) != 0)) ++length;
    return consume(length);
  }

  std::optional<std::int64_t> number() {
    skip_spaces();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc()) return std::nullopt;
    consume(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  std::optional<std::int64_t> parenthesised_number() {
    if (!take('(')) return std::nullopt;
    const auto value = number();
    return take(')') ? value : std::nullopt;
  }

  bool quoted(std::string* out) {
    if (!take('\'')) return false;
    while (!rest_.empty()) {
      char next = consume(1)[0];
      if (next == '\'') return true;
      if (next == '\\') {
        if (rest_.empty()) return false;
        next = unescape(consume(1)[0]);
      }
      if (out != nullptr) out->push_back(next);
    }
    return false;
  }

  static char unescape(char escaped) {
    switch (escaped) {
      case 'n': return '\n';
      case 't': return '\t';
      case 'r': return '\r';
      case 'b': return '\b';
      case 'f': return '\f';
      case '0': return '\0';
      default: return escaped;
    }
  }

  bool next_is(char wanted) {
    skip_spaces();
    return !rest_.empty() && rest_[0] == wanted;
  }
  bool take(char wanted) {
    if (!next_is(wanted)) return false;
    consume(1);
    return true;
  }
  void skip_spaces() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\n')) consume(1);
  }
  std::string_view consume(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::string_view rest_;
};

// DateTime64(3) and Decimal(9, 2) pack as plain integers: what they mean stands in the text alone.
bool has_scale(const ColumnType& type) {
  return type.text.starts_with("DateTime64") || type.text.starts_with("Decimal");
}

// Everything of the text that gives the integer its meaning; a time zone does not.
std::string_view meaning(const ColumnType& type) {
  const std::string_view text = type.text;
  if (!has_scale(type)) return text.substr(0, text.find('('));
  return text.starts_with("DateTime64") ? text.substr(0, text.find_first_of(",)")) : text;
}

bool is_below(const EnumValue& entry, std::int16_t value) noexcept { return entry.value < value; }

// Enums of thousands of names are compared on the way of every insert whose header changed: no walk through all for each.
bool knows(const std::vector<EnumValue>& sorted, const EnumValue& wanted) noexcept {
  auto found = std::lower_bound(sorted.begin(), sorted.end(), wanted.value, is_below);
  while (found != sorted.end() && found->value == wanted.value && found->name != wanted.name) ++found;
  return found != sorted.end() && found->value == wanted.value;
}

}  // namespace

bool ColumnType::has_enum_value(std::int16_t value) const noexcept {
  const auto found = std::lower_bound(enum_values.begin(), enum_values.end(), value, is_below);
  return found != enum_values.end() && found->value == value;
}

Failure parse_column_type(std::string_view text, ColumnType& type) {
  type = ColumnType{};
  Parser parser(text.substr(0, kMaxTypeText));
  if (text.size() <= kMaxTypeText && parser.type(type, 0) && parser.at_end()) {
    type.text = std::string(text);
    return {};
  }
  return Failure::of(SEQ_CH_UNSUPPORTED_TYPE, "type " + readable(text, 200) + " cannot be written");
}

bool packs_alike(const ColumnType& ours, const ColumnType& theirs) noexcept {
  if (ours.kind == TypeKind::low_cardinality) return packs_alike(ours.children[0], theirs);
  if (theirs.kind == TypeKind::low_cardinality) return packs_alike(ours, theirs.children[0]);
  if (ours.kind != theirs.kind || ours.width != theirs.width || ours.children.size() != theirs.children.size()) return false;
  if (ours.kind == TypeKind::fixed && meaning(ours) != meaning(theirs)) return false;
  for (const EnumValue& entry : ours.enum_values) {
    if (!knows(theirs.enum_values, entry)) return false;
  }
  for (std::size_t i = 0; i < ours.children.size(); ++i) {
    if (!packs_alike(ours.children[i], theirs.children[i])) return false;
  }
  return true;
}

}  // namespace seqch

#include "runtime/json_reader.hpp"

#include <algorithm>
#include <charconv>

namespace seqch {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// How many bytes the UTF-8 character at the start of `text` has; 0 when there is none. Overlong forms, halves of
/// surrogate pairs and numbers beyond U+10FFFF are none.
std::size_t utf8_length(std::string_view text) noexcept {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const auto follows = [&](std::size_t at) { return at < text.size() && (byte(at) & 0xC0) == 0x80; };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!follows(1) || !follows(2)) return 0;
    return (first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F) ? 0 : 3;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    return (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F) ? 0 : 4;
  }
  return 0;
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

/// Reads from left to right; the first problem ends it. Every method returns false once there is one.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  bool document(JsonValue& value) {
    if (text_.size() > kMaxJsonBytes) return refuse("the text is longer than 64 KiB");
    if (!any(value, 0)) return false;
    skip_space();
    return at_ == text_.size() || refuse("nothing may follow the value");
  }

  [[nodiscard]] std::string problem() const {
    const std::string_view before = text_.substr(0, at_);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t line_start = before.find_last_of('\n') + 1;  // npos + 1 is 0
    return "line " + std::to_string(line) + ", column " + std::to_string(at_ - line_start + 1) + ": " + problem_;
  }

 private:
  bool refuse(const char* problem) {
    problem_ = problem;
    return false;
  }

  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }

  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool word(std::string_view expected) {
    if (text_.substr(at_, expected.size()) != expected) return refuse("a value is expected");
    at_ += expected.size();
    return true;
  }

  bool any(JsonValue& value, int depth) {
    skip_space();
    if (at_ >= text_.size()) return refuse("the text ends where a value is expected");
    if (depth > kMaxJsonDepth) return refuse("the values are nested too deeply");
    switch (text_[at_]) {
      case '{': value.kind = JsonValue::Kind::object; return object(value, depth);
      case '[': value.kind = JsonValue::Kind::array; return array(value, depth);
      case '"': value.kind = JsonValue::Kind::string; return string(value.text);
      case 't': value.kind = JsonValue::Kind::boolean; value.truth = true; return word("true");
      case 'f': value.kind = JsonValue::Kind::boolean; return word("false");
      case 'n': return word("null");
      default: value.kind = JsonValue::Kind::number; return number(value.text);
    }
  }

  bool object(JsonValue& value, int depth) {
    ++at_;
    skip_space();
    if (take('}')) return true;
    do {
      skip_space();
      if (at_ >= text_.size() || text_[at_] != '"') return refuse("a name is expected");
      std::string name;
      if (!string(name)) return false;
      if (value.find(name) != nullptr) return refuse("this name comes twice");
      skip_space();
      if (!take(':')) return refuse("a colon is expected");
      value.members.push_back({std::move(name), JsonValue{}});
      if (!any(value.members.back().value, depth + 1)) return false;
      skip_space();
    } while (take(','));
    return take('}') || refuse("a comma or the end of the object is expected");
  }

  bool array(JsonValue& value, int depth) {
    ++at_;
    skip_space();
    if (take(']')) return true;
    do {
      value.items.emplace_back();
      if (!any(value.items.back(), depth + 1)) return false;
      skip_space();
    } while (take(','));
    return take(']') || refuse("a comma or the end of the array is expected");
  }

  bool string(std::string& out) {
    ++at_;
    while (!take('"')) {
      if (at_ >= text_.size()) return refuse("the text ends within a string");
      if (static_cast<unsigned char>(text_[at_]) < 0x20) return refuse("a control character stands in a string");
      if (text_[at_] == '\\') {
        if (!escape(out)) return false;
        continue;
      }
      const std::size_t length = utf8_length(text_.substr(at_));
      if (length == 0) return refuse("these bytes are not UTF-8");
      out.append(text_, at_, length);
      at_ += length;
    }
    return true;
  }

  bool escape(std::string& out) {
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    ++at_;
    if (take('u')) return unicode_escape(out);
    const std::size_t known = at_ < text_.size() ? kNames.find(text_[at_]) : std::string_view::npos;
    if (known == std::string_view::npos) return refuse("no such escape");
    out += kMeanings[known];
    ++at_;
    return true;
  }

  bool unicode_escape(std::string& out) {
    std::uint32_t point = 0;
    if (!four_digits(point)) return false;
    if (point >= 0xD800 && point <= 0xDBFF) {
      std::uint32_t low = 0;
      if (!take('\\') || !take('u')) return refuse("half a surrogate pair");
      if (!four_digits(low)) return false;
      if (low < 0xDC00 || low > 0xDFFF) return refuse("half a surrogate pair");
      point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    } else if (point >= 0xDC00 && point <= 0xDFFF) {
      return refuse("half a surrogate pair");
    } else if (point == 0) {
      return refuse("a string with a NUL");
    }
    append_utf8(out, point);
    return true;
  }

  bool four_digits(std::uint32_t& value) {
    const std::string_view digits = text_.substr(at_, 4);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 4 || read.ec != std::errc{} || read.ptr != digits.data() + 4) {
      return refuse("four hexadecimal digits are expected");
    }
    at_ += 4;
    return true;
  }

  bool number(std::string& out) {
    const std::size_t start = at_;
    static_cast<void>(take('-'));
    const bool leads_with_zero = take('0');
    if (!leads_with_zero && !digits()) return refuse("a value is expected");
    if (take('.') && !digits()) return refuse("a digit is expected");
    if (take('e') || take('E')) {
      if (!take('+')) static_cast<void>(take('-'));
      if (!digits()) return refuse("a digit is expected");
    }
    out = text_.substr(start, at_ - start);
    return true;
  }

  bool digits() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ > start;
  }

  const std::string_view text_;
  std::size_t at_ = 0;
  const char* problem_ = "";
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view name) const noexcept {
  const auto found = std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.name == name; });
  return found != members.end() ? &found->value : nullptr;
}

std::optional<std::int64_t> JsonValue::integer() const noexcept {
  std::int64_t value = 0;
  if (kind != Kind::number) return std::nullopt;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string parse_json(std::string_view text, JsonValue& value) {
  value = JsonValue{};
  JsonReader reader(text);
  return reader.document(value) ? std::string() : reader.problem();
}

}  // namespace seqch

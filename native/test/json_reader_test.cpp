#include "runtime/json_reader.hpp"

#include <string>

#include "harness.hpp"

using seqch::JsonValue;
using seqch::parse_json;

namespace {

std::string problem_of(std::string_view text) {
  JsonValue value;
  return parse_json(text, value);
}

JsonValue parsed(std::string_view text) {
  JsonValue value;
  CHECK_EQ(parse_json(text, value), std::string());
  return value;
}

}  // namespace

TEST_CASE("JSON values of every kind are read, nested and with space around them") {
  const JsonValue value = parsed(" {\"a\": [1, -2.5e+3, true, false, null, {}], \r\n\t\"b\": \"text\", \"\": []} ");
  CHECK_EQ(value.members.size(), 3u);
  const JsonValue* list = value.find("a");
  CHECK(list != nullptr && list->items.size() == 6);
  if (list == nullptr || list->items.size() != 6) return;
  CHECK_EQ(list->items[0].integer().value_or(0), 1);
  CHECK_EQ(list->items[1].text, std::string("-2.5e+3"));
  CHECK(!list->items[1].integer());
  CHECK(list->items[2].truth && !list->items[3].truth);
  CHECK(list->items[4].kind == JsonValue::Kind::null);
  CHECK_EQ(value.find("b")->text, std::string("text"));
  CHECK(value.find("c") == nullptr);
  CHECK(list->find("a") == nullptr);
}

TEST_CASE("JSON escapes become the characters that they stand for") {
  CHECK_EQ(parsed(R"("\"\\\/\b\f\n\r\t")").text, std::string("\"\\/\b\f\n\r\t"));
  CHECK_EQ(parsed(R"("\u0041\u00e4\u20AC\ud83d\ude00")").text, std::string("Aä€😀"));
  CHECK_EQ(parsed("\"ä€😀\"").text, std::string("ä€😀"));
}

TEST_CASE("an integer is one only when it is whole and fits into 64 bits") {
  CHECK_EQ(parsed("-9223372036854775808").integer().value_or(0), INT64_MIN);
  CHECK(!parsed("9223372036854775808").integer());
  CHECK(!parsed("1.0").integer());
  CHECK(!parsed("1e3").integer());
  CHECK(!parsed("\"1\"").integer());
}

TEST_CASE("broken JSON is refused, with the place and without quoting it") {
  CHECK_EQ(problem_of(""), std::string("line 1, column 1: the text ends where a value is expected"));
  CHECK_EQ(problem_of("{\n  \"a\": secret\n}"), std::string("line 2, column 8: a value is expected"));
  CHECK_EQ(problem_of("{\"a\": 1,}"), std::string("line 1, column 9: a name is expected"));
  CHECK_EQ(problem_of("{\"a\" 1}"), std::string("line 1, column 6: a colon is expected"));
  CHECK_EQ(problem_of("{\"a\": 1 \"b\": 2}"), std::string("line 1, column 9: a comma or the end of the object is expected"));
  CHECK_EQ(problem_of("{} x"), std::string("line 1, column 4: nothing may follow the value"));
  CHECK_EQ(problem_of("{\"a\": 1, \"a\": 2}"), std::string("line 1, column 13: this name comes twice"));
  for (const char* text : {"[1,]", "[1 2]", "[", "{", "{\"a\"", "\"a", "01", "-", "1.", "1e", "+1", ".5", "tru", "nulls", "'a'", "\"\t\"",
                           "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\u+123\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\u0000\"",
                           "\"\\", "\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xe2\x82\"", "\"\xf5\x80\x80\x80\"", "\xef\xbb\xbf{}", "/**/1", "NaN"}) {
    CHECK(!problem_of(text).empty());
  }
}

TEST_CASE("JSON that is too deep or too long is refused before it costs anything") {
  CHECK_EQ(problem_of(std::string(16, '[') + "1" + std::string(16, ']')), std::string());
  CHECK(problem_of(std::string(17, '[') + "1" + std::string(17, ']')).ends_with("the values are nested too deeply"));
  CHECK(problem_of(std::string(60'000, '[')).ends_with("the values are nested too deeply"));
  CHECK(problem_of(std::string(seqch::kMaxJsonBytes + 1, ' ')).ends_with("the text is longer than 64 KiB"));
}

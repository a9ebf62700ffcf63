#include "harness.hpp"
#include "protocol/column_type.hpp"

namespace {

seqch::ColumnType parsed(const std::string& text) {
  seqch::ColumnType type;
  const seqch::Failure failure = seqch::parse_column_type(text, type);
  if (failure.failed()) harness::report_failure(__FILE__, __LINE__, text + ": " + failure.message);
  return type;
}

bool refused(const std::string& text) {
  seqch::ColumnType type;
  return seqch::parse_column_type(text, type).status == SEQ_CH_UNSUPPORTED_TYPE;
}

bool alike(const std::string& ours, const std::string& theirs) { return seqch::packs_alike(parsed(ours), parsed(theirs)); }

}  // namespace

TEST_CASE("a decimal is as wide as its precision needs") {
  CHECK_EQ(parsed("Decimal(9, 2)").width, 4u);
  CHECK_EQ(parsed("Decimal(10, 6)").width, 8u);
  CHECK_EQ(parsed("Decimal(38, 0)").width, 16u);
  CHECK_EQ(parsed("Decimal(76, 10)").width, 32u);
}

TEST_CASE("an enum name may hold quotes, commas and parentheses") {
  const auto type = parsed(R"(Enum8('it\'s' = -128, 'a, b' = 0, ')' = 127))");
  CHECK_EQ(type.enum_values.size(), 3u);
  CHECK_EQ(type.enum_values[0].name, "it's");
  CHECK(type.has_enum_value(-128));
  CHECK(type.has_enum_value(127));
  CHECK(!type.has_enum_value(1));
}

TEST_CASE("an enum value outside of its width is refused") {
  CHECK(refused("Enum8('a' = 128)"));
  CHECK(refused("Enum16('a' = 32768)"));
  CHECK(!refused("Enum16('a' = -32768)"));
}

TEST_CASE("types that cannot be written are refused by name") {
  for (const char* text : {"JSON", "Tuple(UInt8)", "Variant(String, UInt8)", "Dynamic", "AggregateFunction(sum, UInt64)",
                           "LowCardinality(UInt8)", "Nullable(Array(UInt8))", "Nothing", "", "UInt", "UInt64x", "String("}) {
    CHECK(refused(text));
  }
}

TEST_CASE("a type cut anywhere is refused and never read past its end") {
  const std::string whole = "Map(LowCardinality(Nullable(FixedString(8))), Array(DateTime64(3, 'Europe/Berlin')))";
  CHECK(!refused(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK(refused(whole.substr(0, size)));
}

TEST_CASE("nesting without end is refused") {
  std::string text = "UInt8";
  for (int i = 0; i < 100'000; ++i) text = "Array(" + text.substr(0, 60'000);
  CHECK(refused(text));
}

TEST_CASE("a type packs like another one when the same bytes mean the same value") {
  CHECK(alike("String", "LowCardinality(String)"));
  CHECK(alike("LowCardinality(String)", "String"));
  CHECK(alike("DateTime64(3)", "DateTime64(3, 'UTC')"));
  CHECK(alike("DateTime", "DateTime('UTC')"));
  CHECK(alike("Enum8('a' = 1)", "Enum8('a' = 1, 'b' = 2)"));
  CHECK(alike("Array(Nullable(Int64))", "Array(Nullable(Int64))"));
}

TEST_CASE("a type of the same width that means something else does not pack alike") {
  CHECK(!alike("UInt32", "UInt64"));
  CHECK(!alike("UInt64", "Int64"));
  CHECK(!alike("Float32", "UInt32"));
  CHECK(!alike("DateTime64(3)", "DateTime64(6)"));
  CHECK(!alike("DateTime64(3)", "Int64"));
  CHECK(!alike("Decimal(10, 2)", "Decimal(10, 3)"));
  CHECK(!alike("Enum8('a' = 1, 'b' = 2)", "Enum8('a' = 1)"));
  CHECK(!alike("Enum8('a' = 1)", "Enum8('b' = 1)"));
  CHECK(!alike("Nullable(Int64)", "Int64"));
}

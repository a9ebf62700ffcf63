#include <string>
#include <vector>

#include "harness.hpp"
#include "protocol/column_builder.hpp"

namespace {

using Bytes = std::vector<std::uint8_t>;

std::unique_ptr<seqch::ColumnBuilder> builder(const char* text) {
  seqch::ColumnType type;
  CHECK(!seqch::parse_column_type(text, type).failed());
  return seqch::make_column_builder(type);
}

Bytes sent(seqch::ColumnBuilder& column) {
  seqch::Pieces pieces;
  column.collect(pieces);
  Bytes all;
  for (const auto& piece : pieces) all.insert(all.end(), piece.begin(), piece.end());
  return all;
}

void append(seqch::ColumnBuilder& column, const Bytes& packed) {
  const std::uint8_t* end = column.append(packed.data());
  CHECK_EQ(end - packed.data(), static_cast<std::ptrdiff_t>(packed.size()));
}

Bytes packed_string(const std::string& text) {
  seqch::ByteWriter out;
  out.string(text);
  return Bytes(out.bytes().begin(), out.bytes().end());
}

std::uint64_t number_at(const Bytes& bytes, std::size_t at) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

}  // namespace

TEST_CASE("a column of no rows sends no data") {
  for (const char* text : {"UInt8", "String", "LowCardinality(String)", "Nullable(UInt8)", "Array(LowCardinality(String))",
                           "FixedString(5)", "Map(String, UInt8)"}) {
    CHECK(sent(*builder(text)).empty());
  }
}

TEST_CASE("a null takes a default value below its flag") {
  const auto column = builder("Nullable(UInt16)");
  append(*column, {1});
  append(*column, {0, 0x34, 0x12});
  CHECK(sent(*column) == (Bytes{1, 0, 0, 0, 0x34, 0x12}));
}

TEST_CASE("an array sends where its rows end, then its elements") {
  const auto column = builder("Array(UInt8)");
  append(*column, {2, 7, 8});
  append(*column, {0});
  append(*column, {1, 9});
  const Bytes bytes = sent(*column);
  CHECK_EQ(number_at(bytes, 0), 2u);
  CHECK_EQ(number_at(bytes, 8), 2u);
  CHECK_EQ(number_at(bytes, 16), 3u);
  CHECK((Bytes(bytes.begin() + 24, bytes.end()) == Bytes{7, 8, 9}));
}

TEST_CASE("a dictionary holds each value once, behind the empty one") {
  const auto column = builder("LowCardinality(String)");
  for (const char* text : {"b", "", "a", "b", "b"}) append(*column, packed_string(text));
  const Bytes bytes = sent(*column);
  CHECK_EQ(number_at(bytes, 0), 0x600u);
  CHECK_EQ(number_at(bytes, 8), 3u);
  CHECK((Bytes(bytes.begin() + 16, bytes.begin() + 21) == Bytes{0, 1, 'b', 1, 'a'}));
  CHECK_EQ(number_at(bytes, 21), 5u);
  CHECK((Bytes(bytes.begin() + 29, bytes.end()) == Bytes{1, 0, 2, 1, 1}));
}

TEST_CASE("a null in a dictionary is entry 0 and differs from the empty text") {
  const auto column = builder("LowCardinality(Nullable(String))");
  append(*column, {1});
  append(*column, {0, 0});
  append(*column, {1});
  append(*column, {0, 0});
  const Bytes bytes = sent(*column);
  CHECK_EQ(number_at(bytes, 8), 2u);
  CHECK((Bytes(bytes.end() - 4, bytes.end()) == Bytes{0, 1, 0, 1}));
}

TEST_CASE("a dictionary's index widens at 257 and at 65537 values") {
  for (const std::size_t values : {255u, 256u, 65'535u, 65'536u}) {
    const auto column = builder("LowCardinality(String)");
    for (std::size_t i = 0; i < values; ++i) append(*column, packed_string("v" + std::to_string(i)));
    const Bytes bytes = sent(*column);
    const std::uint64_t width = values + 1 <= 256 ? 0 : values + 1 <= 65'536 ? 1 : 2;
    CHECK_EQ(number_at(bytes, 0) & 0xff, width);
    CHECK_EQ(number_at(bytes, 8), values + 1);
    std::uint32_t last = 0;
    std::memcpy(&last, bytes.data() + bytes.size() - (std::size_t{1} << width), std::size_t{1} << width);
    CHECK_EQ(last, values);
  }
}

TEST_CASE("a cleared column starts anew and remembers no dictionary") {
  const auto column = builder("LowCardinality(String)");
  append(*column, packed_string("old"));
  column->clear();
  CHECK(sent(*column).empty());
  append(*column, packed_string("new"));
  CHECK_EQ(number_at(sent(*column), 8), 2u);
}

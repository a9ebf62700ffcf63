#include <vector>

#include "harness.hpp"
#include "protocol/byte_writer.hpp"
#include "protocol/packed_row.hpp"
#include "writer/typed_rows.hpp"

namespace {

std::vector<seqch::ColumnType> types(std::initializer_list<const char*> texts) {
  std::vector<seqch::ColumnType> all;
  for (const char* text : texts) CHECK(!seqch::parse_column_type(text, all.emplace_back()).failed());
  return all;
}

struct Checked {
  seq_ch_status status;
  std::size_t size = 0;
  std::size_t column = 99;
};
Checked check(const std::vector<seqch::ColumnType>& columns, std::span<const std::uint8_t> bytes) {
  // A heap copy of the exact size, so that reading past the end is seen.
  const std::vector<std::uint8_t> copy(bytes.begin(), bytes.end());
  Checked result{};
  result.column = 99;
  result.status = seqch::check_packed_row(columns, copy, result.size, result.column);
  return result;
}

}  // namespace

TEST_CASE("a row cut at any byte is truncated and names the column") {
  const auto columns = types({"UInt64", "String", "Nullable(Int32)", "Array(LowCardinality(String))", "Map(String, UInt8)",
                              "Enum16('x' = 300)", "FixedString(3)", "Bool", "DateTime64(3)"});
  seqch::ByteWriter row;
  row.fixed<std::uint64_t>(7);
  row.string("text");
  row.fixed<std::uint8_t>(0);
  row.fixed<std::int32_t>(-1);
  row.varint(2);
  row.string("");
  row.string("second");
  row.varint(1);
  row.string("key");
  row.fixed<std::uint8_t>(9);
  row.fixed<std::int16_t>(300);
  row.raw("abc", 3);
  row.fixed<std::uint8_t>(1);
  row.fixed<std::int64_t>(-5);
  const auto whole = check(columns, row.bytes());
  CHECK_EQ(whole.status, SEQ_CH_OK);
  CHECK_EQ(whole.size, row.size());
  std::size_t last_column = 0;
  for (std::size_t size = 0; size < row.size(); ++size) {
    const auto cut = check(columns, row.bytes().first(size));
    CHECK_EQ(cut.status, SEQ_CH_TRUNCATED_ROW);
    CHECK(cut.column >= last_column);
    last_column = cut.column;
  }
  CHECK_EQ(last_column, 8u);
}

TEST_CASE("values that no type has are refused") {
  const std::uint8_t two[] = {2, 0, 0, 0, 0};
  CHECK_EQ(check(types({"Bool"}), two).status, SEQ_CH_BAD_VALUE);
  CHECK_EQ(check(types({"Nullable(Int32)"}), two).status, SEQ_CH_BAD_VALUE);
  CHECK_EQ(check(types({"Enum8('a' = 1)"}), two).status, SEQ_CH_UNKNOWN_ENUM_VALUE);
}

TEST_CASE("a length that claims more than the limit is refused before anything is read") {
  const std::uint8_t huge[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01};
  CHECK_EQ(check(types({"String"}), huge).status, SEQ_CH_VALUE_TOO_LONG);
  CHECK_EQ(check(types({"Array(UInt8)"}), huge).status, SEQ_CH_VALUE_TOO_LONG);
  const std::uint8_t endless[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
  CHECK_EQ(check(types({"String"}), endless).status, SEQ_CH_BAD_VALUE);
}

TEST_CASE("a nested array of empty arrays costs no more than its bytes") {
  seqch::ByteWriter row;
  row.varint(SEQ_CH_MAX_ARRAY_LENGTH);
  CHECK_EQ(check(types({"Array(Array(UInt8))"}), row.bytes()).status, SEQ_CH_TRUNCATED_ROW);
}

namespace {

template <typename Row>
void check_typed_row(Row row) {
  using Typed = seqch::TypedRow<Row>;
  std::vector<seqch::ColumnType> columns;
  for (const auto& column : Typed::kColumns) CHECK(!seqch::parse_column_type(column.type, columns.emplace_back()).failed());
  seqch::RowMeasure measure;
  Typed::visit(row, measure);
  CHECK_EQ(measure.status(), SEQ_CH_OK);
  std::vector<std::uint8_t> bytes(measure.bytes());
  seqch::RowPacker packer(bytes.data());
  Typed::visit(row, packer);
  const auto written = static_cast<std::size_t>(packer.end() - bytes.data());
  CHECK(written <= bytes.size());
  const auto checked = check(columns, std::span(bytes).first(written));
  CHECK_EQ(checked.status, SEQ_CH_OK);
  CHECK_EQ(checked.size, written);
}

}  // namespace

TEST_CASE("every typed row packs into exactly the columns that its table is sent as") {
  check_typed_row(seq_ch_context_row{});
  check_typed_row(seq_ch_mem_event_row{});
  check_typed_row(seq_ch_trace_event_row{});
  check_typed_row(seq_ch_superstep_row{});
  check_typed_row(seq_ch_tool_call_row{});
  seq_ch_model_invocation_row row{};
  check_typed_row(row);
  row.cost_known = 1;
  row.cost_micros = INT64_MIN;
  const std::string long_text(300, 'x');
  row.error_msg = {long_text.data(), long_text.size()};
  check_typed_row(row);
}

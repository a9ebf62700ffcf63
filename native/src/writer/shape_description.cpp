#include "writer/shape_description.hpp"

#include <utility>

#include "protocol/byte_writer.hpp"
#include "protocol/memory_source.hpp"
#include "protocol/packet_reader.hpp"

namespace seqch {
namespace {

/// Most columns of a shape, as of a table.
constexpr std::uint64_t kMaxColumns = 10'000;

}  // namespace

std::vector<std::uint8_t> describe_shape(const std::string& table, std::span<const ShapeColumn> columns) {
  ByteWriter out;
  out.string(table);
  out.varint(columns.size());
  for (const ShapeColumn& column : columns) {
    out.string(column.name);
    out.string(column.type_text);
    out.fixed(static_cast<std::uint8_t>(column.default_kind));
  }
  return {out.bytes().begin(), out.bytes().end()};
}

bool parse_shape(std::span<const std::uint8_t> bytes, DescribedShape& shape) {
  MemorySource source(bytes);
  PacketReader reader(source);
  shape.table = reader.string(bytes.size());
  const std::uint64_t columns = reader.varint();
  if (columns == 0 || columns > kMaxColumns) return false;
  for (std::uint64_t i = 0; i < columns; ++i) {
    ShapeColumn column;
    ColumnType type;
    column.name = reader.string(bytes.size());
    column.type_text = reader.string(bytes.size());
    const std::uint8_t default_kind = reader.byte();
    if (reader.failed() || default_kind > SEQ_CH_DEFAULT_EXPRESSION) return false;
    if (parse_column_type(column.type_text, type).failed()) return false;
    column.default_kind = static_cast<seq_ch_default_kind>(default_kind);
    shape.columns.push_back(std::move(column));
    shape.types.push_back(std::move(type));
  }
  return source.is_empty() && !reader.has_buffered() && !shape.table.empty();
}

}  // namespace seqch

#include "writer/shape_description.hpp"

#include <string_view>
#include <utility>

#include "protocol/byte_writer.hpp"

namespace seqch {
namespace {

/// Most columns of a shape, as of a table.
constexpr std::uint64_t kMaxColumns = 10'000;

class DescriptionReader {
 public:
  explicit DescriptionReader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  bool varint(std::uint64_t& value) {
    value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
      std::uint8_t next = 0;
      if (!byte(next)) return false;
      value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
      if (next < 0x80) return true;
    }
    return false;
  }
  bool byte(std::uint8_t& value) {
    if (rest_.empty()) return false;
    value = rest_.front();
    rest_ = rest_.subspan(1);
    return true;
  }
  bool text(std::string& value) {
    std::uint64_t size = 0;
    if (!varint(size) || size > rest_.size()) return false;
    value.assign(reinterpret_cast<const char*>(rest_.data()), static_cast<std::size_t>(size));
    rest_ = rest_.subspan(static_cast<std::size_t>(size));
    return true;
  }
  [[nodiscard]] bool is_at_end() const noexcept { return rest_.empty(); }

 private:
  std::span<const std::uint8_t> rest_;
};

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
  DescriptionReader reader(bytes);
  std::uint64_t columns = 0;
  if (!reader.text(shape.table) || !reader.varint(columns) || columns == 0 || columns > kMaxColumns) return false;
  for (std::uint64_t i = 0; i < columns; ++i) {
    ShapeColumn column;
    ColumnType type;
    std::uint8_t default_kind = 0;
    if (!reader.text(column.name) || !reader.text(column.type_text) || !reader.byte(default_kind)) return false;
    if (default_kind > SEQ_CH_DEFAULT_EXPRESSION || parse_column_type(column.type_text, type).failed()) return false;
    column.default_kind = static_cast<seq_ch_default_kind>(default_kind);
    shape.columns.push_back(std::move(column));
    shape.types.push_back(std::move(type));
  }
  return reader.is_at_end() && !shape.table.empty();
}

}  // namespace seqch

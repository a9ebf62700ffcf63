// A shape as it stands in the head of a segment, so that a later process can send its rows.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "protocol/column_type.hpp"
#include "writer/table.hpp"

namespace seqch {

[[nodiscard]] std::vector<std::uint8_t> describe_shape(const std::string& table, std::span<const ShapeColumn> columns);

/// What was read from a description. Types are parsed: whoever has them may read rows.
struct DescribedShape {
  std::string table;
  std::vector<ShapeColumn> columns;
  std::vector<ColumnType> types;
};

/// False when the bytes are no description, or name a type that this version does not know.
[[nodiscard]] bool parse_shape(std::span<const std::uint8_t> bytes, DescribedShape& shape);

}  // namespace seqch

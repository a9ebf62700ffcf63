// The column types that can be written, parsed from ClickHouse's spelling of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/failure.hpp"

namespace seqch {

enum class TypeKind : std::uint8_t {
  fixed,            // `width` bytes, every bit pattern valid: integers, floats, dates, decimals, UUID, IP addresses
  boolean,          // one byte, 0 or 1
  enumeration,      // `width` 1 or 2 bytes, one of `enum_values`
  string,           // length and bytes
  fixed_string,     // `width` bytes
  nullable,         // child[0] or NULL
  array,            // of child[0]
  map,              // child[0] to child[1]
  low_cardinality,  // child[0], sent as a dictionary
};

struct EnumValue {
  std::string name;
  std::int16_t value;
};

struct ColumnType {
  TypeKind kind = TypeKind::fixed;
  std::uint32_t width = 0;
  /// ClickHouse's spelling, sent back in every block header.
  std::string text;
  /// Sorted by value.
  std::vector<EnumValue> enum_values;
  std::vector<ColumnType> children;

  [[nodiscard]] bool has_enum_value(std::int16_t value) const noexcept;
};

/// Parses a type as the server spells it. Nesting deeper than 8 and text longer than 64 KiB are refused.
/// SEQ_CH_UNSUPPORTED_TYPE with the reason when it is none that can be written.
[[nodiscard]] Failure parse_column_type(std::string_view text, ColumnType& type);

/// Whether rows packed for `ours` are, byte for byte, rows of `theirs`: the same apart from LowCardinality, which
/// changes how a column travels and not how a value is packed, and from enum values that only `theirs` knows.
[[nodiscard]] bool packs_alike(const ColumnType& ours, const ColumnType& theirs) noexcept;

}  // namespace seqch

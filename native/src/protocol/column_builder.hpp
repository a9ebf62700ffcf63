// Columns in ClickHouse's Native format, built row by row out of packed rows.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "protocol/byte_writer.hpp"
#include "protocol/column_type.hpp"

namespace seqch {

/// Parts of a column in the order in which they are sent. They point into the builder and into `scratch`.
using Pieces = std::vector<std::span<const std::uint8_t>>;

/// Gathers the values of one column. Not thread-safe: it belongs to the thread that builds blocks.
/// The packed bytes were checked by check_packed_row; here nothing is checked again.
class ColumnBuilder {
 public:
  virtual ~ColumnBuilder() = default;

  /// Appends the value that starts at `packed`; returns the byte after it.
  virtual const std::uint8_t* append(const std::uint8_t* packed) = 0;
  /// Appends the type's default: what stands under a NULL.
  virtual void append_default() = 0;
  virtual void clear() = 0;

  /// What stands before the data of the whole column, such as the version of a dictionary.
  virtual void write_prefix(ByteWriter& out) const { (void)out; }
  /// The data. A column of no rows has none. Valid until the next append or clear.
  virtual void collect(Pieces& pieces) = 0;
};

[[nodiscard]] std::unique_ptr<ColumnBuilder> make_column_builder(const ColumnType& type);

}  // namespace seqch

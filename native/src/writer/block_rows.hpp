// Goes through the rows of a block that a dead process left.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "journal/record_cursor.hpp"
#include "protocol/column_builder.hpp"
#include "protocol/packed_row.hpp"

namespace seqch {

/// Whether a payload holds exactly so many rows of a shape.
[[nodiscard]] inline bool are_packed_rows(std::span<const ColumnType> types, std::span<const std::uint8_t> payload,
                                          std::uint64_t rows) noexcept {
  PackedRowsFault fault;
  return check_packed_rows(types, payload, rows, fault) == SEQ_CH_OK;
}

/// Appends checked rows to the builders of their columns. Returns the byte behind the last row.
inline const std::uint8_t* append_rows(std::span<const std::unique_ptr<ColumnBuilder>> builders, const std::uint8_t* packed,
                                       std::uint32_t rows) {
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (const std::unique_ptr<ColumnBuilder>& builder : builders) packed = builder->append(packed);
  }
  return packed;
}

/// Calls `use(payload, rows)` for the records of a block that another process wrote. All is checked again, though it was
/// when the block was found: nobody else should write to the file, but somebody can.
template <typename Range, typename Use>
void for_each_adopted_record(std::span<const std::uint8_t> segment, std::uint32_t seed, const Range& range,
                             std::span<const ColumnType> types, Use use) {
  RecordCursor cursor(segment, seed, range.start, range.end);
  Record record;
  for (auto step = cursor.next(record); step != RecordCursor::Step::end; step = cursor.next(record)) {
    if (step != RecordCursor::Step::record || record.is_cut() || !record.payload_is_whole) continue;
    if (are_packed_rows(types, record.payload, record.rows)) use(record.payload, record.rows);
  }
}

}  // namespace seqch

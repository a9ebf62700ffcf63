// Packed rows: ClickHouse's RowBinary, the values of one row after the other in the order of the columns.
#pragma once

#include <cstdint>
#include <span>

#include "protocol/column_type.hpp"
#include "protocol/failure.hpp"

namespace seqch {

/// Checks one row at the front of `bytes` against `types` without copying anything. On success `size` is its length.
/// On failure the status says why and `failed_column` is the index of the column.
[[nodiscard]] seq_ch_status check_packed_row(std::span<const ColumnType> types, std::span<const std::uint8_t> bytes,
                                             std::size_t& size, std::size_t& failed_column) noexcept;

/// Where packed rows are not what they must be.
struct PackedRowsFault {
  std::uint64_t row = 0;
  std::size_t column = 0;
  /// With SEQ_CH_TRAILING_BYTES: how many bytes are left over after the last row.
  std::size_t left_over = 0;
};

/// Checks that `bytes` are exactly so many rows. On failure the status says why and `fault` where.
[[nodiscard]] seq_ch_status check_packed_rows(std::span<const ColumnType> types, std::span<const std::uint8_t> bytes,
                                              std::uint64_t rows, PackedRowsFault& fault) noexcept;

/// Reads a variable-length integer that is known to be whole. Advances `at`.
inline std::uint64_t read_checked_varint(const std::uint8_t*& at) noexcept {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    const std::uint8_t byte = *at++;
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
}

}  // namespace seqch

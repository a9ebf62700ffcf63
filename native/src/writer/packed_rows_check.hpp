// Whether bytes are exactly so many packed rows.
#pragma once

#include <cstdint>
#include <span>

#include "protocol/packed_row.hpp"

namespace seqch {

[[nodiscard]] inline bool are_packed_rows(std::span<const ColumnType> types, std::span<const std::uint8_t> bytes,
                                          std::uint64_t rows) noexcept {
  std::size_t at = 0;
  for (std::uint64_t row = 0; row < rows; ++row) {
    std::size_t size = 0;
    std::size_t column = 0;
    if (check_packed_row(types, bytes.subspan(at), size, column) != SEQ_CH_OK) return false;
    at += size;
  }
  return at == bytes.size();
}

}  // namespace seqch

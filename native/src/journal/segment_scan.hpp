// Reads a segment that a dead process left: which blocks are in it, and what is damaged.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "journal/segment_format.hpp"

namespace seqch {

/// Rows that were, or will be, one insert.
struct BlockRange {
  std::uint64_t start = 0;  // of the first record
  std::uint64_t end = 0;    // behind the last record
  std::uint64_t next = 0;   // behind the cut: where the next block begins
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;  // of payload
};

enum class SegmentState : std::uint8_t {
  readable,
  unborn,      // its process died before the header was complete: nothing was ever accepted here
  unreadable,  // header or description are damaged, or of an unknown version
};

/// Checks header and description. Trusts nothing in `segment`.
[[nodiscard]] SegmentState read_segment_header(std::span<const std::uint8_t> segment, SegmentHeader& header) noexcept;
[[nodiscard]] std::span<const std::uint8_t> description_of(std::span<const std::uint8_t> segment, const SegmentHeader& header) noexcept;

struct SegmentScan {
  std::vector<BlockRange> blocks;  // of unacknowledged rows, oldest first; none is empty
  std::uint64_t torn_records = 0;
  std::uint64_t damaged_records = 0;
};

/// Whether a payload really holds that many rows of the segment's shape.
using RowCheck = std::function<bool(std::span<const std::uint8_t> payload, std::uint32_t rows)>;

/// REQUIRES: read_segment_header() found the segment readable. `same_boot`: the machine has not been started since.
[[nodiscard]] SegmentScan scan_segment(std::span<const std::uint8_t> segment, const SegmentHeader& header, bool same_boot,
                                       const RowCheck& is_rows);

}  // namespace seqch

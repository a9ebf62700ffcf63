// Walks over the records of a stretch of a segment.
#pragma once

#include <cstdint>
#include <span>

#include "journal/segment_format.hpp"

namespace seqch {

struct Record {
  /// Of the head.
  std::uint64_t offset = 0;
  /// Behind the padding: where the next record begins.
  std::uint64_t next = 0;
  std::uint32_t rows = 0;
  std::span<const std::uint8_t> payload;
  bool payload_is_whole = false;

  [[nodiscard]] bool is_cut() const noexcept { return rows == 0; }
};

/// Reads the head at `offset` and checks it and the payload against their checksums. False: there is no record.
[[nodiscard]] bool read_record(std::span<const std::uint8_t> segment, std::uint32_t seed, std::uint64_t offset, std::uint64_t end,
                               Record& record) noexcept;

/// Goes through the records that begin in [start, end), `end` being the end of a record. Where no record can be read, it
/// looks for the next one at each multiple of the alignment.
class RecordCursor {
 public:
  RecordCursor(std::span<const std::uint8_t> segment, std::uint32_t seed, std::uint64_t start, std::uint64_t end) noexcept
      : segment_(segment), seed_(seed), at_(start), end_(end) {}

  enum class Step : std::uint8_t {
    record,  // one was read
    gap,     // bytes were passed over; the next step is a record or the end
    end,
  };
  Step next(Record& record) noexcept;
  /// Where the next step begins.
  [[nodiscard]] std::uint64_t at() const noexcept { return at_; }

 private:
  std::span<const std::uint8_t> segment_;
  std::uint32_t seed_;
  std::uint64_t at_;
  std::uint64_t end_;
};

/// Calls `use(payload, rows)` for the records of a block that this process wrote itself: nothing needs to be checked.
template <typename Range, typename Use>
void for_each_own_record(std::span<const std::uint8_t> segment, const Range& range, Use use) {
  for (std::uint64_t at = range.start; at < range.end;) {
    RecordHead head;
    std::memcpy(&head, segment.data() + at, sizeof head);
    use(segment.subspan(at + sizeof head, head.payload_bytes), head.rows);
    at += record_bytes(head.payload_bytes);
  }
}

}  // namespace seqch

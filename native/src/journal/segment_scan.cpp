#include "journal/segment_scan.hpp"

#include <algorithm>

#include "journal/record_cursor.hpp"

namespace seqch {
namespace {

/// Gathers records into blocks.
class BlockCollector {
 public:
  BlockCollector(SegmentScan& scan, const RowCheck& is_rows, std::uint64_t start) : scan_(scan), is_rows_(is_rows) {
    block_.start = start;
    block_.end = start;
  }

  void take(const Record& record) {
    if (record.is_cut()) {
      finish(record.next);
      return;
    }
    block_.end = record.next;
    if (record.payload_is_whole && is_rows_(record.payload, record.rows)) {
      block_.rows += record.rows;
      block_.bytes += record.payload.size();
    } else {
      ++scan_.damaged_records;
    }
  }
  /// The next block begins at `next`.
  void finish(std::uint64_t next) {
    block_.next = next;
    if (block_.rows > 0) scan_.blocks.push_back(block_);
    block_ = BlockRange{};
    block_.start = next;
    block_.end = next;
  }

 private:
  SegmentScan& scan_;
  const RowCheck& is_rows_;
  BlockRange block_;
};

/// The offset in a position, if it is one that a writer can have stored.
bool read_position(std::span<const std::uint8_t> segment, std::size_t at, const SegmentHeader& header, std::uint64_t& offset) noexcept {
  std::uint64_t position;
  std::memcpy(&position, segment.data() + at, sizeof position);
  offset = offset_of(position);
  return is_position(position) && offset >= header.data_offset && offset <= segment.size() && offset % kRecordAlignment == 0;
}

/// Whether a push was under way at `end`: it writes the payload before the head.
bool has_torn_record(std::span<const std::uint8_t> segment, std::uint64_t end) noexcept {
  constexpr std::size_t kLooked = sizeof(RecordHead) + 16;
  const auto behind = segment.subspan(end, std::min<std::size_t>(kLooked, segment.size() - end));
  return std::any_of(behind.begin(), behind.end(), [](std::uint8_t byte) { return byte != 0; });
}

}  // namespace

SegmentState read_segment_header(std::span<const std::uint8_t> segment, SegmentHeader& header) noexcept {
  if (segment.size() < kDescriptionAt) return SegmentState::unreadable;
  std::memcpy(&header, segment.data(), sizeof header);
  if (header.magic == std::array<char, 8>{}) return SegmentState::unborn;
  const bool is_sound = header.magic == kSegmentMagic && header.version == kSegmentVersion &&
                        header.header_crc == crc32c(&header, offsetof(SegmentHeader, header_crc)) &&
                        header.capacity == segment.size() && header.description_bytes <= kMaxDescriptionBytes &&
                        header.data_offset % kDataAlignment == 0 && header.data_offset <= segment.size() &&
                        header.data_offset >= kDescriptionAt + header.description_bytes;
  if (!is_sound) return SegmentState::unreadable;
  const auto description = description_of(segment, header);
  return crc32c(description.data(), description.size()) == header.description_crc ? SegmentState::readable : SegmentState::unreadable;
}

std::span<const std::uint8_t> description_of(std::span<const std::uint8_t> segment, const SegmentHeader& header) noexcept {
  return segment.subspan(kDescriptionAt, header.description_bytes);
}

SegmentScan scan_segment(std::span<const std::uint8_t> segment, const SegmentHeader& header, bool same_boot, const RowCheck& is_rows) {
  SegmentScan scan;
  const std::uint32_t seed = record_seed(header.journal_id, header.number);
  std::uint64_t committed = 0;
  const bool end_is_known = read_position(segment, kCommittedAt, header, committed);
  if (!end_is_known) {
    committed = header.data_offset;
    ++scan.damaged_records;
  }
  std::uint64_t start = 0;
  if (!read_position(segment, same_boot ? kAcknowledgedAt : kDurableAt, header, start)) {
    start = header.data_offset;
    ++scan.damaged_records;
  }
  BlockCollector blocks(scan, is_rows, start);
  RecordCursor cursor(segment, seed, start, std::max(start, committed));
  Record record;
  for (auto step = cursor.next(record); step != RecordCursor::Step::end; step = cursor.next(record)) {
    if (step == RecordCursor::Step::record) {
      blocks.take(record);
    } else {
      ++scan.damaged_records;
      blocks.finish(cursor.at());
    }
  }
  std::uint64_t end = cursor.at();
  if (!end_is_known || !same_boot) {
    // The stored end may be older than the records on the disk.
    while (read_record(segment, seed, end, segment.size(), record) && (record.is_cut() || record.payload_is_whole)) {
      blocks.take(record);
      end = record.next;
    }
  }
  blocks.finish(end);
  if (has_torn_record(segment, end)) ++scan.torn_records;
  return scan;
}

}  // namespace seqch

#include "journal/record_cursor.hpp"

namespace seqch {

bool read_record(std::span<const std::uint8_t> segment, std::uint32_t seed, std::uint64_t offset, std::uint64_t end,
                 Record& record) noexcept {
  if (end > segment.size() || offset > end || end - offset < sizeof(RecordHead)) return false;
  RecordHead head;
  std::memcpy(&head, segment.data() + offset, sizeof head);
  if (head.head_crc != head_crc(head, seed)) return false;
  if (record_bytes(head.payload_bytes) > end - offset) return false;
  if (head.is_cut() != (head.payload_bytes == 0)) return false;
  record.offset = offset;
  record.next = offset + record_bytes(head.payload_bytes);
  record.rows = head.rows;
  record.payload = segment.subspan(offset + sizeof head, head.payload_bytes);
  record.payload_is_whole = crc32c(record.payload.data(), record.payload.size()) == head.payload_crc;
  return true;
}

RecordCursor::Step RecordCursor::next(Record& record) noexcept {
  if (at_ >= end_) return Step::end;
  if (read_record(segment_, seed_, at_, end_, record)) {
    at_ = record.next;
    return Step::record;
  }
  Record found;
  do {
    at_ += kRecordAlignment;
  } while (at_ < end_ && !read_record(segment_, seed_, at_, end_, found));
  if (at_ > end_) at_ = end_;
  return Step::gap;
}

}  // namespace seqch

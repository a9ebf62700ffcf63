// Feeds bytes as a segment that a dead process left, and replays them as an adopter does.
//
// Bit 0 of the first byte: the machine has been started since. Bit 1: checksums are mended before the replay, so that an
// input gets past them: a flipped bit alone never would.
#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "check.hpp"
#include "journal/segment_scan.hpp"
#include "writer/block_rows.hpp"
#include "writer/shape_description.hpp"

namespace {

using Bytes = std::vector<std::uint8_t>;

/// Walks over what could be records and gives each the checksums of what it holds. Returns where they end.
std::uint64_t mend_records(Bytes& segment, std::uint64_t at, std::uint32_t seed) {
  while (at + sizeof(seqch::RecordHead) <= segment.size()) {
    seqch::RecordHead head;
    std::memcpy(&head, segment.data() + at, sizeof head);
    const std::uint64_t room = segment.size() - at - sizeof head;
    head.payload_bytes = static_cast<std::uint32_t>(std::min<std::uint64_t>(head.payload_bytes, room / 8 * 8));
    if (head.payload_bytes == 0) head.rows = 0;
    if (head.rows == 0) head.payload_bytes = 0;
    head.payload_crc = seqch::crc32c(segment.data() + at + sizeof head, head.payload_bytes);
    head.head_crc = seqch::head_crc(head, seed);
    std::memcpy(segment.data() + at, &head, sizeof head);
    at += seqch::record_bytes(head.payload_bytes);
  }
  return std::min<std::uint64_t>(at, segment.size());
}

void mend(Bytes& segment) {
  seqch::SegmentHeader header;
  std::memcpy(&header, segment.data(), sizeof header);
  header.magic = seqch::kSegmentMagic;
  header.version = seqch::kSegmentVersion;
  header.capacity = segment.size();
  header.description_bytes = static_cast<std::uint32_t>(std::min<std::size_t>(header.description_bytes, segment.size() - seqch::kDescriptionAt));
  header.description_crc = seqch::crc32c(segment.data() + seqch::kDescriptionAt, header.description_bytes);
  header.data_offset = seqch::round_up(static_cast<std::uint32_t>(seqch::kDescriptionAt) + header.description_bytes, seqch::kDataAlignment);
  header.header_crc = seqch::crc32c(&header, offsetof(seqch::SegmentHeader, header_crc));
  std::memcpy(segment.data(), &header, sizeof header);
  if (header.data_offset > segment.size()) return;
  const std::uint64_t end = mend_records(segment, header.data_offset, seqch::record_seed(header.journal_id, header.number));
  seqch::store_position(segment.data() + seqch::kCommittedAt, end / 8 * 8);
}

/// What the flush thread does with a block that was left. Returns the rows that it would send.
std::uint64_t send(std::span<const std::uint8_t> segment, std::uint32_t seed, const seqch::BlockRange& range, const seqch::DescribedShape& shape,
                   std::span<const std::unique_ptr<seqch::ColumnBuilder>> builders) {
  std::uint64_t rows = 0;
  seqch::for_each_adopted_record(segment, seed, range, shape.types, [&](std::span<const std::uint8_t> payload, std::uint32_t count) {
    REQUIRE(seqch::append_rows(builders, payload.data(), count) == payload.data() + payload.size());
    rows += count;
  });
  for (const auto& builder : builders) builder->clear();
  return rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1 + seqch::kDescriptionAt) return 0;
  const bool same_boot = (data[0] & 1) == 0;
  Bytes segment(data + 1, data + size);
  if ((data[0] & 2) != 0) mend(segment);

  seqch::SegmentHeader header;
  if (seqch::read_segment_header(segment, header) != seqch::SegmentState::readable) return 0;
  seqch::DescribedShape shape;
  if (!seqch::parse_shape(seqch::description_of(segment, header), shape)) return 0;
  REQUIRE(!shape.types.empty() && shape.types.size() == shape.columns.size());
  const auto described = seqch::describe_shape(shape.table, shape.columns);
  seqch::DescribedShape again;
  REQUIRE(seqch::parse_shape(described, again) && again.table == shape.table && again.types.size() == shape.types.size());

  const auto scan = seqch::scan_segment(segment, header, same_boot, [&](std::span<const std::uint8_t> payload, std::uint32_t rows) {
    return seqch::are_packed_rows(shape.types, payload, rows);
  });
  std::vector<std::unique_ptr<seqch::ColumnBuilder>> builders;
  for (const seqch::ColumnType& type : shape.types) builders.push_back(seqch::make_column_builder(type));
  std::uint64_t before = header.data_offset;
  for (const seqch::BlockRange& range : scan.blocks) {
    REQUIRE(range.start >= before && range.start < range.end && range.end <= range.next && range.next <= segment.size());
    REQUIRE(range.rows > 0 && range.bytes <= range.end - range.start);
    REQUIRE(send(segment, seqch::record_seed(header.journal_id, header.number), range, shape, builders) == range.rows);
    before = range.next;
  }
  return 0;
}

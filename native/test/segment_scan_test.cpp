#include <algorithm>
#include <string>
#include <vector>

#include "journal_fixture.hpp"

using fake::TestSegment;
using fake::rows_of;
using fake::scan;

namespace {

const std::vector<std::string> kFive = {"first record", "second record", "", "third record", "fourth"};

}  // namespace

TEST_CASE("the checksum is CRC-32C, with and without the instruction") {
  const std::string digits = "123456789";
  CHECK_EQ(seqch::crc32c(digits.data(), digits.size()), 0xE3069283u);
  std::vector<std::uint8_t> bytes(1'000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 31);
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    CHECK_EQ(seqch::crc32c(bytes.data(), size, 5), seqch::crc32c_portable(bytes.data(), size, 5));
  }
  const std::uint32_t first = seqch::crc32c(bytes.data(), 300);
  CHECK_EQ(seqch::crc32c(bytes.data() + 300, 700, first), seqch::crc32c(bytes.data(), 1'000));
}

TEST_CASE("a position is its offset, and every flipped bit of it shows") {
  for (const std::uint64_t offset : {0ull, 576ull, 16777216ull, (1ull << 40)}) {
    const std::uint64_t position = seqch::position_of(offset);
    CHECK_EQ(seqch::offset_of(position), offset);
    for (int bit = 0; bit < 64; ++bit) CHECK(!seqch::is_position(position ^ (std::uint64_t{1} << bit)));
  }
}

TEST_CASE("replay gives the records between two cuts as one block, with the borders they were cut at") {
  const TestSegment made(kFive);
  const auto found = scan(made.image());
  CHECK_EQ(found.blocks.size(), 2u);
  CHECK_EQ(found.blocks[0].start, made.starts[0]);
  CHECK_EQ(found.blocks[0].end, made.starts[2]);
  CHECK_EQ(found.blocks[0].next, made.starts[3]);
  CHECK_EQ(found.blocks[0].rows, 2u);
  CHECK_EQ(found.blocks[1].start, made.starts[3]);
  CHECK_EQ(found.blocks[1].end, made.segment->end());
  CHECK_EQ(found.torn_records + found.damaged_records, 0u);
}

TEST_CASE("a cut that was written before the process died does not change the borders of its block") {
  TestSegment made({"one", "two"});
  const auto before = scan(made.image()).blocks[0];
  made.add("");
  const auto after = scan(made.image()).blocks[0];
  CHECK_EQ(before.start, after.start);
  CHECK_EQ(before.end, after.end);
}

TEST_CASE("replay begins behind what was acknowledged") {
  const TestSegment made(kFive);
  made.segment->acknowledge(made.starts[3]);
  CHECK_EQ(rows_of(scan(made.image())), 2u);
  made.segment->acknowledge(made.segment->end());
  CHECK_EQ(scan(made.image()).blocks.size(), 0u);
}

TEST_CASE("after another start of the machine replay begins behind what was durable") {
  const TestSegment made(kFive);
  made.segment->acknowledge(made.segment->end());
  CHECK_EQ(rows_of(scan(made.image(), false)), 4u);
  made.segment->set_durable(made.starts[3]);
  CHECK_EQ(rows_of(scan(made.image(), false)), 2u);
}

TEST_CASE("a push that never returned is counted as torn and never served") {
  const TestSegment made({"whole"});
  auto image = made.image();
  const std::string half = "half of a payload";
  std::copy(half.begin(), half.end(), image.begin() + static_cast<std::ptrdiff_t>(made.segment->end() + sizeof(seqch::RecordHead)));
  const auto found = scan(image);
  CHECK_EQ(rows_of(found), 1u);
  CHECK_EQ(found.torn_records, 1u);
  CHECK_EQ(found.damaged_records, 0u);
}

TEST_CASE("a record that is whole but was never committed is not served") {
  TestSegment made({"committed"});
  const std::uint64_t end = made.segment->end();
  made.add("written, not committed");
  auto image = made.image();
  seqch::store_position(image.data() + seqch::kCommittedAt, end);
  const auto found = scan(image);
  CHECK_EQ(rows_of(found), 1u);
  CHECK_EQ(found.torn_records, 1u);
}

TEST_CASE("after a power failure records behind a committed end that is too old are found") {
  TestSegment made({"committed"});
  const std::uint64_t end = made.segment->end();
  made.add("reached the disk before the committed end did");
  auto image = made.image();
  seqch::store_position(image.data() + seqch::kCommittedAt, end);
  CHECK_EQ(rows_of(scan(image, false)), 2u);
}

TEST_CASE("after a power failure records that did not reach the disk are damaged, and the others are served") {
  const TestSegment made(kFive);
  auto image = made.image();
  const auto from = image.begin() + static_cast<std::ptrdiff_t>(made.starts[1]);
  std::fill(from, from + static_cast<std::ptrdiff_t>(made.starts[2] - made.starts[1]), std::uint8_t{0});
  const auto found = scan(image, false);
  CHECK_EQ(rows_of(found), 3u);
  CHECK_EQ(found.damaged_records, 1u);
}

TEST_CASE("a flipped bit in a payload takes that record alone") {
  const TestSegment made(kFive);
  auto image = made.image();
  image[made.starts[1] + sizeof(seqch::RecordHead)] ^= 4;
  const auto found = scan(image);
  CHECK_EQ(rows_of(found), 3u);
  CHECK_EQ(found.damaged_records, 1u);
  // The border of the block is what it was: its token still says whether the block had arrived.
  CHECK_EQ(found.blocks[0].end, made.starts[2]);
}

TEST_CASE("a flipped bit in a head takes that record alone, and the next one is found") {
  const TestSegment made({"first record", "second record", "third record"});
  auto image = made.image();
  image[made.starts[1]] ^= 0x80;  // the length
  const auto found = scan(image);
  CHECK_EQ(rows_of(found), 2u);
  CHECK_EQ(found.damaged_records, 1u);
  CHECK_EQ(found.blocks.size(), 2u);
  CHECK_EQ(found.blocks[1].start, made.starts[2]);
}

TEST_CASE("no single flipped bit adds a row, loses more than its record, or reads beyond the segment") {
  const TestSegment made(kFive, 16 * 1024);
  const auto whole = made.image();
  const auto used = static_cast<std::size_t>(made.segment->end());
  for (std::size_t byte = 0; byte < used; ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      auto image = whole;
      image[byte] = static_cast<std::uint8_t>(image[byte] ^ (1 << bit));
      seqch::SegmentHeader header;
      const auto state = seqch::read_segment_header(image, header);
      if (state != seqch::SegmentState::readable) {
        CHECK(byte < seqch::kDescriptionAt + 5);
        continue;
      }
      const auto rows = rows_of(seqch::scan_segment(image, header, true, fake::any_rows));
      CHECK(rows == 4 || (rows == 3 && byte >= made.starts[0]));
    }
  }
}

TEST_CASE("a record of another segment does not count") {
  TestSegment donor({"from another segment"});
  const TestSegment made({"own"});
  auto image = made.image();
  seqch::Segment::Plan plan;
  plan.number = 2;
  plan.capacity = 16 * 1024;
  const std::uint8_t description[] = {'s', 'h', 'a', 'p', 'e'};
  plan.description = description;
  std::shared_ptr<seqch::Segment> other;
  CHECK_EQ(seqch::Segment::create(seqch::Disk::system(), nullptr, plan, other), 0);
  std::vector<std::uint8_t> second(other->bytes().begin(), other->bytes().end());
  const auto size = static_cast<std::size_t>(donor.segment->end() - donor.starts[0]);
  std::copy_n(donor.segment->bytes().data() + donor.starts[0], size, second.data() + donor.starts[0]);
  seqch::store_position(second.data() + seqch::kCommittedAt, donor.segment->end());
  const auto found = scan(second);
  CHECK_EQ(rows_of(found), 0u);
  CHECK_EQ(found.damaged_records, 1u);
}

TEST_CASE("a segment cut short, of another version or without a magic is not read") {
  const TestSegment made(kFive);
  seqch::SegmentHeader header;
  auto image = made.image();
  for (std::size_t size = 0; size < image.size(); size += 97) {
    CHECK(seqch::read_segment_header({image.data(), size}, header) != seqch::SegmentState::readable);
  }
  auto other_version = image;
  other_version[8] = 2;
  CHECK(seqch::read_segment_header(other_version, header) == seqch::SegmentState::unreadable);
  std::fill_n(image.begin(), 8, std::uint8_t{0});
  CHECK(seqch::read_segment_header(image, header) == seqch::SegmentState::unborn);
}

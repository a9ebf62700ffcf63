#include <fstream>
#include <iterator>
#include <string>

#include "journal_fixture.hpp"
#include "protocol/byte_writer.hpp"
#include "writer/shape_description.hpp"

namespace {

std::string hex(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    if (!text.empty()) text += ' ';
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

}  // namespace

TEST_CASE("the worked example of the journal's document is what is written") {
  std::ifstream file("../docs/formats/journal.md");
  const std::string document((std::istreambuf_iterator<char>(file)), {});
  CHECK(!document.empty());
  const auto description = seqch::describe_shape("db.t", std::vector<seqch::ShapeColumn>{{"n", "UInt64"}, {"s", "String"}});
  seqch::Segment::Plan plan;
  plan.number = 1;
  plan.capacity = 16 * 1024;
  plan.description = description;
  std::shared_ptr<seqch::Segment> segment;
  CHECK_EQ(seqch::Segment::create(seqch::Disk::system(), nullptr, plan, segment), 0);
  seqch::ByteWriter row;
  row.fixed(std::uint64_t{7});
  row.string("hi");
  std::memcpy(segment->payload_room(), row.bytes().data(), row.size());
  segment->commit(row.size(), 1);

  const auto bytes = segment->bytes();
  const auto says = [&](std::size_t at, std::size_t size) {
    const std::string expected = hex(bytes.subspan(at, size));
    if (document.find(expected) == std::string::npos) harness::report_failure(__FILE__, __LINE__, "the document lacks " + expected);
  };
  says(512, 6);    // table and number of columns
  says(518, 10);   // n
  says(528, 10);   // s
  says(576, 4);    // payload bytes
  says(584, 4);    // payload checksum
  says(588, 4);    // head checksum
  says(592, 11);   // the row
  says(128, 8);    // committed end
  says(256, 8);    // acknowledged end
  CHECK_EQ(segment->end(), 608u);
  CHECK(document.find(segment->token(576, 608)) != std::string::npos);
}

// Feeds bytes as all that a server says: its hello, the header in answer to an INSERT, and what follows the data.
//
// The first byte of an input sets how it arrives: bits 0 to 2, in pieces of that many bytes (0: as much as fits); bit 3,
// without the hello, bits 4 to 7 then being how far the agreed revision lies below ours.
#include <algorithm>

#include "check.hpp"
#include "protocol/column_builder.hpp"
#include "protocol/memory_source.hpp"
#include "protocol/protocol_constants.hpp"
#include "protocol/readable_text.hpp"
#include "protocol/server_answer.hpp"
#include "writer/table_description.hpp"

namespace {

void check_failure(const seqch::Failure& failure) {
  if (!failure.failed()) return;
  // Callers show and log it: short, one line, valid UTF-8.
  REQUIRE(!failure.message.empty() || failure.server_code != 0 || failure.status == SEQ_CH_SERVER_ERROR ||
          failure.status == SEQ_CH_ACCESS_DENIED);
  REQUIRE(failure.message.size() < 1'000);
  REQUIRE(failure.message == seqch::readable(failure.message, failure.message.size()));
}

void check_header(const seqch::InsertHeader& header) {
  std::size_t bytes = 0;
  for (const seqch::ServerColumn& column : header.columns) bytes += column.name.size() + column.type.size();
  REQUIRE(header.columns.size() <= seqch::kMaxServerColumns && bytes <= seqch::kMaxServerHeader);
  REQUIRE(seqch::describe_columns(header).size() == header.columns.size());
  for (const seqch::ServerColumn& column : header.columns) {
    seqch::ColumnType type;
    const seqch::Failure failure = seqch::parse_column_type(column.type, type);
    check_failure(failure);
    if (failure.failed()) continue;
    REQUIRE(type.text == column.type);
    REQUIRE(seqch::packs_alike(type, type));
    REQUIRE(seqch::make_column_builder(type) != nullptr);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = (data[0] & 7) == 0 ? SIZE_MAX : data[0] & 7;
  seqch::MemorySource recording({data + 1, size - 1}, piece);
  seqch::PacketReader reader(recording);
  seqch::ServerHello hello;
  hello.revision = seqch::kOurRevision - std::min<std::uint64_t>(data[0] >> 4, seqch::kOurRevision - seqch::kOldestServerRevision);
  if ((data[0] & 8) == 0) {
    const seqch::Failure refused = seqch::read_hello(reader, hello);
    check_failure(refused);
    if (refused.failed()) return 0;
    REQUIRE(hello.revision >= seqch::kOldestServerRevision && hello.revision <= seqch::kOurRevision);
    REQUIRE(hello.server.size() < 400);
  }
  seqch::InsertHeader header;
  const seqch::Failure no_header = seqch::read_insert_answer(reader, hello.revision, seqch::Awaited::header, &header);
  check_failure(no_header);
  if (no_header.failed()) return 0;
  check_header(header);
  const seqch::Failure no_end = seqch::read_insert_answer(reader, hello.revision, seqch::Awaited::end_of_stream, nullptr);
  check_failure(no_end);
  if (no_end.failed()) return 0;
  check_failure(seqch::read_pong(reader));
  return 0;
}

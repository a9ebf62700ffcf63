#include "protocol/server_answer.hpp"

#include <algorithm>
#include <utility>

#include "protocol/protocol_constants.hpp"
#include "protocol/readable_text.hpp"

namespace seqch {
namespace {

Failure too_old(const std::string& server, std::uint64_t revision) {
  return Failure::of(SEQ_CH_UNREACHABLE, server + " is too old: it speaks revision " + std::to_string(revision) +
                                             " of the native protocol, at least " + std::to_string(kOldestServerRevision) +
                                             " (ClickHouse of autumn 2022) is needed");
}

void skip_password_rules(PacketReader& reader) {
  const std::uint64_t rules = reader.varint();
  if (rules > kMaxPasswordRules) reader.fail("the server sent " + std::to_string(rules) + " password rules");
  for (std::uint64_t i = 0; i < rules && !reader.failed(); ++i) {
    reader.skip_string(kMaxServerString);
    reader.skip_string(kMaxServerString);
  }
}

}  // namespace

Failure read_hello(PacketReader& reader, ServerHello& hello) {
  const std::uint64_t type = reader.varint();
  if (type == static_cast<std::uint64_t>(ServerPacket::exception)) {
    Failure refusal = read_exception(reader);
    // Any refusal at the door is about who we are, such as a wrong password or too many sessions.
    if (refusal.status == SEQ_CH_SERVER_ERROR) refusal.status = SEQ_CH_ACCESS_DENIED;
    return refusal;
  }
  if (type != static_cast<std::uint64_t>(ServerPacket::hello)) {
    reader.fail("packet " + std::to_string(type) + " came instead of a hello: is this the native TCP port?");
  }
  const std::string name = readable(reader.string(kMaxServerName), kMaxServerName);
  const std::uint64_t major = reader.varint();
  const std::uint64_t minor = reader.varint();
  const std::uint64_t revision = reader.varint();
  hello.server = name + " " + std::to_string(major) + "." + std::to_string(minor);
  // What an older one would send from here on we do not know how to read.
  if (!reader.failed() && revision < kOldestServerRevision) return too_old(hello.server, revision);
  hello.revision = std::min(revision, kOurRevision);
  reader.skip_string(kMaxServerString);  // time zone
  reader.skip_string(kMaxServerString);  // display name
  hello.server += "." + std::to_string(reader.varint());
  if (hello.revision >= kRevisionPasswordRules) skip_password_rules(reader);
  if (hello.revision >= kRevisionInterserverNonce) reader.skip(8);
  return reader.failure();
}

Failure read_insert_answer(PacketReader& reader, std::uint64_t revision, Awaited awaited, InsertHeader* header) {
  while (true) {
    const std::uint64_t type = reader.varint();
    if (reader.failed()) return reader.failure();
    switch (static_cast<ServerPacket>(type)) {
      case ServerPacket::data:
        reader.skip_string(kMaxServerString);
        read_block(reader, awaited == Awaited::header ? header : nullptr);
        if (awaited == Awaited::header) return reader.failure();
        break;
      case ServerPacket::exception:
        return read_exception(reader);
      case ServerPacket::progress:
        skip_progress(reader, revision);
        break;
      case ServerPacket::pong:
        break;
      case ServerPacket::end_of_stream:
        if (awaited == Awaited::end_of_stream) return {};
        reader.fail("the server ended the insert before it began");
        break;
      case ServerPacket::profile_info:
        skip_profile_info(reader);
        break;
      case ServerPacket::totals:
      case ServerPacket::extremes:
      case ServerPacket::log:
      case ServerPacket::profile_events:
        reader.skip_string(kMaxServerString);
        read_block(reader, nullptr);
        break;
      case ServerPacket::table_columns: {
        reader.skip_string(kMaxServerString);
        std::string description = reader.string(kMaxServerString);
        if (header != nullptr) header->table_columns = std::move(description);
        break;
      }
      case ServerPacket::timezone_update:
        reader.skip_string(kMaxServerString);
        break;
      default:
        reader.fail("the server sent packet " + std::to_string(type) + " in answer to an insert");
    }
  }
}

Failure read_pong(PacketReader& reader) {
  const std::uint64_t type = reader.varint();
  if (type != static_cast<std::uint64_t>(ServerPacket::pong)) {
    reader.fail("packet " + std::to_string(type) + " came instead of a pong");
  }
  return reader.failure();
}

}  // namespace seqch

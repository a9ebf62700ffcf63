// What a server may say, fed without a socket: every revision, every cut, every lie about a length.
#include <algorithm>

#include "fake_packets.hpp"
#include "harness.hpp"
#include "protocol/memory_source.hpp"
#include "protocol/protocol_constants.hpp"
#include "protocol/server_answer.hpp"

namespace {

using fake::Bytes;
using seqch::Awaited;

constexpr std::uint64_t kHuge = UINT64_MAX;
const std::vector<fake::Column> kColumns = {{"n", "UInt64"}, {"s", "String"}};

struct Session {
  seqch::Failure failure;
  seqch::ServerHello hello;
  seqch::InsertHeader header;
};

/// A hello, a header and the end of an insert, as far as they go.
Session read_session(const Bytes& bytes, std::size_t piece = SIZE_MAX) {
  seqch::MemorySource memory(bytes, piece);
  seqch::PacketReader reader(memory);
  Session session;
  session.failure = seqch::read_hello(reader, session.hello);
  if (session.failure.failed()) return session;
  session.failure = seqch::read_insert_answer(reader, session.hello.revision, Awaited::header, &session.header);
  if (session.failure.failed()) return session;
  session.failure = seqch::read_insert_answer(reader, session.hello.revision, Awaited::end_of_stream, nullptr);
  CHECK(memory.is_empty() || session.failure.failed());
  return session;
}

Bytes whole_session(std::uint64_t revision) {
  const Bytes progress = fake::progress(std::min(revision, seqch::kOurRevision));
  return fake::joined({fake::hello(revision), progress, fake::header(kColumns, "columns format version: 1\n"), progress,
                       fake::profile_info(), fake::end_of_stream()});
}

seqch::Failure answer(const Bytes& bytes, Awaited awaited = Awaited::header) {
  seqch::MemorySource memory(bytes);
  seqch::PacketReader reader(memory);
  seqch::InsertHeader header;
  return seqch::read_insert_answer(reader, seqch::kOurRevision, awaited, &header);
}

template <typename Write>
Bytes spelled(Write write) {
  seqch::ByteWriter out;
  write(out);
  return fake::bytes_of(out);
}

}  // namespace

TEST_CASE("every revision from the oldest to one of tomorrow is spoken down to ours and read to the last byte") {
  for (const std::uint64_t revision : {54459, 54460, 54461, 54462, 54463, 54464, 54465, 54470, 54474, 54488, 60000}) {
    const Session session = read_session(whole_session(revision));
    CHECK_EQ(session.failure.message, "");
    CHECK_EQ(session.hello.revision, std::min<std::uint64_t>(revision, seqch::kOurRevision));
    CHECK_EQ(session.hello.server, "ClickHouse 26.7.2");
    CHECK_EQ(session.header.columns.size(), 2u);
  }
}

TEST_CASE("a server older than the oldest is refused with both revisions in the reason") {
  for (const std::uint64_t revision : {0, 50264, 54058, 54372, 54401, 54441, 54458}) {
    const seqch::Failure failure = read_session(fake::hello(revision)).failure;
    CHECK_EQ(failure.status, SEQ_CH_UNREACHABLE);
    CHECK(failure.message.find("too old") != std::string::npos);
    CHECK(failure.message.find(std::to_string(revision)) != std::string::npos);
    CHECK(failure.message.find("54459") != std::string::npos);
  }
}

TEST_CASE("an insert whose server hangs up after any byte fails as unreachable and never as done") {
  const Bytes whole = whole_session(54488);
  CHECK(!read_session(whole, 1).failure.failed());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    for (const std::size_t piece : {SIZE_MAX, std::size_t{3}}) {
      const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      CHECK_EQ(read_session(cut, piece).failure.status, SEQ_CH_UNREACHABLE);
    }
  }
}

TEST_CASE("an exception cut after any byte is a lost connection and never half a reason") {
  const Bytes whole = fake::exception(60, "Table db.t does not exist");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const seqch::Failure failure = answer({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
    CHECK_EQ(failure.status, SEQ_CH_UNREACHABLE);
    CHECK_EQ(failure.server_code, 0);
  }
}

TEST_CASE("an exception instead of the header, after it, or after progress is heard alike") {
  const Bytes refusal = fake::exception(252, "Too many parts");
  CHECK_EQ(answer(refusal).server_code, 252);
  CHECK_EQ(answer(fake::joined({fake::progress(seqch::kOurRevision), refusal})).server_code, 252);
  CHECK_EQ(read_session(fake::joined({fake::hello(), fake::header(kColumns), refusal})).failure.server_code, 252);
}

TEST_CASE("an insert that ends before its header is no success") {
  CHECK_EQ(answer(fake::end_of_stream()).status, SEQ_CH_PROTOCOL_ERROR);
}

TEST_CASE("lengths and counts that no server sends are refused at once") {
  const auto refused = [](const Bytes& bytes) { return answer(bytes).status == SEQ_CH_PROTOCOL_ERROR; };
  CHECK(refused(spelled([](auto& out) { out.varint(1), out.varint(kHuge); })));                    // a table's name
  CHECK(refused(spelled([](auto& out) { out.varint(11), out.string(""), out.varint(kHuge); })));   // its description
  CHECK(refused(spelled([](auto& out) { out.varint(17), out.varint(kHuge); })));                   // a time zone
  CHECK(refused(spelled([](auto& out) { out.varint(2), out.fixed(1), out.varint(kHuge); })));      // an exception's class
  CHECK(refused(spelled([](auto& out) { out.varint(2), out.fixed(1), out.string(""), out.varint(kHuge); })));
  CHECK(refused(spelled([](auto& out) { out.varint(1), out.string(""), out.varint(0), out.varint(1), out.varint(kHuge); })));
  CHECK(refused(spelled([](auto& out) { out.varint(1), out.string(""), out.varint(0), out.varint(kHuge), out.varint(0); })));
  CHECK(refused(spelled([](auto& out) { out.varint(1), out.string(""), out.varint(kHuge); })));    // block information
  CHECK(refused(spelled([](auto& out) { out.varint(kHuge); })));                                   // a packet
  CHECK(refused(Bytes(11, 0xff)));                                                                 // a number without end
}

TEST_CASE("a hello with more password rules than any server has is refused") {
  const Bytes bytes = spelled([](auto& out) {
    out.varint(0), out.string("ClickHouse"), out.varint(26), out.varint(7), out.varint(54488);
    out.string("UTC"), out.string("host"), out.varint(1), out.varint(kHuge);
  });
  CHECK_EQ(read_session(bytes).failure.status, SEQ_CH_PROTOCOL_ERROR);
}

TEST_CASE("a header of more names than fit into memory is refused before they do") {
  const std::string name(1024 * 1024, 'x');
  const Bytes bytes = spelled([&](auto& out) {
    out.varint(1), out.string(""), out.varint(0), out.varint(10'000), out.varint(0);
    for (int i = 0; i < 20; ++i) out.string(name), out.string("UInt8"), out.template fixed<std::uint8_t>(0);
  });
  const seqch::Failure failure = answer(bytes);
  CHECK_EQ(failure.status, SEQ_CH_PROTOCOL_ERROR);
  CHECK(failure.message.find("16 MiB") != std::string::npos);
}

// Such an answer used to be taken for a broken connection: the writer connected anew for ever, with all its tables.
TEST_CASE("an exception that quotes a value of many megabytes is heard, with its code and without the value") {
  const seqch::Failure failure = answer(fake::exception(6, "Cannot parse '" + std::string(20 * 1024 * 1024, 'x') + "' as UInt8"));
  CHECK_EQ(failure.server_code, 6);
  CHECK_EQ(failure.status, SEQ_CH_SERVER_ERROR);
  CHECK_EQ(failure.message, "Cannot parse '");
}

TEST_CASE("a quoted value that holds quotes itself is not passed on in parts") {
  for (const char* value : {"it\\'s my secret", "it's my secret", "a' secret 'b", "'", "' secret"}) {
    const seqch::Failure failure = answer(fake::exception(6, std::string("Cannot parse '") + value + "' as UInt8"));
    CHECK_EQ(failure.message, "Cannot parse '' as UInt8");
  }
}

TEST_CASE("what a server says reaches callers as one short line of valid text") {
  std::string text = "a\nb\tc";
  text += '\0';
  text += "\x1b[31m \xff\xc3 \xed\xa0\x80 \xf0\x9f\x98\x80";
  CHECK_EQ(answer(fake::exception(60, text)).message, "a b c  [31m ?? ??? \xf0\x9f\x98\x80");
  // Two bytes each, of which an odd number would fit: the last one is left out whole.
  std::string umlauts = "x";
  for (int i = 0; i < 300; ++i) umlauts += "\xc3\xa4";
  CHECK_EQ(answer(fake::exception(60, umlauts)).message, umlauts.substr(0, 399));
  const Bytes name = spelled([](auto& out) { out.varint(0), out.string("a\nb\x80"), out.varint(1), out.varint(1), out.varint(1); });
  CHECK(read_session(name).failure.message.starts_with("a b? 1.1 is too old"));
}

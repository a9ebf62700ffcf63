#include "fake_server.hpp"
#include "harness.hpp"
#include "protocol/connection.hpp"

namespace {

const std::atomic<bool> never_cancelled{false};
constexpr seqch::TimeLimits kShort{std::chrono::milliseconds{150}, std::chrono::milliseconds{150}};
constexpr seqch::TimeLimits kLong{std::chrono::milliseconds{10'000}, std::chrono::milliseconds{10'000}};

seqch::Failure greeted(std::vector<std::uint8_t> bytes, seqch::TimeLimits limits = kShort, bool drip = false) {
  fake::Script script;
  script.greeting = [&] { return bytes; };
  script.drip = drip;
  fake::Server server(script);
  seqch::Connection connection(limits, never_cancelled);
  seqch::Failure failure = connection.open({"127.0.0.1", server.port(), "user", "password"});
  CHECK_EQ(connection.is_open(), !failure.failed());
  return failure;
}

seqch::Failure begun(std::vector<std::uint8_t> bytes, seqch::TimeLimits limits = kShort) {
  fake::Script script;
  script.answer_query = [&](const std::string&) { return bytes; };
  fake::Server server(script);
  seqch::Connection connection(limits, never_cancelled);
  CHECK(!connection.open({"127.0.0.1", server.port(), "user", ""}).failed());
  seqch::InsertHeader header;
  seqch::Failure failure = connection.begin_insert("t", {}, "", header);
  CHECK(!connection.is_open());
  return failure;
}

}  // namespace

TEST_CASE("a hello that comes byte by byte is understood") { CHECK(!greeted(fake::hello(), kLong, true).failed()); }

TEST_CASE("a hello cut at any byte ends in time and names the reason") {
  const auto whole = fake::hello();
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    CHECK_EQ(greeted({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}).status, SEQ_CH_TIMED_OUT);
  }
}

TEST_CASE("a web server on the port is told from a database") {
  const std::string http = "HTTP/1.1 400 Bad Request\r\n\r\n";
  CHECK_EQ(greeted({http.begin(), http.end()}).status, SEQ_CH_PROTOCOL_ERROR);
}

TEST_CASE("garbage instead of a hello is a protocol error and never a crash") {
  std::uint32_t seed = 1;
  for (int round = 0; round < 40; ++round) {
    std::vector<std::uint8_t> garbage(64);
    for (auto& byte : garbage) byte = static_cast<std::uint8_t>((seed = seed * 1664525 + 1013904223) >> 24);
    if (round % 2 == 0) garbage[0] = round % 4 == 0 ? 0 : 2;
    CHECK(greeted(garbage, {std::chrono::milliseconds{20}, std::chrono::milliseconds{20}}).failed());
  }
}

TEST_CASE("a server that is too old is refused by name") {
  const auto failure = greeted(fake::hello(54'000));
  CHECK_EQ(failure.status, SEQ_CH_UNREACHABLE);
  CHECK(failure.message.find("too old") != std::string::npos);
}

TEST_CASE("a wrong password is access denied, with the server's code") {
  const auto failure = greeted(fake::exception(516, "user: Authentication failed"));
  CHECK_EQ(failure.status, SEQ_CH_ACCESS_DENIED);
  CHECK_EQ(failure.server_code, 516);
  CHECK_EQ(failure.message, "user: Authentication failed");
}

TEST_CASE("a port where nobody listens is unreachable") {
  seqch::Connection connection(kShort, never_cancelled);
  CHECK_EQ(connection.open({"127.0.0.1", 1, "user", ""}).status, SEQ_CH_UNREACHABLE);
}

TEST_CASE("a closing writer ends a wait at once") {
  fake::Script script;
  script.greeting = [] { return std::vector<std::uint8_t>{}; };
  fake::Server server(script);
  std::atomic<bool> cancelled{false};
  seqch::Connection connection(kLong, cancelled);
  std::thread closer([&] {
    CHECK(harness::eventually([&] { return server.connections() == 1; }));
    cancelled = true;
  });
  CHECK_EQ(connection.open({"127.0.0.1", server.port(), "user", ""}).status, SEQ_CH_CLOSED);
  closer.join();
}

TEST_CASE("a string that claims gigabytes is refused before memory is taken for it") {
  seqch::ByteWriter out;
  out.varint(0);
  out.varint(8'000'000'000ull);
  CHECK_EQ(greeted(fake::bytes_of(out)).status, SEQ_CH_PROTOCOL_ERROR);
}

TEST_CASE("a block that claims more columns than any table has is refused") {
  seqch::ByteWriter out;
  out.varint(1), out.string(""), out.varint(0), out.varint(1'000'000'000), out.varint(0);
  CHECK_EQ(begun(fake::bytes_of(out)).status, SEQ_CH_PROTOCOL_ERROR);
}

TEST_CASE("rows of a type that nobody asked for are refused") {
  seqch::ByteWriter out;
  out.varint(1), out.string(""), out.varint(0), out.varint(1), out.varint(5);
  out.string("x"), out.string("Array(UInt8)"), out.fixed<std::uint8_t>(0);
  CHECK_EQ(begun(fake::bytes_of(out)).status, SEQ_CH_PROTOCOL_ERROR);
}

TEST_CASE("an exception within an exception within another one is the outermost") {
  seqch::ByteWriter out;
  out.varint(2);
  for (int depth = 0; depth < 3; ++depth) {
    out.fixed<std::int32_t>(60 + depth);
    out.string("DB::Exception"), out.string("level " + std::to_string(depth)), out.string("stack");
    out.fixed<std::uint8_t>(depth < 2 ? 1 : 0);
  }
  const auto failure = begun(fake::bytes_of(out));
  CHECK_EQ(failure.server_code, 60);
  CHECK_EQ(failure.status, SEQ_CH_UNKNOWN_TABLE);
}

TEST_CASE("exceptions nested without end are refused") {
  seqch::ByteWriter out;
  out.varint(2);
  for (int depth = 0; depth < 1'000; ++depth) {
    out.fixed<std::int32_t>(1);
    out.string(""), out.string(""), out.string("");
    out.fixed<std::uint8_t>(1);
  }
  CHECK_EQ(begun(fake::bytes_of(out)).status, SEQ_CH_PROTOCOL_ERROR);
}

TEST_CASE("a value that the server quotes in an error is not passed on") {
  const auto failure = begun(fake::exception(6, "Cannot parse string 'my secret' as UInt8: syntax error"));
  CHECK_EQ(failure.status, SEQ_CH_SERVER_ERROR);
  CHECK(failure.message.find("secret") == std::string::npos);
  CHECK(failure.message.find("as UInt8") != std::string::npos);
}

TEST_CASE("progress, profile, logs and a time zone before the header are skipped") {
  fake::Script script;
  script.answer_query = [](const std::string&) {
    seqch::ByteWriter out;
    out.varint(3);
    for (int i = 0; i < 7; ++i) out.varint(300 + static_cast<std::uint64_t>(i));
    out.varint(6), out.varint(1), out.varint(1), out.varint(1), out.fixed<std::uint8_t>(1), out.varint(1), out.fixed<std::uint8_t>(1);
    out.varint(17), out.string("Europe/Berlin");
    out.varint(4);
    out.varint(14), out.string(""), out.varint(0), out.varint(3), out.varint(2);
    out.string("name"), out.string("String"), out.fixed<std::uint8_t>(0), out.string("a"), out.string("bc");
    out.string("value"), out.string("Int64"), out.fixed<std::uint8_t>(0), out.fixed<std::int64_t>(1), out.fixed<std::int64_t>(2);
    out.string("type"), out.string("Enum8('x' = 1)"), out.fixed<std::uint8_t>(0), out.fixed<std::int8_t>(1), out.fixed<std::int8_t>(1);
    out.varint(11), out.string(""), out.string("columns");
    out.varint(1), out.string(""), out.varint(0), out.varint(1), out.varint(0);
    out.string("n"), out.string("UInt64"), out.fixed<std::uint8_t>(0);
    return fake::bytes_of(out);
  };
  fake::Server server(script);
  seqch::Connection connection(kLong, never_cancelled);
  CHECK(!connection.open({"127.0.0.1", server.port(), "user", ""}).failed());
  seqch::InsertHeader header;
  CHECK_EQ(connection.begin_insert("t", {}, "", header).status, SEQ_CH_OK);
  CHECK_EQ(header.columns.size(), 1u);
  CHECK_EQ(header.table_columns, "columns");
}

TEST_CASE("a table name cannot end its quotation") { CHECK_EQ(seqch::quote_identifier("a`b\\"), "`a\\`b\\\\`"); }

TEST_CASE("a connection that the server has left is seen without waiting") {
  fake::Script script;
  script.lose_answer = [](const fake::Insert&) { return true; };
  seqch::Connection connection(kLong, never_cancelled);
  {
    fake::Server server(script);
    CHECK(!connection.open({"127.0.0.1", server.port(), "user", ""}).failed());
    CHECK(!connection.is_stale());
    CHECK(!connection.ping().failed());
  }
  CHECK(harness::eventually([&] { return connection.is_stale(); }));
}

TEST_CASE("garbage instead of a header is a protocol error and never a crash") {
  std::uint32_t seed = 7;
  for (int round = 0; round < 40; ++round) {
    fake::Bytes garbage(64);
    for (auto& byte : garbage) byte = static_cast<std::uint8_t>((seed = seed * 1664525 + 1013904223) >> 24);
    garbage[0] = static_cast<std::uint8_t>(round % 20);
    CHECK(begun(garbage).failed());
  }
}

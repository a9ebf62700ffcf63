// A server that talks without end, says nothing, or hangs up while we speak.
#include <atomic>
#include <thread>

#include "fake_server.hpp"
#include "harness.hpp"
#include "protocol/connection.hpp"

namespace {

const std::atomic<bool> never_cancelled{false};
/// Time enough to connect on a busy machine, none for an answer.
constexpr seqch::TimeLimits kShortRequest{std::chrono::milliseconds{10'000}, std::chrono::milliseconds{150}};
constexpr seqch::TimeLimits kLong{std::chrono::milliseconds{10'000}, std::chrono::milliseconds{10'000}};

/// An insert of `rows` rows of 1 KiB on a server that behaves like this; the first failure of its three steps.
seqch::Failure inserted(const fake::Script& script, std::uint64_t rows, seqch::TimeLimits limits) {
  fake::Server server(script);
  seqch::Connection connection(limits, never_cancelled);
  CHECK_EQ(connection.open({"127.0.0.1", server.port(), "user", ""}).message, "");
  seqch::InsertHeader header;
  const std::vector<std::string> names = {"s"};
  if (seqch::Failure failure = connection.begin_insert("t", names, "token", header); failure.failed()) return failure;
  seqch::ColumnType type;
  CHECK(!seqch::parse_column_type("String", type).failed());
  const auto builder = seqch::make_column_builder(type);
  seqch::ByteWriter row;
  row.string(std::string(1024, 'x'));
  for (std::uint64_t i = 0; i < rows; ++i) builder->append(row.bytes().data());
  const seqch::OutgoingColumn column{"s", "String", builder.get()};
  seqch::Failure failure = connection.send_block({&column, 1}, rows);
  if (!failure.failed()) failure = connection.finish_insert();
  CHECK_EQ(connection.is_open(), !failure.failed());
  return failure;
}

/// Runs `work` and checks that its time limit ended it: neither at once nor much later.
template <typename Work>
void ends_at_its_limit(seqch::TimeLimits limits, Work work) {
  const auto began = seqch::SteadyClock::now();
  CHECK_EQ(work().status, SEQ_CH_TIMED_OUT);
  const auto took = seqch::SteadyClock::now() - began;
  CHECK(took >= limits.request);
  CHECK(took < std::chrono::seconds(5));
}

fake::Script one_column() {
  fake::Script script;
  script.columns = {{"s", "String"}};
  return script;
}

}  // namespace

// The limit used to be looked at only when there was nothing to read, and here there always is.
TEST_CASE("a server that sends progress without pause is given up at the time limit") {
  fake::Endless flood;
  while (flood.bytes.size() < 1024 * 1024) flood.bytes = fake::joined({flood.bytes, fake::progress(54464), flood.bytes});
  fake::Script script = one_column();
  script.endless_header = [&] { return flood; };
  ends_at_its_limit(kShortRequest, [&] { return inserted(script, 1, kShortRequest); });
  script = one_column();
  script.endless_answer = [&] { return flood; };
  ends_at_its_limit(kShortRequest, [&] { return inserted(script, 1, kShortRequest); });
}

TEST_CASE("a server that trickles a byte now and then is given up at the time limit") {
  fake::Script script = one_column();
  script.endless_answer = [] { return fake::Endless{{4}, std::chrono::milliseconds{10}}; };
  ends_at_its_limit(kShortRequest, [&] { return inserted(script, 1, kShortRequest); });
}

TEST_CASE("a server that never answers a query, or data, is given up at the time limit") {
  fake::Script script = one_column();
  script.endless_header = [] { return fake::Endless{}; };
  ends_at_its_limit(kShortRequest, [&] { return inserted(script, 1, kShortRequest); });
  script = one_column();
  script.endless_answer = [] { return fake::Endless{}; };
  ends_at_its_limit(kShortRequest, [&] { return inserted(script, 1, kShortRequest); });
}

TEST_CASE("a server that stops reading in the middle of a block is given up at the time limit") {
  fake::Script script = one_column();
  script.interrupt = [] { return fake::Bytes{}; };
  ends_at_its_limit(kShortRequest, [&] { return inserted(script, 32 * 1024, kShortRequest); });
}

TEST_CASE("a closing writer ends a flood of progress at once") {
  fake::Script script;
  script.endless_header = [] { return fake::Endless{fake::progress(54464)}; };
  fake::Server server(script);
  std::atomic<bool> cancelled{false};
  seqch::Connection connection(kLong, cancelled);
  CHECK(!connection.open({"127.0.0.1", server.port(), "user", ""}).failed());
  std::thread closer([&] { cancelled = true; });
  seqch::InsertHeader header;
  CHECK_EQ(connection.begin_insert("t", {}, "", header).status, SEQ_CH_CLOSED);
  closer.join();
}

TEST_CASE("an exception between the header and the data is heard") {
  fake::Script script;
  script.answer_query = [](const std::string&) {
    return fake::joined({fake::header(one_column().columns), fake::exception(252, "Too many parts")});
  };
  for (const std::uint64_t rows : {1, 8 * 1024}) CHECK_EQ(inserted(script, rows, kLong).server_code, 252);
}

// Whether the reset of the connection overtakes the end of the insert differs from run to run: the reason must not depend on it.
TEST_CASE("an exception of a server that hangs up in the middle of a block is heard, whenever our bytes meet the closed door") {
  fake::Script script = one_column();
  script.interrupt = [] { return fake::exception(241, "Memory limit exceeded"); };
  script.interrupt_hangs_up = true;
  for (int round = 0; round < 20; ++round) {
    for (const std::uint64_t rows : {1, 100, 8 * 1024}) CHECK_EQ(inserted(script, rows, kLong).server_code, 241);
  }
}

TEST_CASE("bytes that lie ready are no reason to go on after the time limit") {
  fake::Server server({});
  seqch::TcpSocket socket(never_cancelled);
  const auto later = seqch::SteadyClock::now() + kLong.request;
  CHECK(!socket.connect("127.0.0.1", server.port(), later).failed());
  seqch::ByteWriter hello;
  hello.varint(0), hello.string("test"), hello.varint(1), hello.varint(0), hello.varint(54464);
  hello.string(""), hello.string("user"), hello.string("");
  const std::span<const std::uint8_t> piece = hello.bytes();
  CHECK(!socket.send({&piece, 1}, later).failed());
  std::uint8_t byte = 0;
  std::size_t received = 0;
  CHECK(!socket.receive({&byte, 1}, received, later).failed());
  CHECK_EQ(socket.receive({&byte, 1}, received, seqch::SteadyClock::now()).status, SEQ_CH_TIMED_OUT);
  CHECK(!socket.receive({&byte, 1}, received, later).failed());
}

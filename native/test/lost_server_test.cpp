// What becomes of rows when the server dies, restarts, stalls or is the wrong one, at every moment of an insert.
#include <atomic>
#include <optional>

#include "writer_fixture.hpp"

using fake::Fixture;
using fake::blank_error;

namespace {

/// What was accepted arrived once, whatever was sent how often.
void check_delivered(Fixture& f, const fake::Server& server, std::uint64_t rows) {
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK_EQ(server.distinct_rows(), rows);
  CHECK_EQ(f.stats().total.acknowledged_rows, rows);
  CHECK_EQ(f.stats().failed_tables, 0u);
}

}  // namespace

TEST_CASE("a server that restarts in the middle of an insert gets the same block with the same token") {
  std::uint16_t port = 0;
  fake::Insert before;
  std::optional<Fixture> f;
  {
    fake::Script script;
    script.endless_answer = [] { return fake::Endless{}; };
    fake::Server server(script);
    port = server.port();
    f.emplace(port);
    f->open_table();
    CHECK_EQ(f->push(1), SEQ_CH_OK);
    CHECK(harness::eventually([&] { return server.inserts().size() == 1; }));
    before = server.inserts().front();
  }
  CHECK(harness::eventually([&] { return f->stats().last_error == SEQ_CH_UNREACHABLE; }));
  CHECK_EQ(f->push(2), SEQ_CH_OK);  // meanwhile nobody listens
  fake::Server server({}, port);
  check_delivered(*f, server, 2);
  CHECK_EQ(server.inserts().front().token, before.token);
  CHECK_EQ(server.inserts().front().rows, before.rows);
  f.reset();
}

TEST_CASE("a server that is killed after any number of bytes of a block gets it again, whole") {
  std::atomic<std::size_t> position{0};
  std::atomic<bool> die{false};
  fake::Script script;
  script.die_within_data = [&]() -> std::optional<std::size_t> {
    if (!die.exchange(false)) return std::nullopt;
    return position.load();
  };
  fake::Server server(script);
  Fixture f(server.port());
  f.open_table();
  std::uint64_t rows = 0;
  // The block of one row has 45 bytes, the empty one that ends the insert 12.
  for (std::size_t at = 0; at <= 57; ++at) {
    position = at;
    die = true;
    CHECK_EQ(f.push(rows++), SEQ_CH_OK);
    CHECK_EQ(f.flush(), SEQ_CH_OK);
    CHECK(!die);
  }
  check_delivered(f, server, rows);
  CHECK(f.stats().total.blocks_retried >= 50);
}

TEST_CASE("an answer that is cut at any byte neither loses nor doubles its rows") {
  const fake::Bytes answer = fake::joined({fake::progress(54464), fake::profile_info(), fake::exception(252, "Too many parts")});
  std::atomic<std::size_t> size{0};
  fake::Script script;
  script.answer_insert = [&](const fake::Insert&) {
    const std::size_t cut = size.exchange(0);  // no bytes: behaves
    return fake::Bytes(answer.begin(), answer.begin() + static_cast<std::ptrdiff_t>(cut));
  };
  fake::Server server(script);
  Fixture f(server.port());
  f.open_table();
  std::uint64_t rows = 0;
  for (std::size_t cut = 1; cut <= answer.size(); cut += 2) {
    size = cut;
    CHECK_EQ(f.push(rows++), SEQ_CH_OK);
    CHECK_EQ(f.flush(), SEQ_CH_OK);
    CHECK_EQ(size.load(), 0u);
  }
  check_delivered(f, server, rows);
  CHECK_EQ(server.inserts().size(), 2 * rows);
}

TEST_CASE("a server that answers byte by byte is slow and nothing else") {
  fake::Script script;
  script.drip = true;
  script.table_columns = "columns format version: 1\n2 columns:\n`n` UInt64\n`s` String\n";
  fake::Server server(script);
  Fixture f(server.port());
  f.open_table();
  for (std::uint64_t i = 0; i < 20; ++i) CHECK_EQ(f.push(i), SEQ_CH_OK);
  check_delivered(f, server, 20);
  CHECK_EQ(f.stats().connects, 1u);
}

TEST_CASE("a server that sends progress for ever instead of an answer is left, and its rows are sent again") {
  std::atomic<int> floods{2};
  fake::Script script;
  script.endless_answer = [&]() -> std::optional<fake::Endless> {
    if (floods.fetch_sub(1) <= 0) return std::nullopt;
    return fake::Endless{fake::progress(54464)};
  };
  fake::Server server(script);
  Fixture f(server.port(), [](seq_ch_options& options) { options.request_timeout_ms = 200; });
  f.open_table();
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  check_delivered(f, server, 1);
  CHECK_EQ(server.inserts().size(), 3u);
}

TEST_CASE("a wrong password is said while it lasts, keeps the rows, and is forgotten with the right server") {
  fake::Script script;
  script.greeting = [] { return fake::exception(516, "writer: Authentication failed"); };
  fake::Server refusing(script);
  fake::Server welcoming({});
  Fixture f(refusing.port());
  seq_ch_error error = blank_error();
  CHECK_EQ(seq_ch_table_open(f.writer, "db.t", nullptr, 0, &f.table), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return f.stats().last_error == SEQ_CH_ACCESS_DENIED; }));
  CHECK_EQ(f.stats().last_server_code, 516);
  CHECK_EQ(seq_ch_table_wait(f.table, 100, &error), SEQ_CH_ACCESS_DENIED);
  CHECK_EQ(std::string(error.message), "writer: Authentication failed");
  CHECK_EQ(seq_ch_set_server(f.writer, nullptr, welcoming.port()), SEQ_CH_OK);
  f.open_table();
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  check_delivered(f, welcoming, 1);
}

TEST_CASE("an older server, with which less is spoken, takes rows like a new one") {
  for (const std::uint64_t revision : {54459, 54461, 54464}) {
    fake::Script script;
    script.revision = revision;
    script.answer_insert = [&](const fake::Insert&) { return fake::joined({fake::progress(revision), fake::end_of_stream()}); };
    fake::Server server(script);
    Fixture f(server.port());
    f.open_table();
    CHECK_EQ(f.push(1), SEQ_CH_OK);
    check_delivered(f, server, 1);
  }
}

TEST_CASE("a server that is too old is refused with the reason and its rows wait") {
  fake::Script script;
  script.revision = 54458;
  fake::Server old(script);
  Fixture f(old.port());
  CHECK(harness::eventually([&] { return f.stats().last_error == SEQ_CH_UNREACHABLE; }));
  CHECK(std::string(f.stats().last_error_text).find("too old") != std::string::npos);
  CHECK_EQ(f.stats().connected, 0);
}

#include <atomic>
#include <thread>
#include <vector>

#include "writer_fixture.hpp"

using fake::Fixture;
using fake::blank_error;

TEST_CASE("a flush returns when the server has acknowledged every row") {
  fake::Server server({});
  Fixture f(server.port());
  f.open_table();
  for (std::uint64_t i = 0; i < 1'000; ++i) CHECK_EQ(f.push(i), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK_EQ(server.distinct_rows(), 1'000u);
  CHECK_EQ(f.stats().total.acknowledged_rows, 1'000u);
  CHECK_EQ(f.stats().total.buffered_bytes, 0u);
}

TEST_CASE("an unknown column and an unsupported type are named when the table is opened") {
  fake::Script script;
  script.columns = {{"n", "UInt64"}, {"j", "JSON"}};
  fake::Server server(script);
  Fixture f(server.port());
  seq_ch_error error = blank_error();
  const char* missing[] = {"n", "nope"};
  CHECK_EQ(seq_ch_table_open(f.writer, "db.t", missing, 2, &f.table), SEQ_CH_OK);
  CHECK_EQ(seq_ch_table_wait(f.table, 10'000, &error), SEQ_CH_UNKNOWN_COLUMN);
  CHECK_EQ(std::string(error.column), "nope");
  const char* unsupported[] = {"j"};
  CHECK_EQ(seq_ch_table_open(f.writer, "db.t", unsupported, 1, &f.table), SEQ_CH_OK);
  CHECK_EQ(seq_ch_table_wait(f.table, 10'000, &error), SEQ_CH_UNSUPPORTED_TYPE);
  CHECK_EQ(std::string(error.column), "j");
}

TEST_CASE("a bad row names its index and column, and none of its call is kept") {
  fake::Server server({});
  Fixture f(server.port());
  f.open_table();
  seqch::ByteWriter rows;
  for (std::uint64_t i = 0; i < 3; ++i) {
    rows.fixed(i);
    rows.string("text");
  }
  seq_ch_error error = blank_error();
  CHECK_EQ(seq_ch_push_rows(f.table, rows.bytes().data(), rows.size() - 1, 3, &error), SEQ_CH_TRUNCATED_ROW);
  CHECK_EQ(error.row, 2u);
  CHECK_EQ(std::string(error.column), "s");
  CHECK_EQ(seq_ch_push_rows(f.table, rows.bytes().data(), rows.size(), 2, &error), SEQ_CH_TRAILING_BYTES);
  CHECK_EQ(f.stats().total.accepted_rows, 0u);
  CHECK_EQ(f.stats().total.refused_invalid, 2u);
  CHECK_EQ(seq_ch_push_rows(f.table, rows.bytes().data(), rows.size(), 3, &error), SEQ_CH_OK);
}

TEST_CASE("a second shape of a known table is ready at once") {
  fake::Script script;
  script.table_columns = "columns format version: 1\n2 columns:\n`n` UInt64\n`s` String\tDEFAULT\t\\'x\\'\n";
  fake::Server server(script);
  Fixture f(server.port());
  f.open_table();
  seq_ch_column columns[4];
  std::size_t count = 0;
  CHECK_EQ(seq_ch_table_types(f.table, columns, 4, &count), SEQ_CH_OK);
  CHECK_EQ(count, 2u);
  CHECK_EQ(columns[0].default_kind, SEQ_CH_DEFAULT_NONE);
  CHECK_EQ(columns[1].default_kind, SEQ_CH_DEFAULT_EXPRESSION);
  const char* some[] = {"s"};
  CHECK_EQ(seq_ch_table_open(f.writer, "db.t", some, 1, &f.table), SEQ_CH_OK);
  CHECK_EQ(seq_ch_table_wait(f.table, 0, nullptr), SEQ_CH_OK);
}

TEST_CASE("an idle writer sends at once, a busy one groups") {
  fake::Script script;
  script.delay = std::chrono::milliseconds{2};
  fake::Server server(script);
  Fixture f(server.port(), [](seq_ch_options& options) { options.flush_age_ms = 30'000; });
  f.open_table();
  // The table was never written to, so its first row does not wait for the flush age.
  CHECK_EQ(f.push(0), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return f.stats().total.acknowledged_rows == 1; }));
  for (std::uint64_t i = 0; i < 5'000; ++i) CHECK_EQ(f.push(i), SEQ_CH_OK);
  CHECK_EQ(server.inserts().size(), 1u);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK_EQ(server.inserts().size(), 2u);
}

TEST_CASE("a block is sent as soon as it is full, however long the flush age") {
  fake::Server server({});
  Fixture f(server.port(), [](seq_ch_options& options) {
    options.flush_age_ms = 30'000;
    options.block_rows = 100;
  });
  f.open_table();
  CHECK_EQ(f.push(0), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return f.stats().total.acknowledged_rows == 1; }));
  for (std::uint64_t i = 0; i < 100; ++i) CHECK_EQ(f.push(i), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return f.stats().total.acknowledged_rows == 101; }));
}

TEST_CASE("a table without a column that can be written is refused") {
  fake::Script script;
  script.columns = {};
  fake::Server server(script);
  Fixture f(server.port());
  CHECK_EQ(seq_ch_table_open(f.writer, "db.t", nullptr, 0, &f.table), SEQ_CH_OK);
  CHECK_EQ(seq_ch_table_wait(f.table, 10'000, nullptr), SEQ_CH_UNSUPPORTED_TYPE);
}

TEST_CASE("many threads push at once and every accepted row arrives exactly once") {
  std::atomic<int> answers{0};
  fake::Script script;
  script.lose_answer = [&](const fake::Insert&) { return answers.fetch_add(1) % 5 == 1; };
  fake::Server server(script);
  Fixture f(server.port(), [](seq_ch_options& options) { options.flush_age_ms = 1; });
  f.open_table();
  std::atomic<std::uint64_t> accepted{0};
  std::vector<std::thread> producers;
  for (int thread = 0; thread < 4; ++thread) {
    producers.emplace_back([&] {
      for (std::uint64_t i = 0; i < 2'000; ++i) {
        if (f.push(i) == SEQ_CH_OK) ++accepted;
        if (i % 500 == 0) static_cast<void>(f.stats());
      }
    });
  }
  producers.emplace_back([&] { CHECK_EQ(f.flush(), SEQ_CH_OK); });
  for (auto& producer : producers) producer.join();
  CHECK_EQ(accepted.load(), 8'000u);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK_EQ(server.distinct_rows(), 8'000u);
  CHECK_EQ(f.stats().total.acknowledged_rows, 8'000u);
}

TEST_CASE("closing while others push, flush and wait ends all of them") {
  fake::Server server({});
  Fixture f(server.port());
  f.open_table();
  std::vector<std::thread> others;
  others.emplace_back([&] {
    while (f.push(1) != SEQ_CH_CLOSED) std::this_thread::yield();
  });
  others.emplace_back([&] {
    while (f.flush() != SEQ_CH_CLOSED) std::this_thread::yield();
  });
  CHECK(harness::eventually([&] { return f.stats().total.acknowledged_rows > 0; }));
  std::uint64_t left = 1;
  CHECK_EQ(seq_ch_close(f.writer, 10'000, &left), SEQ_CH_OK);
  CHECK_EQ(left, 0u);
  for (auto& other : others) other.join();
}

TEST_CASE("a table whose insert is not answered does not hold up a table on another connection") {
  fake::Script script;
  script.concurrent = true;
  script.hang_on = "`t`";
  fake::Server server(script);
  Fixture f(server.port(), [](seq_ch_options& options) { options.connections = 2; });
  f.open_table();
  seq_ch_table* other = nullptr;
  CHECK_EQ(seq_ch_table_open(f.writer, "db.other", nullptr, 0, &other), SEQ_CH_OK);
  CHECK_EQ(seq_ch_table_wait(other, 10'000, nullptr), SEQ_CH_OK);
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return server.distinct_rows() == 1; }));
  std::swap(f.table, other);
  CHECK_EQ(f.push(2), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return f.stats().total.acknowledged_rows == 1; }));
  CHECK_EQ(f.stats().connected, 1);
  CHECK_EQ(f.stats().connects, 2u);
}

TEST_CASE("a further connection is opened only when there is something to send over it") {
  fake::Script script;
  script.concurrent = true;
  fake::Server server(script);
  Fixture f(server.port(), [](seq_ch_options& options) { options.connections = 4; });
  f.open_table();
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  // The rows may be there before the first connection is, which has none to carry.
  CHECK(harness::eventually([&] { return f.stats().connected == 1; }));
  CHECK_EQ(static_cast<std::uint64_t>(server.connections()), f.stats().connects);
  CHECK(f.stats().connects <= 2);
}

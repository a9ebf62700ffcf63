// What becomes of rows when the server goes, refuses or talks nonsense.
#include <atomic>
#include <vector>

#include "writer_fixture.hpp"

using fake::Fixture;
using fake::blank_error;

TEST_CASE("a lost answer is retried with the same token and the same rows") {
  std::atomic<int> losses{3};
  fake::Script script;
  script.lose_answer = [&](const fake::Insert&) { return losses.fetch_sub(1) > 0; };
  fake::Server server(script);
  Fixture f(server.port());
  f.open_table();
  for (std::uint64_t i = 0; i < 10; ++i) CHECK_EQ(f.push(i), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  const auto inserts = server.inserts();
  CHECK(inserts.size() >= 4);
  CHECK_EQ(server.distinct_rows(), 10u);
  for (std::size_t i = 1; i < 4 && i < inserts.size(); ++i) {
    CHECK_EQ(inserts[i].token, inserts[0].token);
    CHECK_EQ(inserts[i].rows, inserts[0].rows);
    CHECK_EQ(inserts[i].bytes, inserts[0].bytes);
  }
  CHECK(f.stats().total.blocks_retried >= 3);
}

TEST_CASE("rows pushed while the server is away arrive when it comes, at its new port") {
  fake::Server server({});
  Fixture f(1);
  seq_ch_mem_event_row row{};
  row.struct_size = sizeof row;
  for (int i = 0; i < 100; ++i) CHECK_EQ(seq_ch_push_mem_event(f.writer, &row), SEQ_CH_OK);
  CHECK_EQ(seq_ch_flush(f.writer, 50, nullptr), SEQ_CH_TIMED_OUT);
  CHECK(harness::eventually([&] { return f.stats().last_error == SEQ_CH_UNREACHABLE; }));
  CHECK_EQ(f.stats().connected, 0);
  CHECK_EQ(seq_ch_set_server(f.writer, nullptr, server.port()), SEQ_CH_OK);
  // The fake table has other columns: what matters here is that the connection was made and the table was asked for.
  CHECK(harness::eventually([&] { return f.stats().connected == 1; }));
}

TEST_CASE("a full buffer refuses rows, counts them, and takes rows again once they were sent") {
  fake::Script script;
  std::atomic<bool> refuse{true};
  script.answer_insert = [&](const fake::Insert&) {
    return refuse ? fake::exception(252, "Too many parts") : std::vector<std::uint8_t>{};
  };
  fake::Server server(script);
  Fixture f(server.port(), [](seq_ch_options& options) { options.max_buffered_bytes = 10'000; });
  f.open_table();
  std::uint64_t accepted = 0;
  seq_ch_status status = SEQ_CH_OK;
  while ((status = f.push(accepted, std::string(90, 'x'))) == SEQ_CH_OK) ++accepted;
  CHECK_EQ(status, SEQ_CH_FULL);
  CHECK_EQ(accepted, 10'000u / 99u);
  CHECK_EQ(f.stats().total.refused_full, 1u);
  refuse = false;
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK_EQ(f.push(0), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK_EQ(server.distinct_rows(), accepted + 1);
}

TEST_CASE("a table that the server refuses for good fails alone, keeps its rows and recovers when opened again") {
  std::atomic<bool> refuse{true};
  fake::Script script;
  script.answer_query = [&](const std::string& sql) {
    const bool bad = refuse && sql.find("`t`") != std::string::npos && sql.find("(`n`") != std::string::npos;
    return bad ? fake::exception(497, "Not enough privileges") : std::vector<std::uint8_t>{};
  };
  fake::Server server(script);
  Fixture f(server.port());
  f.open_table();
  seq_ch_table* other = nullptr;
  CHECK_EQ(seq_ch_table_open(f.writer, "db.other", nullptr, 0, &other), SEQ_CH_OK);
  CHECK_EQ(seq_ch_table_wait(other, 10'000, nullptr), SEQ_CH_OK);

  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return f.stats().failed_tables == 1; }));
  seq_ch_error error = blank_error();
  CHECK_EQ(f.push(2, "text", &error), SEQ_CH_TABLE_FAILED);
  CHECK_EQ(error.server_code, 497);
  CHECK_EQ(f.flush(&error), SEQ_CH_TABLE_FAILED);
  CHECK(std::string(error.message).find("db.t") != std::string::npos);

  seq_ch_table* table = f.table;
  f.table = other;
  CHECK_EQ(f.push(3), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return server.distinct_rows() == 1; }));

  refuse = false;
  CHECK_EQ(seq_ch_table_open(f.writer, "db.t", nullptr, 0, &f.table), SEQ_CH_OK);
  CHECK(f.table == table);
  CHECK(harness::eventually([&] { return f.stats().failed_tables == 0; }));
  CHECK_EQ(server.distinct_rows(), 2u);
  CHECK_EQ(f.push(4), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
}

TEST_CASE("an unknown table is said with the server's code, and found once it exists") {
  std::atomic<bool> exists{false};
  fake::Script script;
  script.answer_query = [&](const std::string&) {
    return exists ? std::vector<std::uint8_t>{} : fake::exception(60, "Table db.t does not exist");
  };
  fake::Server server(script);
  Fixture f(server.port());
  seq_ch_error error = blank_error();
  CHECK_EQ(seq_ch_table_open(f.writer, "db.t", nullptr, 0, &f.table), SEQ_CH_OK);
  CHECK_EQ(seq_ch_table_wait(f.table, 10'000, &error), SEQ_CH_UNKNOWN_TABLE);
  CHECK_EQ(error.server_code, 60);
  CHECK_EQ(f.push(1), SEQ_CH_UNKNOWN_TABLE);
  exists = true;
  f.open_table();
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
}

TEST_CASE("a server that never answers is given up in time, and close says what is left") {
  fake::Script script;
  script.hang = true;
  fake::Server server(script);
  Fixture f(server.port(), [](seq_ch_options& options) { options.request_timeout_ms = 50; });
  CHECK_EQ(seq_ch_table_open(f.writer, "db.t", nullptr, 0, &f.table), SEQ_CH_OK);
  CHECK(seq_ch_table_wait(f.table, 300, nullptr) != SEQ_CH_OK);
  CHECK(harness::eventually([&] { return f.stats().last_error == SEQ_CH_TIMED_OUT; }));
  seq_ch_mem_event_row row{};
  row.struct_size = sizeof row;
  CHECK_EQ(seq_ch_push_mem_event(f.writer, &row), SEQ_CH_OK);
  std::uint64_t left = 0;
  CHECK_EQ(seq_ch_close(f.writer, 10, &left), SEQ_CH_UNACKNOWLEDGED);
  CHECK_EQ(left, 1u);
  CHECK_EQ(f.stats().total.dropped_rows, 1u);
  CHECK_EQ(seq_ch_close(f.writer, 10, &left), SEQ_CH_CLOSED);
  CHECK_EQ(seq_ch_push_mem_event(f.writer, &row), SEQ_CH_CLOSED);
}

TEST_CASE("what the server says in the middle of a block is heard, though it reads no further") {
  fake::Script script;
  script.interrupt = [] { return fake::exception(53, "Type mismatch"); };
  fake::Server server(script);
  Fixture f(server.port(), [](seq_ch_options& options) {
    options.request_timeout_ms = 300;
    options.max_buffered_bytes = 64 * 1024 * 1024;
  });
  f.open_table();
  seqch::ByteWriter rows;
  for (std::uint64_t i = 0; i < 12; ++i) {
    rows.fixed(i);
    rows.string(std::string(1024 * 1024, 'x'));
  }
  CHECK_EQ(seq_ch_push_rows(f.table, rows.bytes().data(), rows.size(), 12, nullptr), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return f.stats().failed_tables == 1; }));
  seq_ch_error error = blank_error();
  CHECK_EQ(f.flush(&error), SEQ_CH_TABLE_FAILED);
  CHECK_EQ(error.server_code, 53);
}

TEST_CASE("garbage in answer to a block neither loses nor doubles its rows") {
  std::atomic<int> garbled{2};
  fake::Script script;
  script.answer_insert = [&](const fake::Insert&) {
    return garbled.fetch_sub(1) > 0 ? std::vector<std::uint8_t>{0x7f, 1, 2, 3} : std::vector<std::uint8_t>{};
  };
  fake::Server server(script);
  Fixture f(server.port());
  f.open_table();
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK_EQ(server.inserts().size(), 3u);
  CHECK_EQ(server.distinct_rows(), 1u);
}

TEST_CASE("a table whose column changed its type fails and sends nothing") {
  std::atomic<bool> changed{false};
  fake::Script script;
  script.answer_query = [&](const std::string&) {
    if (!changed) return std::vector<std::uint8_t>{};
    seqch::ByteWriter out;
    out.varint(1), out.string(""), out.varint(0), out.varint(2), out.varint(0);
    out.string("n"), out.string("Int64"), out.fixed<std::uint8_t>(0);
    out.string("s"), out.string("String"), out.fixed<std::uint8_t>(0);
    return fake::bytes_of(out);
  };
  fake::Server server(script);
  Fixture f(server.port());
  f.open_table();
  changed = true;
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return f.stats().failed_tables == 1; }));
  CHECK_EQ(server.inserts().size(), 0u);
}

#include <filesystem>
#include <fstream>
#include <set>

#include "journal_fixture.hpp"
#include "protocol/byte_writer.hpp"
#include "writer_fixture.hpp"

using fake::Fixture;
using fake::TemporaryFolder;
using fake::blank_error;

namespace {

/// A port on which nobody listens: taken by a server that is gone again.
std::uint16_t closed_port() { return fake::Server({}).port(); }

std::function<void(seq_ch_options&)> with_journal(const TemporaryFolder& folder) {
  return [&folder](seq_ch_options& options) { options.journal_dir = folder.path().c_str(); };
}

seq_ch_journal_stats journal_stats(const Fixture& f) {
  seq_ch_journal_stats stats{};
  stats.struct_size = sizeof stats;
  CHECK_EQ(seq_ch_get_journal_stats(f.writer, &stats), SEQ_CH_OK);
  return stats;
}

/// Accepts `rows` rows of db.t and ends without having sent them, as a killed process does.
void leave_rows(const TemporaryFolder& folder, std::uint64_t rows, std::uint64_t segment_bytes = 0) {
  fake::Server server({});
  Fixture f(server.port(), [&](seq_ch_options& options) {
    options.journal_dir = folder.path().c_str();
    options.segment_bytes = segment_bytes;
    options.flush_age_ms = 60'000;
  });
  f.open_table();
  // The first row of an idle table is sent at once; those behind it wait for the flush age.
  CHECK_EQ(f.push(0), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK_EQ(seq_ch_set_server(f.writer, nullptr, closed_port()), SEQ_CH_OK);
  for (std::uint64_t i = 0; i < rows; ++i) CHECK_EQ(f.push(i + 1), SEQ_CH_OK);
  std::uint64_t left = 0;
  CHECK_EQ(seq_ch_close(f.writer, 0, &left), SEQ_CH_UNACKNOWLEDGED);
  CHECK_EQ(left, rows);
  CHECK_EQ(f.stats().total.dropped_rows, 0u);
}

bool is_settled(const Fixture& f, std::uint64_t adopted) {
  const seq_ch_journal_stats stats = journal_stats(f);
  return stats.adopted_rows == adopted && stats.adopted_waiting_rows == 0;
}

}  // namespace

TEST_CASE("a clean end leaves nothing to send, and the next writer removes what is left") {
  const TemporaryFolder folder;
  fake::Server server({});
  {
    Fixture f(server.port(), with_journal(folder));
    f.open_table();
    for (std::uint64_t i = 0; i < 1'000; ++i) CHECK_EQ(f.push(i), SEQ_CH_OK);
    CHECK_EQ(f.flush(), SEQ_CH_OK);
    CHECK_EQ(seq_ch_close(f.writer, 10'000, nullptr), SEQ_CH_OK);
  }
  CHECK_EQ(server.distinct_rows(), 1'000u);
  {
    Fixture next(server.port(), with_journal(folder));
    CHECK(harness::eventually([&] { return folder.segments().empty(); }));
    CHECK_EQ(journal_stats(next).adopted_rows, 0u);
  }
  CHECK_EQ(folder.journals(), 0u);
}

TEST_CASE("rows that a process left are sent by the next one, once, and its folder goes") {
  const TemporaryFolder folder;
  leave_rows(folder, 500);
  CHECK_EQ(folder.journals(), 1u);
  fake::Server server({});
  {
    Fixture f(server.port(), with_journal(folder));
    CHECK(harness::eventually([&] { return is_settled(f, 500); }));
    CHECK_EQ(seq_ch_close(f.writer, 10'000, nullptr), SEQ_CH_OK);
  }
  CHECK_EQ(server.distinct_rows(), 500u);
  Fixture third(server.port(), with_journal(folder));
  CHECK(harness::eventually([&] { return folder.segments().empty(); }));
  CHECK_EQ(journal_stats(third).adopted_rows, 0u);
}

TEST_CASE("once the first look is over, all that was left is counted: none waiting then means that all is stored") {
  const TemporaryFolder folder;
  leave_rows(folder, 20'000);
  Fixture f(closed_port(), with_journal(folder));
  CHECK(harness::eventually([&] { return journal_stats(f).finished_looks == 1; }));
  CHECK_EQ(journal_stats(f).adopted_waiting_rows, 20'000u);
}

TEST_CASE("without a journal on disk there is nothing to look for") {
  fake::Server server({});
  const Fixture f(server.port());
  CHECK_EQ(journal_stats(f).finished_looks, 1u);
}

TEST_CASE("rows left in many segments arrive in their order") {
  const TemporaryFolder folder;
  leave_rows(folder, 5'000, 16 * 1024);
  CHECK(folder.segments().size() > 5);
  fake::Server server({});
  Fixture f(server.port(), with_journal(folder));
  CHECK(harness::eventually([&] { return is_settled(f, 5'000); }));
  CHECK_EQ(server.distinct_rows(), 5'000u);
  std::uint64_t before = 0;
  for (const fake::Insert& insert : server.inserts()) {
    const std::string digits = insert.token.substr(insert.token.find('-') + 1);
    const std::uint64_t segment = std::stoull(digits);
    CHECK(segment >= before);
    before = segment;
  }
}

TEST_CASE("a block whose answer was lost with its process is repeated under the same token") {
  const TemporaryFolder folder;
  fake::Script script;
  std::atomic<bool> lose{true};
  script.lose_answer = [&](const fake::Insert& insert) { return insert.rows > 0 && lose.load(); };
  fake::Server server(script);
  {
    Fixture f(server.port(), with_journal(folder));
    f.open_table();
    for (std::uint64_t i = 0; i < 100; ++i) CHECK_EQ(f.push(i), SEQ_CH_OK);
    CHECK(harness::eventually([&] { return server.distinct_rows() == 100 || f.stats().total.blocks_retried > 3; }));
    CHECK_EQ(seq_ch_close(f.writer, 0, nullptr), SEQ_CH_UNACKNOWLEDGED);
  }
  lose = false;
  Fixture f(server.port(), with_journal(folder));
  CHECK(harness::eventually([&] { return journal_stats(f).adopted_rows > 0 && journal_stats(f).adopted_waiting_rows == 0; }));
  CHECK_EQ(server.distinct_rows(), 100u);
  std::set<std::string> tokens;
  std::uint64_t data_inserts = 0;
  for (const fake::Insert& insert : server.inserts()) {
    if (insert.rows == 0) continue;
    tokens.insert(insert.token);
    ++data_inserts;
  }
  CHECK(data_inserts > tokens.size());
}

TEST_CASE("a process that dies while it replays leaves the rest to the next one") {
  const TemporaryFolder folder;
  leave_rows(folder, 300);
  {
    Fixture away(closed_port(), with_journal(folder));
    CHECK(harness::eventually([&] { return journal_stats(away).adopted_rows == 300; }));
  }
  fake::Server server({});
  Fixture f(server.port(), with_journal(folder));
  CHECK(harness::eventually([&] { return is_settled(f, 300); }));
  CHECK_EQ(server.distinct_rows(), 300u);
}

TEST_CASE("flush waits for the rows of this process, not for those of another") {
  const TemporaryFolder folder;
  leave_rows(folder, 10);
  fake::Script script;
  script.columns = {{"n", "UInt64"}, {"s", "String"}};
  script.answer_query = [](const std::string& sql) {
    return sql.find("`db`.`t`") != std::string::npos ? fake::exception(60, "Table db.t does not exist") : std::vector<std::uint8_t>{};
  };
  fake::Server server(script);
  Fixture f(server.port(), with_journal(folder));
  CHECK(harness::eventually([&] { return f.stats().failed_tables == 1; }));
  CHECK_EQ(seq_ch_table_open(f.writer, "db.other", nullptr, 0, &f.table), SEQ_CH_OK);
  CHECK_EQ(seq_ch_table_wait(f.table, 10'000, nullptr), SEQ_CH_OK);
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK_EQ(journal_stats(f).adopted_waiting_rows, 10u);
}

TEST_CASE("a segment whose header is damaged is kept aside, and the others are replayed") {
  const TemporaryFolder folder;
  leave_rows(folder, 2'000, 16 * 1024);
  const auto segments = folder.segments();
  CHECK(segments.size() > 2);
  {
    std::fstream file(segments[1], std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(20);
    file.put('x');
  }
  fake::Server server({});
  Fixture f(server.port(), with_journal(folder));
  CHECK(harness::eventually([&] { return journal_stats(f).unreadable_segments == 1 && journal_stats(f).adopted_waiting_rows == 0; }));
  CHECK(harness::eventually([&] { return server.distinct_rows() == journal_stats(f).adopted_rows; }));
  CHECK(journal_stats(f).adopted_rows > 1'000);
  CHECK_EQ(std::distance(std::filesystem::directory_iterator(folder.path() + "/damaged"), {}), 1);
}

TEST_CASE("a clock that jumps changes nothing: no time in a segment is read back") {
  const TemporaryFolder folder;
  leave_rows(folder, 50);
  for (const std::string& path : folder.segments()) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    std::vector<char> header(sizeof(seqch::SegmentHeader));
    file.read(header.data(), static_cast<std::streamsize>(header.size()));
    seqch::SegmentHeader made;
    std::memcpy(&made, header.data(), sizeof made);
    made.created_ms += 1000ull * 60 * 60 * 24 * 365 * 30;
    made.header_crc = seqch::crc32c(&made, offsetof(seqch::SegmentHeader, header_crc));
    std::memcpy(header.data(), &made, sizeof made);
    file.seekp(0);
    file.write(header.data(), static_cast<std::streamsize>(header.size()));
  }
  fake::Server server({});
  Fixture f(server.port(), with_journal(folder));
  CHECK(harness::eventually([&] { return is_settled(f, 50); }));
  CHECK_EQ(server.distinct_rows(), 50u);
}

TEST_CASE("without a place for the journal a push is refused with the reason, counted, and works again when there is one") {
  const TemporaryFolder folder;
  fake::Server server({});
  Fixture f(server.port(), with_journal(folder));
  f.open_table();
  const std::string journal = std::filesystem::directory_iterator(folder.path())->path().string();
  const std::string elsewhere = folder.path() + "/elsewhere";
  std::filesystem::rename(journal, elsewhere);
  seq_ch_error error = blank_error();
  CHECK_EQ(f.push(1, "text", &error), SEQ_CH_JOURNAL_FAILED);
  CHECK(std::string(error.message).find("No such file") != std::string::npos);
  CHECK_EQ(f.stats().total.refused_journal, 1u);
  std::filesystem::rename(elsewhere, journal);
  CHECK(harness::eventually([&] { return f.push(1) == SEQ_CH_OK; }));
  CHECK_EQ(f.flush(), SEQ_CH_OK);
}

TEST_CASE("a closed writer gives its journal away, though it is not freed yet") {
  const TemporaryFolder folder;
  fake::Server server({});
  Fixture first(server.port(), with_journal(folder));
  first.open_table();
  CHECK_EQ(seq_ch_set_server(first.writer, nullptr, closed_port()), SEQ_CH_OK);
  CHECK_EQ(first.push(1), SEQ_CH_OK);
  CHECK_EQ(seq_ch_close(first.writer, 0, nullptr), SEQ_CH_UNACKNOWLEDGED);
  Fixture second(server.port(), with_journal(folder));
  CHECK(harness::eventually([&] { return is_settled(second, 1); }));
  CHECK_EQ(server.distinct_rows(), 1u);
}

TEST_CASE("two writers on one folder keep apart") {
  const TemporaryFolder folder;
  fake::Server first({});
  fake::Server second({});
  Fixture one(first.port(), with_journal(folder));
  Fixture two(second.port(), with_journal(folder));
  one.open_table();
  two.open_table();
  for (std::uint64_t i = 0; i < 200; ++i) {
    CHECK_EQ(one.push(i), SEQ_CH_OK);
    CHECK_EQ(two.push(i), SEQ_CH_OK);
  }
  CHECK_EQ(one.flush(), SEQ_CH_OK);
  CHECK_EQ(two.flush(), SEQ_CH_OK);
  CHECK_EQ(first.distinct_rows(), 200u);
  CHECK_EQ(second.distinct_rows(), 200u);
  CHECK_EQ(journal_stats(one).adopted_journals + journal_stats(two).adopted_journals, 0u);
}

TEST_CASE("rows reach the disk within the sync interval") {
  const TemporaryFolder folder;
  fake::Server server({});
  Fixture f(server.port(), [&](seq_ch_options& options) {
    options.journal_dir = folder.path().c_str();
    options.sync_interval_ms = 10;
  });
  f.open_table();
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return journal_stats(f).syncs > 0; }));
  CHECK(journal_stats(f).last_sync_ms > 0);
}

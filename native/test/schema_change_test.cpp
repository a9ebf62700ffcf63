// Tables that change while rows wait for them: nothing is dropped without a word, and nothing goes into another column.
#include <algorithm>
#include <mutex>
#include <optional>

#include "writer_fixture.hpp"

using fake::Fixture;
using fake::blank_error;

namespace {

/// A table that anybody may alter while the server answers from it.
class AlteredTable {
 public:
  void alter(std::vector<fake::Column> columns) {
    const std::lock_guard lock(mutex_);
    columns_ = std::move(columns);
  }
  fake::Script script() {
    fake::Script script;
    script.answer_query = [this](const std::string& sql) { return refusal(sql); };
    script.columns_for = [this](const std::string& sql) { return named(sql); };
    return script;
  }

 private:
  static std::vector<std::string> names_in(const std::string& sql) {
    std::vector<std::string> names;
    for (std::size_t at = sql.find("(`"); at != std::string::npos; at = sql.find(", `", at)) {
      at += sql[at] == '(' ? 2 : 3;
      names.push_back(sql.substr(at, sql.find('`', at) - at));
    }
    return names;
  }
  [[nodiscard]] const fake::Column* find(const std::string& name) const {
    const auto found = std::find_if(columns_.begin(), columns_.end(), [&](const fake::Column& c) { return c.name == name; });
    return found == columns_.end() ? nullptr : &*found;
  }
  fake::Bytes refusal(const std::string& sql) {
    const std::lock_guard lock(mutex_);
    for (const std::string& name : names_in(sql)) {
      if (find(name) == nullptr) return fake::exception(16, "No such column " + name + " in table db.t");
    }
    return {};
  }
  std::vector<fake::Column> named(const std::string& sql) {
    const std::lock_guard lock(mutex_);
    const std::vector<std::string> names = names_in(sql);
    if (names.empty()) return columns_;
    std::vector<fake::Column> columns;
    for (const std::string& name : names) {
      if (const fake::Column* column = find(name)) columns.push_back(*column);
    }
    return columns;
  }

  std::mutex mutex_;
  std::vector<fake::Column> columns_ = {{"n", "UInt64"}, {"s", "String"}};
};

/// One row got in before, one waits: the table has failed with this status, keeps its row and refuses further ones.
void check_parked(Fixture& f, const fake::Server& server, seq_ch_status status, const std::string& reason) {
  CHECK(harness::eventually([&] { return f.stats().failed_tables == 1; }));
  seq_ch_error error = blank_error();
  CHECK_EQ(f.push(99, "refused", &error), SEQ_CH_TABLE_FAILED);
  CHECK(std::string(error.message).find(reason) != std::string::npos);
  error = blank_error();
  CHECK_EQ(f.flush(&error), SEQ_CH_TABLE_FAILED);
  CHECK_EQ(seq_ch_table_wait(f.table, 0, &error), status);
  CHECK_EQ(f.stats().total.accepted_rows, 2u);
  CHECK_EQ(f.stats().total.acknowledged_rows, 1u);
  CHECK_EQ(f.stats().total.refused_failed, 1u);
  CHECK_EQ(server.distinct_rows(), 1u);
}

/// The table is as it was: opening it again sends what waited.
void check_recovers(Fixture& f, const fake::Server& server) {
  f.open_table();
  CHECK(harness::eventually([&] { return f.stats().failed_tables == 0; }));
  CHECK_EQ(f.push(3), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK_EQ(server.distinct_rows(), 3u);
}

}  // namespace

TEST_CASE("a column that is added under a running writer gets its default, wherever it stands") {
  AlteredTable table;
  fake::Server server(table.script());
  Fixture f(server.port());
  f.open_table();
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  table.alter({{"new", "UInt64"}, {"n", "UInt64"}, {"between", "String"}, {"s", "String"}});
  CHECK_EQ(f.push(2), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK_EQ(server.distinct_rows(), 2u);
  for (const fake::Insert& insert : server.inserts()) CHECK(insert.sql.find("(`n`, `s`)") != std::string::npos);
}

TEST_CASE("columns whose order changed get the values that were meant for them") {
  AlteredTable table;
  fake::Server server(table.script());
  Fixture f(server.port());
  f.open_table();
  table.alter({{"s", "String"}, {"n", "UInt64"}});
  CHECK_EQ(f.push(1, "text"), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  CHECK(server.inserts().front().sql.find("(`n`, `s`)") != std::string::npos);
  CHECK_EQ(server.inserts().front().bytes, 8u + 4u);
}

TEST_CASE("rows for a column that was removed are kept, with the reason, until it is back") {
  AlteredTable table;
  fake::Server server(table.script());
  Fixture f(server.port());
  f.open_table();
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  table.alter({{"n", "UInt64"}});
  CHECK_EQ(f.push(2), SEQ_CH_OK);
  check_parked(f, server, SEQ_CH_OK, "No such column s");
  table.alter({{"n", "UInt64"}, {"s", "String"}});
  check_recovers(f, server);
}

TEST_CASE("rows for a column whose type changed are kept, with both types in the reason, until it is as it was") {
  AlteredTable table;
  fake::Server server(table.script());
  Fixture f(server.port());
  f.open_table();
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK_EQ(f.flush(), SEQ_CH_OK);
  table.alter({{"n", "UInt32"}, {"s", "String"}});
  CHECK_EQ(f.push(2), SEQ_CH_OK);
  check_parked(f, server, SEQ_CH_OK, "rows were made for n UInt64, the table has UInt32");
  table.alter({{"n", "UInt64"}, {"s", "String"}});
  check_recovers(f, server);
}

TEST_CASE("a server that names other columns than the insert did gets no row") {
  std::atomic<bool> lies{false};
  fake::Script script;
  script.columns_for = [&](const std::string&) -> std::vector<fake::Column> {
    if (lies) return {{"s", "String"}, {"n", "UInt64"}};
    return {{"n", "UInt64"}, {"s", "String"}};
  };
  fake::Server server(script);
  Fixture f(server.port());
  f.open_table();
  lies = true;
  CHECK_EQ(f.push(1), SEQ_CH_OK);
  CHECK(harness::eventually([&] { return f.stats().failed_tables == 1; }));
  CHECK_EQ(server.inserts().size(), 0u);
  lies = false;
  CHECK(harness::eventually([&] { return f.flush() == SEQ_CH_OK; }));
  CHECK_EQ(server.distinct_rows(), 1u);
}

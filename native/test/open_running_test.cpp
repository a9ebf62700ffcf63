// A writer that finds its server in runtime.json.
#include <memory>
#include <string>

#include "fake_server.hpp"
#include "harness.hpp"
#include "runtime_folder.hpp"
#include "writer_fixture.hpp"

namespace {

class RunningWriter {
 public:
  explicit RunningWriter(const fake::RuntimeFolder& folder) {
    seq_ch_error error = fake::blank_error();
    CHECK_EQ(seq_ch_open_running(folder.path().c_str(), nullptr, &writer_, &error), SEQ_CH_OK);
    CHECK_EQ(seq_ch_table_open(writer_, "db.t", nullptr, 0, &table_), SEQ_CH_OK);
  }
  ~RunningWriter() { seq_ch_free(writer_); }
  RunningWriter(const RunningWriter&) = delete;
  RunningWriter& operator=(const RunningWriter&) = delete;

  void record(std::uint64_t n) {
    CHECK_EQ(seq_ch_table_wait(table_, 10'000, nullptr), SEQ_CH_OK);
    seqch::ByteWriter row;
    row.fixed(n);
    row.string("text");
    CHECK_EQ(seq_ch_push_rows(table_, row.bytes().data(), row.size(), 1, nullptr), SEQ_CH_OK);
  }
  seq_ch_status flush(std::uint32_t timeout_ms = 10'000) { return seq_ch_flush(writer_, timeout_ms, nullptr); }
  seq_ch_stats stats() {
    seq_ch_stats stats{};
    stats.struct_size = sizeof stats;
    CHECK_EQ(seq_ch_get_stats(writer_, &stats), SEQ_CH_OK);
    return stats;
  }
  seq_ch_writer* get() { return writer_; }

 private:
  seq_ch_writer* writer_ = nullptr;
  seq_ch_table* table_ = nullptr;
};

}  // namespace

TEST_CASE("a writer finds its server in runtime.json, and follows it to another port") {
  const fake::RuntimeFolder folder;
  auto first = std::make_unique<fake::Server>(fake::Script{});
  folder.write_running(first->port());
  RunningWriter writer(folder);
  writer.record(1);
  CHECK_EQ(writer.flush(), SEQ_CH_OK);
  CHECK_EQ(first->distinct_rows(), 1u);

  first.reset();
  fake::Server second{fake::Script{}};
  folder.write_running(second.port());
  writer.record(2);
  CHECK_EQ(writer.flush(), SEQ_CH_OK);
  CHECK_EQ(second.distinct_rows(), 1u);
}

TEST_CASE("rows wait while Hivebar is not running, nothing is sent to its old port, and the status says why") {
  const fake::RuntimeFolder folder;
  auto first = std::make_unique<fake::Server>(fake::Script{});
  folder.write_running(first->port());
  RunningWriter writer(folder);
  writer.record(1);
  CHECK_EQ(writer.flush(), SEQ_CH_OK);
  ::unlink(folder.file().c_str());
  first.reset();
  writer.record(2);
  CHECK(harness::eventually([&] { return writer.stats().last_error == SEQ_CH_NOT_RUNNING; }));
  CHECK(std::string(writer.stats().last_error_text).starts_with("Hivebar is not running"));

  fake::Server second{fake::Script{}};
  folder.write_running(second.port());
  CHECK_EQ(writer.flush(), SEQ_CH_OK);
  CHECK_EQ(second.distinct_rows(), 1u);
}

TEST_CASE("a writer that follows runtime.json cannot be sent elsewhere") {
  const fake::RuntimeFolder folder;
  folder.write_running(1);
  RunningWriter writer(folder);
  CHECK_EQ(seq_ch_set_server(writer.get(), nullptr, 1), SEQ_CH_INVALID_ARGUMENT);
}

TEST_CASE("without a running Hivebar no writer is made, and the error says where it was looked for") {
  const fake::RuntimeFolder folder;
  seq_ch_writer* writer = nullptr;
  seq_ch_error error = fake::blank_error();
  CHECK_EQ(seq_ch_open_running(folder.path().c_str(), nullptr, &writer, &error), SEQ_CH_NOT_RUNNING);
  CHECK(writer == nullptr);
  CHECK_EQ(error.status, SEQ_CH_NOT_RUNNING);
  CHECK(std::string(error.message).find(folder.path()) != std::string::npos);
  CHECK_EQ(seq_ch_open_running(folder.path().c_str(), nullptr, &writer, nullptr), SEQ_CH_NOT_RUNNING);

  seq_ch_options unknown{};
  CHECK_EQ(seq_ch_open_running(folder.path().c_str(), &unknown, &writer, &error), SEQ_CH_INVALID_ARGUMENT);
  CHECK_EQ(error.status, SEQ_CH_INVALID_ARGUMENT);
  CHECK_EQ(std::string(error.message), std::string(seq_ch_status_text(SEQ_CH_INVALID_ARGUMENT)));
  CHECK_EQ(seq_ch_open_running(folder.path().c_str(), nullptr, nullptr, &error), SEQ_CH_INVALID_ARGUMENT);
}

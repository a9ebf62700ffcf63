// Records one event into the Hivebar that runs on this machine, and says how long it took until it could be queried.
//
//   c++ -std=c++20 record.cpp $(pkg-config --cflags --libs seqch) -o record && ./record [SUBJECT]
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "seqch.h"

namespace {

seq_ch_string text(std::string_view value) { return {value.data(), value.size()}; }

/// A writer on the running Hivebar. Failures are thrown, with the library's own words.
class Writer {
 public:
  Writer() {
    seq_ch_error error = blank_error();
    seq_ch_writer* opened = nullptr;
    require(seq_ch_open_running(nullptr, nullptr, &opened, &error), error.message);
    writer_.reset(opened);
  }

  /// A copy in memory: returns at once.
  void push(const seq_ch_mem_event_row& row) {
    const seq_ch_status status = seq_ch_push_mem_event(writer_.get(), &row);
    require(status, seq_ch_status_text(status));
  }

  /// Waits until everything that was pushed can be queried.
  void flush(std::chrono::milliseconds limit) {
    seq_ch_error error = blank_error();
    require(seq_ch_flush(writer_.get(), static_cast<std::uint32_t>(limit.count()), &error), error.message);
  }

 private:
  static seq_ch_error blank_error() {
    seq_ch_error error{};
    error.struct_size = sizeof error;
    return error;
  }
  static void require(seq_ch_status status, const char* message) {
    if (status != SEQ_CH_OK) throw std::runtime_error(message);
  }

  struct Free {
    void operator()(seq_ch_writer* writer) const noexcept { seq_ch_free(writer); }
  };
  std::unique_ptr<seq_ch_writer, Free> writer_;
};

}  // namespace

int main(int argc, char** argv) {
  using namespace std::chrono;
  try {
    Writer writer;
    seq_ch_mem_event_row row{};
    row.struct_size = sizeof row;
    row.ts_ms = static_cast<std::uint64_t>(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
    row.kind = text("example");
    row.app = text("record.cpp");
    row.subject = text(argc > 1 ? argv[1] : "hello");
    row.payload = text(R"({"language":"C++"})");
    row.value = 1;
    const auto began = steady_clock::now();
    writer.push(row);
    writer.flush(3s);
    std::printf("acknowledged after %.1f ms\n", duration<double, std::milli>(steady_clock::now() - began).count());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "record: %s\n", error.what());
    return 1;
  }
}

// Measures the C face against a running server whose schema is applied. Reads requests from standard input, one a line,
// and answers each with one line of JSON; app/core/bench asks, and so can a person:
//
//   echo 'sustained 250000 4 0' | HIVEBAR_PASSWORD=… seqch-bench --port 9000 --user writer

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <sstream>
#include <string>

#include "measurement.hpp"
#include "rows.hpp"
#include "stopwatch.hpp"

namespace bench {
namespace {

constexpr const char* kUsage =
    "usage: HIVEBAR_PASSWORD=... seqch-bench --port PORT [--host HOST] [--user USER] [--flush-age MS] [--block-rows N]\n"
    "                                        [--block-bytes N] [--max-buffered BYTES]\n"
    "                                        [--journal DIR] [--segment-bytes N]\n"
    "requests on standard input, one a line:\n"
    "  push THREADS CALLS PACE           latency of a push; PACE is calls a second and thread, 0: no pause\n"
    "  visible RATE SECONDS even|burst   push to acknowledgement over six tables, RATE events a second\n"
    "  sustained ROWS REPEATS TS_MS      rows a second into hive.model_invocations; TS_MS 0: now\n"
    "  idle SECONDS                      processor time of a writer that has nothing to do\n";

[[noreturn]] void misuse() {
  std::fputs(kUsage, stderr);
  std::exit(2);
}

seq_ch_options read_options(int argc, char** argv) {
  seq_ch_options options{};
  options.struct_size = sizeof options;
  const char* password = std::getenv("HIVEBAR_PASSWORD");
  options.password = password != nullptr ? password : "";
  if (argc % 2 == 0) misuse();
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string name = argv[i];
    const char* value = argv[i + 1];
    const auto number = [&] { return std::strtoull(value, nullptr, 10); };
    if (name == "--port") options.port = static_cast<std::uint16_t>(number());
    else if (name == "--host") options.host = value;
    else if (name == "--user") options.user = value;
    else if (name == "--flush-age") options.flush_age_ms = static_cast<std::uint32_t>(number());
    else if (name == "--block-rows") options.block_rows = static_cast<std::uint32_t>(number());
    else if (name == "--block-bytes") options.block_bytes = static_cast<std::uint32_t>(number());
    else if (name == "--max-buffered") options.max_buffered_bytes = number();
    else if (name == "--journal") options.journal_dir = value;
    else if (name == "--connections") options.connections = static_cast<std::uint32_t>(number());
    else if (name == "--segment-bytes") options.segment_bytes = number();
    else misuse();
  }
  if (options.port == 0) misuse();
  return options;
}

/// Answers one request; false when it is none.
bool answer(seq_ch_writer* writer, const std::string& line, Json& json) {
  std::istringstream words(line);
  std::string what;
  words >> what;
  if (unsigned threads; what == "push" && words >> threads && threads > 0) {
    std::uint64_t calls = 0, pace = 0;
    if (!(words >> calls >> pace)) return false;
    json = measure_push(writer, threads, calls, pace);
  } else if (std::uint64_t rate; what == "visible" && words >> rate) {
    unsigned seconds = 0;
    std::string shape;
    if (!(words >> seconds >> shape) || (shape != "even" && shape != "burst")) return false;
    json = measure_visible(writer, rate, seconds, shape == "burst");
  } else if (std::uint64_t rows; what == "sustained" && words >> rows && rows > 0) {
    std::uint64_t repeats = 0, ts_ms = 0;
    if (!(words >> repeats >> ts_ms)) return false;
    json = measure_sustained(writer, rows, repeats, ts_ms != 0 ? ts_ms : epoch_ms());
  } else if (unsigned idle_seconds; what == "idle" && words >> idle_seconds) {
    json = measure_idle(writer, idle_seconds);
  } else {
    return false;
  }
  return true;
}

}  // namespace

void fail(const char* what, seq_ch_status status, const char* message) {
  std::fprintf(stderr, "seqch-bench: %s: %s: %s\n", what, seq_ch_status_name(status), message);
  std::exit(1);
}

void flush(seq_ch_writer* writer) {
  seq_ch_error error{};
  error.struct_size = sizeof error;
  if (const auto status = seq_ch_flush(writer, 120'000, &error); status != SEQ_CH_OK) fail("flush", status, error.message);
}

}  // namespace bench

int main(int argc, char** argv) {
  const seq_ch_options options = bench::read_options(argc, argv);
  seq_ch_writer* writer = nullptr;
  if (const auto status = seq_ch_open(&options, &writer, nullptr); status != SEQ_CH_OK) bench::fail("open", status, seq_ch_status_text(status));
  for (std::string line; std::getline(std::cin, line);) {
    bench::Json json;
    if (!bench::answer(writer, line, json)) bench::misuse();
    std::printf("%s\n", json.done().c_str());
    std::fflush(stdout);
  }
  seq_ch_close(writer, 10'000, nullptr);
  seq_ch_free(writer);
  return 0;
}

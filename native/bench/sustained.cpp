// How many rows a second go through, and what a row costs this process.
#include <thread>

#include "measurement.hpp"
#include "rows.hpp"
#include "stopwatch.hpp"

namespace bench {
namespace {

/// How long a pusher that was refused waits for room: short beside the time in which the room came to be used up.
constexpr std::chrono::microseconds kFullPause{1'000};
/// What a writer tidies up after its last row takes no longer: a sync each second, memory given back after one.
constexpr std::chrono::seconds kSettle{3};

}  // namespace

Json measure_sustained(seq_ch_writer* writer, std::uint64_t rows, std::uint64_t repeats, std::uint64_t ts_ms) {
  std::uint64_t refused = 0;
  const std::uint64_t total = rows * repeats;
  const Stopwatch watch;
  const double pusher_before = thread_cpu_seconds();
  ModelInvocation invocation(0, ts_ms);
  for (std::uint64_t i = 0; i < total; ++i) {
    invocation.make(i % rows, ts_ms);
    for (;;) {
      const seq_ch_status status = seq_ch_push_model_invocation(writer, &invocation.row());
      if (status == SEQ_CH_OK) break;
      if (status != SEQ_CH_FULL) fail("push", status, seq_ch_status_text(status));
      ++refused;
      std::this_thread::sleep_for(kFullPause);
    }
  }
  flush(writer);
  const double seconds = watch.seconds();
  Json json;
  json.number("rows", total).number("seconds", seconds).number("cpu_seconds", watch.cpu_seconds());
  return json.number("pusher_cpu_seconds", thread_cpu_seconds() - pusher_before).number("refused_full", refused);
}

Json measure_idle(seq_ch_writer* writer, unsigned seconds) {
  flush(writer);
  std::this_thread::sleep_for(kSettle);
  const Stopwatch watch;
  std::this_thread::sleep_for(std::chrono::seconds(seconds));
  const double cpu_seconds = watch.cpu_seconds();
  Json json;
  return json.number("seconds", watch.seconds()).number("cpu_seconds", cpu_seconds);
}

}  // namespace bench

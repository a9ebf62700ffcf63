// How long one push keeps the caller.
#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

#include "histogram.hpp"
#include "measurement.hpp"
#include "rows.hpp"
#include "stopwatch.hpp"

namespace bench {
namespace {

constexpr std::size_t kPreparedRows = 256;
constexpr std::uint64_t kClockReadings = 100'000;

/// Rows are made beforehand, so that only the push stands between two readings of the clock.
std::vector<std::unique_ptr<ModelInvocation>> prepare_rows() {
  std::vector<std::unique_ptr<ModelInvocation>> rows;
  for (std::size_t i = 0; i < kPreparedRows; ++i) rows.push_back(std::make_unique<ModelInvocation>(i, epoch_ms()));
  return rows;
}

struct Calls {
  Histogram nanoseconds;
  std::uint64_t refused = 0;
};

Calls push_calls(seq_ch_writer* writer, std::uint64_t calls, std::uint64_t pace) {
  const auto rows = prepare_rows();
  Calls result;
  const auto begin = Clock::now();
  const auto period = pace == 0 ? Clock::duration{} : std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1.0 / static_cast<double>(pace)));
  for (std::uint64_t i = 0; i < calls; ++i) {
    if (pace != 0) std::this_thread::sleep_until(begin + period * i);
    const seq_ch_model_invocation_row& row = rows[i % kPreparedRows]->row();
    const auto start = Clock::now();
    const seq_ch_status status = seq_ch_push_model_invocation(writer, &row);
    const auto end = Clock::now();
    if (status == SEQ_CH_OK) {
      result.nanoseconds.add(nanoseconds(end - start));
    } else if (status == SEQ_CH_FULL) {
      ++result.refused;
    } else {
      fail("push", status, seq_ch_status_text(status));
    }
  }
  return result;
}

/// What two readings of the clock with nothing in between say: it is part of every latency.
Histogram clock_cost() {
  Histogram cost;
  for (std::uint64_t i = 0; i < kClockReadings; ++i) {
    const auto start = Clock::now();
    cost.add(nanoseconds(Clock::now() - start));
  }
  return cost;
}

}  // namespace

Json measure_push(seq_ch_writer* writer, unsigned threads, std::uint64_t calls, std::uint64_t pace) {
  const Histogram clock = clock_cost();
  std::vector<Calls> results(threads);
  const Stopwatch watch;
  {
    std::vector<std::jthread> running;
    for (Calls& result : results) running.emplace_back([&] { result = push_calls(writer, calls / threads, pace); });
  }
  const double seconds = watch.seconds();
  flush(writer);
  Calls all;
  for (const Calls& result : results) {
    all.nanoseconds.merge(result.nanoseconds);
    all.refused += result.refused;
  }
  Json json;
  json.histogram("push_ns", all.nanoseconds).histogram("clock_ns", clock);
  return json.number("refused_full", all.refused).number("calls_per_second", static_cast<double>(calls) / seconds);
}

}  // namespace bench

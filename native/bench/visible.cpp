// How long after its push an event is in the table, at a given rate over six tables.
#include <array>
#include <cstring>
#include <deque>
#include <thread>

#include "histogram.hpp"
#include "measurement.hpp"
#include "rows.hpp"
#include "stopwatch.hpp"

namespace bench {
namespace {

/// Between two looks at what is acknowledged: at most this much of a latency is the looking.
constexpr std::chrono::microseconds kLookPeriod{500};
constexpr std::chrono::seconds kGiveUp{30};

/// The events of one table that wait for their acknowledgement, oldest first. Rows of a table are acknowledged in the
/// order in which they were accepted, so the count tells which they are.
struct Waiting {
  std::uint32_t stats_index = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t blocks = 0;
  std::deque<Clock::time_point> pushed_at;
};

seq_ch_table_stats stats_at(seq_ch_writer* writer, std::uint32_t index) {
  seq_ch_table_stats stats{};
  stats.struct_size = sizeof stats;
  if (const auto status = seq_ch_table_stats_at(writer, index, &stats); status != SEQ_CH_OK) fail("stats", status, "no such table");
  return stats;
}

std::array<Waiting, kMixedTables> find_tables(seq_ch_writer* writer) {
  seq_ch_stats all{};
  all.struct_size = sizeof all;
  seq_ch_get_stats(writer, &all);
  std::array<Waiting, kMixedTables> tables;
  for (std::uint32_t index = 0; index < all.table_count; ++index) {
    const seq_ch_table_stats stats = stats_at(writer, index);
    for (std::uint32_t t = 0; t < kMixedTables; ++t) {
      if (std::strcmp(stats.name, kMixedTableNames[t]) != 0 || tables[t].acknowledged != 0) continue;
      tables[t] = {index, stats.counters.acknowledged_rows, stats.counters.blocks_sent, {}};
    }
  }
  return tables;
}

/// Takes the events off that are acknowledged now; the number that still wait.
std::size_t look(seq_ch_writer* writer, std::array<Waiting, kMixedTables>& tables, Histogram& microseconds) {
  std::size_t waiting = 0;
  for (Waiting& table : tables) {
    if (table.pushed_at.empty()) continue;
    const std::uint64_t acknowledged = stats_at(writer, table.stats_index).counters.acknowledged_rows;
    const auto now = Clock::now();
    for (; table.acknowledged < acknowledged; ++table.acknowledged) {
      microseconds.add(nanoseconds(now - table.pushed_at.front()) / 1'000);
      table.pushed_at.pop_front();
    }
    waiting += table.pushed_at.size();
  }
  return waiting;
}

}  // namespace

Json measure_visible(seq_ch_writer* writer, std::uint64_t events_per_second, unsigned seconds, bool in_bursts) {
  // A first row each makes the tables known to the statistics.
  for (std::uint32_t t = 0; t < kMixedTables; ++t) push_mixed(writer, t, epoch_ms());
  flush(writer);
  auto tables = find_tables(writer);
  Histogram microseconds;
  const std::uint64_t total = events_per_second * seconds;
  std::uint64_t number = 0;
  const Stopwatch watch;
  const auto start = Clock::now();
  for (auto next_look = start;; next_look += kLookPeriod) {
    const double elapsed = watch.seconds();
    const double due_seconds = in_bursts ? static_cast<double>(static_cast<unsigned>(elapsed) + 1) : elapsed;
    const auto due = std::min(total, static_cast<std::uint64_t>(due_seconds * static_cast<double>(events_per_second)));
    for (; number < due; ++number) {
      const auto now = Clock::now();
      const seq_ch_status status = push_mixed(writer, number, epoch_ms());
      if (status != SEQ_CH_OK) fail("push", status, seq_ch_status_text(status));
      tables[number % kMixedTables].pushed_at.push_back(now);
    }
    if (look(writer, tables, microseconds) == 0 && number == total) break;
    if (elapsed > seconds + std::chrono::duration<double>(kGiveUp).count()) fail("visible", SEQ_CH_TIMED_OUT, "events were never acknowledged");
    std::this_thread::sleep_until(next_look);
  }
  const double elapsed = watch.seconds();
  std::uint64_t blocks = 0;
  for (const Waiting& table : tables) blocks += stats_at(writer, table.stats_index).counters.blocks_sent - table.blocks;
  Json json;
  json.histogram("visible_us", microseconds).number("seconds", elapsed).number("blocks", blocks);
  return json.number("cpu_seconds", watch.cpu_seconds());
}

}  // namespace bench

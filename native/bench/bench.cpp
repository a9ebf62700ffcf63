// Measures the C face against a running server whose schema is applied; prints one JSON object.
//
//   HIVEBAR_PASSWORD=… seqch-bench HOST PORT USER [--rows N] [--seconds N] [--flush-age MS]
//
// push_ns      time of one seq_ch_push_model_invocation, on one thread, 100,000 calls at a pace the writer keeps up with
// rows         rows/s from the first push to the last acknowledgement, as fast as the writer takes them
// visible_ms   time from a push to its acknowledgement (it is visible then) at 1,000 events/s over six tables

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "seqch.h"

namespace {

using Clock = std::chrono::steady_clock;

seq_ch_string text(const char* value) { return {value, std::strlen(value)}; }

std::uint64_t epoch_ms() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

/// A row as an agent makes it: the common columns filled, the rare ones empty.
seq_ch_model_invocation_row model_row(std::uint64_t number) {
  static constexpr const char* kModels[] = {"claude-opus-4-1", "claude-sonnet-4-5", "gpt-5-codex", "qwen3-coder-30b"};
  static constexpr const char* kNodes[] = {"plan", "write", "review", "test", "research"};
  seq_ch_model_invocation_row row{};
  row.struct_size = sizeof row;
  row.ts_ms = epoch_ms();
  row.ok = number % 50 == 0 ? 0 : 1;
  row.thread_id = text("6d9a9a6c-7d8f-4b1b-9d53-2f0f6a1c9b77");
  row.node_id = text(kNodes[number % 5]);
  row.graph_name = text("coding_assist");
  row.provider = text("anthropic");
  row.model = text(kModels[number % 4]);
  row.input_tokens = static_cast<std::uint32_t>(number * 37 % 20'000);
  row.output_tokens = static_cast<std::uint32_t>(number * 11 % 4'000);
  row.cache_read_tokens = static_cast<std::uint32_t>(number * 101 % 100'000);
  row.dur_us = number * 7919 % 30'000'000;
  row.ttft_us = number * 331 % 2'000'000;
  row.cost_known = 1;
  row.cost_micros = static_cast<std::int64_t>(number * 13 % 100'000);
  row.source = text("bench");
  row.event_id = text("msg_01XFDUDYJgAACzvnptvVoYEL");
  return row;
}

[[noreturn]] void fail(const char* what, seq_ch_status status, const seq_ch_error& error) {
  std::fprintf(stderr, "seqch-bench: %s: %s: %s\n", what, seq_ch_status_name(status), error.message);
  std::exit(1);
}

void flush(seq_ch_writer* writer) {
  seq_ch_error error{};
  error.struct_size = sizeof error;
  if (const seq_ch_status status = seq_ch_flush(writer, 120'000, &error); status != SEQ_CH_OK) fail("flush", status, error);
}

struct Percentiles {
  double p50, p99, p999, most;
};
Percentiles percentiles(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) { return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))]; };
  return {at(0.5), at(0.99), at(0.999), values.back()};
}

Percentiles measure_push(seq_ch_writer* writer) {
  std::vector<double> nanoseconds;
  nanoseconds.reserve(100'000);
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const seq_ch_model_invocation_row row = model_row(i);
    const auto start = Clock::now();
    const seq_ch_status status = seq_ch_push_model_invocation(writer, &row);
    const auto end = Clock::now();
    if (status == SEQ_CH_OK) nanoseconds.push_back(std::chrono::duration<double, std::nano>(end - start).count());
    if (i % 1'000 == 999) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  flush(writer);
  return percentiles(std::move(nanoseconds));
}

struct Throughput {
  double rows_per_second;
  std::uint64_t times_full;
};
Throughput measure_rows(seq_ch_writer* writer, std::uint64_t rows) {
  Throughput result{};
  const auto start = Clock::now();
  for (std::uint64_t i = 0; i < rows;) {
    const seq_ch_model_invocation_row row = model_row(i);
    if (seq_ch_push_model_invocation(writer, &row) == SEQ_CH_OK) {
      ++i;
      continue;
    }
    ++result.times_full;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  flush(writer);
  result.rows_per_second = static_cast<double>(rows) / std::chrono::duration<double>(Clock::now() - start).count();
  return result;
}

struct Visibility {
  Percentiles ms;
  double blocks_per_second;
};

/// Pushes one event each millisecond, table after table, and looks in between which of them are acknowledged.
Visibility measure_visible(seq_ch_writer* writer, unsigned seconds) {
  constexpr std::uint32_t kTables = 6;
  struct Waiting {
    std::uint64_t accepted;
    Clock::time_point since;
  };
  std::vector<Waiting> waiting[kTables];
  std::size_t first[kTables] = {};
  std::vector<double> milliseconds;
  seq_ch_table_stats stats{};
  stats.struct_size = sizeof stats;
  std::uint64_t blocks_before = 0;
  std::uint64_t accepted[kTables] = {};
  for (std::uint32_t t = 0; t < kTables; ++t) {
    seq_ch_table_stats_at(writer, t, &stats);
    accepted[t] = stats.counters.accepted_rows;
    blocks_before += stats.counters.blocks_sent;
  }
  const auto start = Clock::now();
  const std::uint64_t events = seconds * 1'000ull;
  for (std::uint64_t i = 0; i < events; ++i) {
    const auto now = Clock::now();
    const std::uint64_t ts_ms = epoch_ms();
    seq_ch_status status = SEQ_CH_OK;
    // The order of the first six indices of seq_ch_table_stats_at.
    switch (i % kTables) {
      case 0: {
        seq_ch_context_row row{};
        row.struct_size = sizeof row, row.ts_ms = ts_ms, row.dur_ms = 1'000, row.app = text("Editor"), row.window_title = text("bench");
        status = seq_ch_push_context(writer, &row);
        break;
      }
      case 1: {
        seq_ch_mem_event_row row{};
        row.struct_size = sizeof row, row.ts_ms = ts_ms, row.kind = text("metric"), row.subject = text("bench"), row.value = 1;
        status = seq_ch_push_mem_event(writer, &row);
        break;
      }
      case 2: {
        seq_ch_trace_event_row row{};
        row.struct_size = sizeof row, row.ts_ms = ts_ms, row.level = SEQ_CH_INFO, row.component = text("bench"), row.event = text("tick");
        status = seq_ch_push_trace_event(writer, &row);
        break;
      }
      case 3: {
        seq_ch_superstep_row row{};
        row.struct_size = sizeof row, row.ts_ms = ts_ms, row.thread_id = text("t"), row.graph_name = text("bench");
        status = seq_ch_push_superstep(writer, &row);
        break;
      }
      case 4: {
        const seq_ch_model_invocation_row row = model_row(i);
        status = seq_ch_push_model_invocation(writer, &row);
        break;
      }
      default: {
        seq_ch_tool_call_row row{};
        row.struct_size = sizeof row, row.ts_ms = ts_ms, row.tool_name = text("Bash"), row.input_json = text("{}"), row.ok = 1;
        status = seq_ch_push_tool_call(writer, &row);
      }
    }
    if (status == SEQ_CH_OK) waiting[i % kTables].push_back({++accepted[i % kTables], now});
    for (std::uint32_t t = 0; t < kTables; ++t) {
      seq_ch_table_stats_at(writer, t, &stats);
      const auto seen = Clock::now();
      for (; first[t] < waiting[t].size() && waiting[t][first[t]].accepted <= stats.counters.acknowledged_rows; ++first[t]) {
        milliseconds.push_back(std::chrono::duration<double, std::milli>(seen - waiting[t][first[t]].since).count());
      }
    }
    std::this_thread::sleep_until(start + std::chrono::milliseconds(i + 1));
  }
  const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
  flush(writer);
  std::uint64_t blocks = 0;
  for (std::uint32_t t = 0; t < kTables; ++t) {
    seq_ch_table_stats_at(writer, t, &stats);
    blocks += stats.counters.blocks_sent;
  }
  return {percentiles(std::move(milliseconds)), static_cast<double>(blocks - blocks_before) / elapsed};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: HIVEBAR_PASSWORD=... seqch-bench HOST PORT USER [--rows N] [--seconds N] [--flush-age MS]\n");
    return 2;
  }
  std::uint64_t rows = 1'000'000;
  unsigned seconds = 10;
  seq_ch_options options{};
  for (int i = 4; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--rows") == 0) rows = std::strtoull(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--seconds") == 0) seconds = static_cast<unsigned>(std::strtoul(argv[i + 1], nullptr, 10));
    if (std::strcmp(argv[i], "--flush-age") == 0) options.flush_age_ms = static_cast<std::uint32_t>(std::atoi(argv[i + 1]));
  }
  const char* password = std::getenv("HIVEBAR_PASSWORD");
  options.struct_size = sizeof options;
  options.host = argv[1];
  options.port = static_cast<std::uint16_t>(std::atoi(argv[2]));
  options.user = argv[3];
  options.password = password != nullptr ? password : "";
  seq_ch_writer* writer = nullptr;
  seq_ch_error none{};
  if (const seq_ch_status status = seq_ch_open(&options, &writer, nullptr); status != SEQ_CH_OK) fail("open", status, none);
  measure_rows(writer, 20'000);  // warms both sides up

  const Visibility visible = measure_visible(writer, seconds);
  const Percentiles push = measure_push(writer);
  const Throughput throughput = measure_rows(writer, rows);
  seq_ch_close(writer, 10'000, nullptr);
  seq_ch_free(writer);
  std::printf("{\"push_ns\":{\"p50\":%.0f,\"p99\":%.0f,\"p999\":%.0f,\"max\":%.0f},", push.p50, push.p99, push.p999, push.most);
  std::printf("\"rows\":{\"count\":%llu,\"per_second\":%.0f,\"times_full\":%llu},", static_cast<unsigned long long>(rows),
              throughput.rows_per_second, static_cast<unsigned long long>(throughput.times_full));
  std::printf("\"visible_ms\":{\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f,\"blocks_per_second\":%.1f}}\n", visible.ms.p50,
              visible.ms.p99, visible.ms.p999, visible.ms.most, visible.blocks_per_second);
  return 0;
}

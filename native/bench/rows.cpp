#include "rows.hpp"

#include <charconv>
#include <cstring>

namespace bench {
namespace {

seq_ch_string text(const char* value) noexcept { return {value, std::strlen(value)}; }

/// `prefix` and the number, written into `into`.
template <std::size_t kBytes>
seq_ch_string numbered(char (&into)[kBytes], const char* prefix, std::uint64_t number) noexcept {
  const std::size_t size = std::strlen(prefix);
  std::memcpy(into, prefix, size);
  const auto end = std::to_chars(into + size, into + kBytes, number);
  return {into, static_cast<std::size_t>(end.ptr - into)};
}

}  // namespace

void ModelInvocation::make(std::uint64_t index, std::uint64_t ts_ms) noexcept {
  static constexpr const char* kModels[] = {"claude-opus-4-5", "claude-sonnet-4-5", "gpt-5.1", "gemini-3-pro", "qwen3-30b-a3b"};
  static constexpr const char* kNodes[] = {"plan", "research", "code", "review", "test", "summarise"};
  seq_ch_model_invocation_row& row = row_;
  row.struct_size = sizeof row;
  row.ts_ms = ts_ms;
  row.thread_id = numbered(thread_id_, "thread-", index % 977);
  row.node_id = text(kNodes[index % 6]);
  row.graph_name = text("coding_assist");
  row.provider = text(index % 5 == 4 ? "mlx" : "anthropic");
  row.model = text(kModels[index % 5]);
  row.input_tokens = static_cast<std::uint32_t>(900 + index % 4'000);
  row.output_tokens = static_cast<std::uint32_t>(40 + index % 700);
  row.dur_us = index;
  row.ttft_us = 180'000 + index % 90'000;
  row.tool_calls = static_cast<std::uint16_t>(index % 3);
  row.ok = index % 50 == 0 ? 0 : 1;
  row.error_msg = text(index % 50 == 0 ? "overloaded" : "");
  row.event_id = numbered(event_id_, "event-", index);
  row.source = text("bench");
  row.cache_read_tokens = static_cast<std::uint32_t>(index % 20'000);
  row.cost_known = 1;
  row.cost_micros = static_cast<std::int64_t>(1'500 + index % 9'000);
  row.cost_source = text("computed");
  row.request_id = numbered(request_id_, "req_", index * 2'654'435'761u % 4'294'967'296u);
  row.finish_reason = text(index % 3 == 0 ? "tool_use" : "stop");
}

const char* const kMixedTableNames[kMixedTables] = {"seq.context",     "seq.mem_events",         "seq.trace_events",
                                                    "hive.supersteps", "hive.model_invocations", "hive.tool_calls"};

seq_ch_status push_mixed(seq_ch_writer* writer, std::uint64_t number, std::uint64_t ts_ms) noexcept {
  char name[32];
  switch (number % kMixedTables) {
    case 0: {
      seq_ch_context_row row{};
      row.struct_size = sizeof row, row.ts_ms = ts_ms, row.dur_ms = number;
      row.app = text("Code"), row.bundle_id = text("com.microsoft.VSCode"), row.window_title = numbered(name, "file-", number % 40);
      return seq_ch_push_context(writer, &row);
    }
    case 1: {
      seq_ch_mem_event_row row{};
      row.struct_size = sizeof row, row.ts_ms = ts_ms, row.value = static_cast<double>(number);
      row.kind = text("metric"), row.subject = text("bench");
      return seq_ch_push_mem_event(writer, &row);
    }
    case 2: {
      seq_ch_trace_event_row row{};
      row.struct_size = sizeof row, row.ts_ms = ts_ms, row.level = SEQ_CH_INFO, row.dur_us = number;
      row.component = text("bench"), row.event = text("tick"), row.message = numbered(name, "event ", number);
      return seq_ch_push_trace_event(writer, &row);
    }
    case 3: {
      seq_ch_superstep_row row{};
      row.struct_size = sizeof row, row.ts_ms = ts_ms, row.status = SEQ_CH_STEP_FINISHED, row.dur_us = number;
      row.step_index = static_cast<std::uint32_t>(number % 1'000);
      row.thread_id = numbered(name, "thread-", number % 100), row.graph_name = text("coding_assist");
      return seq_ch_push_superstep(writer, &row);
    }
    case 4: {
      const ModelInvocation invocation(number, ts_ms);
      return seq_ch_push_model_invocation(writer, &invocation.row());
    }
    default: {
      seq_ch_tool_call_row row{};
      row.struct_size = sizeof row, row.ts_ms = ts_ms, row.ok = 1, row.dur_us = number;
      row.thread_id = numbered(name, "thread-", number % 100), row.tool_name = text("read_file");
      row.input_json = text("{\"path\":\"src/file.ts\"}"), row.output_json = text("{\"lines\":120}");
      return seq_ch_push_tool_call(writer, &row);
    }
  }
}

}  // namespace bench

#include "crash_rows.hpp"

#include <cstring>

#include "protocol/byte_writer.hpp"

namespace crash {

namespace {

seq_ch_string view(const std::string& text) { return {text.data(), text.size()}; }
seq_ch_string view(const char* text) { return {text, std::strlen(text)}; }

/// Mostly short; one in 997 is longer than a small segment's page, so that rows reach over pages and blocks.
std::string content(std::uint64_t number) {
  const std::size_t size = number % 997 == 0 ? 40'000 : number * 37 % 300;
  return std::string(size, static_cast<char>('a' + number % 26));
}

std::uint64_t amount(std::uint64_t number) { return number * 7919 % 600'000; }

std::uint64_t time_of(const RowOrigin& origin, std::uint64_t number) {
  const std::uint64_t days_ago = number % 16 == 0 ? number / 16 % origin.days : 0;
  return origin.base_ms + number - days_ago * 86'400'000;
}

}  // namespace

seq_ch_status push_typed(seq_ch_writer* writer, unsigned table, const RowOrigin& origin, std::uint64_t number) {
  const std::string key = origin.prefix + std::to_string(number);
  const std::string text = content(number);
  const std::uint64_t ts_ms = time_of(origin, number);
  const std::uint64_t measure = amount(number);
  const seq_ch_string label = view(origin.label);
  switch (table) {
    case 0: {
      seq_ch_context_row row{};
      row.struct_size = sizeof row, row.ts_ms = ts_ms, row.dur_ms = measure, row.app = label, row.segment_id = view(key);
      row.window_title = view(text), row.afk = number % 5 == 0;
      return seq_ch_push_context(writer, &row);
    }
    case 1: {
      const std::string payload = "{\"dur_ms\":" + std::to_string(measure) + ",\"window_title\":\"" + text + "\"}";
      seq_ch_mem_event_row row{};
      row.struct_size = sizeof row, row.ts_ms = ts_ms, row.kind = view(number % 2 == 0 ? "window_context" : "metric");
      row.app = label, row.subject = view(key), row.payload = view(payload), row.value = static_cast<double>(measure);
      return seq_ch_push_mem_event(writer, &row);
    }
    case 2: {
      seq_ch_trace_event_row row{};
      row.struct_size = sizeof row, row.ts_ms = ts_ms, row.dur_us = measure, row.level = static_cast<std::int8_t>(number % 6);
      row.component = label, row.event = view("tick"), row.trace_id = view(key), row.message = view(text);
      return seq_ch_push_trace_event(writer, &row);
    }
    case 3: {
      seq_ch_superstep_row row{};
      row.struct_size = sizeof row, row.ts_ms = ts_ms, row.dur_us = measure, row.status = static_cast<std::int8_t>(number % 4);
      row.thread_id = label, row.graph_name = label, row.checkpoint_id = view(key), row.error_msg = view(text);
      return seq_ch_push_superstep(writer, &row);
    }
    case 4: {
      seq_ch_model_invocation_row row{};
      row.struct_size = sizeof row, row.ts_ms = ts_ms, row.dur_us = measure, row.ok = number % 3 != 0;
      row.thread_id = label, row.provider = label, row.model = label, row.graph_name = label, row.node_id = label, row.event_id = view(key);
      row.error_msg = view(text), row.input_tokens = static_cast<std::uint32_t>(number % 1'000);
      row.cost_known = number % 7 != 0, row.cost_micros = static_cast<std::int64_t>(number % 10'000);
      return seq_ch_push_model_invocation(writer, &row);
    }
    default: {
      seq_ch_tool_call_row row{};
      row.struct_size = sizeof row, row.ts_ms = ts_ms, row.dur_us = measure, row.ok = number % 3 != 0;
      row.thread_id = label, row.tool_name = label, row.event_id = view(key), row.output_json = view(text);
      return seq_ch_push_tool_call(writer, &row);
    }
  }
}

void append_any_shape(std::vector<std::uint8_t>& out, const RowOrigin& origin, std::uint64_t number) {
  seqch::ByteWriter row;
  row.fixed(time_of(origin, number));
  row.string(origin.label);
  row.string(origin.prefix + std::to_string(number));
  row.string(content(number));
  row.fixed(amount(number));
  const std::uint64_t tags = number % 4;
  row.varint(tags);
  for (std::uint64_t i = 0; i < tags; ++i) row.string("tag");
  const bool known = number % 3 != 0;
  row.fixed<std::uint8_t>(known ? 0 : 1);
  if (known) row.fixed(static_cast<std::int32_t>(number));
  row.varint(1);
  row.string("number");
  row.fixed(number);
  out.insert(out.end(), row.bytes().begin(), row.bytes().end());
}

}  // namespace crash

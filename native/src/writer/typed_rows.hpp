// The tables that have a push function of their own: their columns, and how a struct becomes a packed row.
// Column names and types are those of schema/; a test inserts every one of them into the real tables.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "protocol/byte_writer.hpp"
#include "seqch.h"

namespace seqch {

struct TypedColumn {
  std::string_view name;
  std::string_view type;
};

/// Gathers how many bytes a row needs at most, and whether its strings are valid.
class RowMeasure {
 public:
  template <typename T>
  void number(T) noexcept { bytes_ += sizeof(T); }
  template <typename T>
  void nullable(bool, T) noexcept { bytes_ += 1 + sizeof(T); }
  void string(const seq_ch_string& value) noexcept {
    if (value.size > SEQ_CH_MAX_STRING_BYTES) status_ = SEQ_CH_VALUE_TOO_LONG;
    if (value.size > 0 && value.data == nullptr) status_ = SEQ_CH_INVALID_ARGUMENT;
    bytes_ += value.size + 5;
  }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
  [[nodiscard]] seq_ch_status status() const noexcept { return status_; }

 private:
  std::size_t bytes_ = 0;
  seq_ch_status status_ = SEQ_CH_OK;
};

/// Writes a measured row.
class RowPacker {
 public:
  explicit RowPacker(std::uint8_t* at) noexcept : at_(at) {}
  template <typename T>
  void number(T value) noexcept {
    std::memcpy(at_, &value, sizeof value);
    at_ += sizeof value;
  }
  template <typename T>
  void nullable(bool known, T value) noexcept {
    *at_++ = known ? 0 : 1;
    if (known) number(value);
  }
  void string(const seq_ch_string& value) noexcept {
    at_ = write_varint(at_, value.size);
    if (value.size == 0) return;
    std::memcpy(at_, value.data, value.size);
    at_ += value.size;
  }
  [[nodiscard]] std::uint8_t* end() const noexcept { return at_; }

 private:
  std::uint8_t* at_;
};

// For each table one list: N a number, S a string, O a number that may be unknown (with the field that says so).
// The order here is the order in a packed row.

#define SEQCH_CONTEXT(N, S, O)                                                                                      \
  N(ts_ms, "UInt64") N(dur_ms, "UInt64") S(app, "LowCardinality(String)") S(bundle_id, "LowCardinality(String)")    \
  S(window_title, "String") S(url, "String") N(afk, "UInt8") S(tz, "LowCardinality(String)")                        \
  N(utc_offset_min, "Int16") S(segment_id, "String")

#define SEQCH_MEM_EVENT(N, S, O)                                                                                    \
  N(ts_ms, "UInt64") S(kind, "LowCardinality(String)") S(app, "LowCardinality(String)") S(subject, "String")        \
  S(payload, "String") N(value, "Float64")

#define SEQCH_TRACE_EVENT(N, S, O)                                                                                  \
  N(ts_ms, "UInt64")                                                                                                \
  N(level, "Enum8('trace' = 0, 'debug' = 1, 'info' = 2, 'warn' = 3, 'error' = 4, 'fatal' = 5)")                     \
  S(component, "LowCardinality(String)") S(event, "LowCardinality(String)") S(message, "String")                    \
  S(trace_id, "String") S(span_id, "String") S(attributes, "String") N(dur_us, "UInt64")

#define SEQCH_SUPERSTEP(N, S, O)                                                                                    \
  N(ts_ms, "UInt64") S(thread_id, "String") S(graph_name, "LowCardinality(String)") N(graph_version, "UInt32")      \
  N(step_index, "UInt32") N(frontier_count, "UInt32") N(writes, "UInt32") N(dur_us, "UInt64")                       \
  N(status, "Enum8('started' = 0, 'finished' = 1, 'interrupted' = 2, 'error' = 3)") S(checkpoint_ns, "String")      \
  S(checkpoint_id, "String") S(error_msg, "String")

#define SEQCH_MODEL_INVOCATION(N, S, O)                                                                             \
  N(ts_ms, "UInt64") S(thread_id, "String") S(node_id, "LowCardinality(String)")                                    \
  S(graph_name, "LowCardinality(String)") S(provider, "LowCardinality(String)") S(model, "LowCardinality(String)")  \
  N(input_tokens, "UInt32") N(output_tokens, "UInt32") N(dur_us, "UInt64") N(ttft_us, "UInt64")                     \
  N(tool_calls, "UInt16") N(ok, "UInt8") S(error_msg, "String") S(event_id, "String")                               \
  S(source, "LowCardinality(String)") S(source_version, "LowCardinality(String)") N(cache_read_tokens, "UInt32")    \
  N(cache_write_5m_tokens, "UInt32") N(cache_write_1h_tokens, "UInt32") N(reasoning_tokens, "UInt32")               \
  O(cost_micros, cost_known, "Nullable(Int64)") S(cost_source, "LowCardinality(String)")                            \
  S(price_rev, "LowCardinality(String)") S(request_id, "String") N(attempt, "UInt16") N(status_code, "UInt16")      \
  S(error_type, "LowCardinality(String)") S(finish_reason, "LowCardinality(String)")                                \
  S(service_tier, "LowCardinality(String)") S(effort, "LowCardinality(String)") S(agent_id, "String")               \
  S(parent_agent_id, "String") S(query_source, "LowCardinality(String)") S(trace_id, "String") S(span_id, "String")

#define SEQCH_TOOL_CALL(N, S, O)                                                                                    \
  N(ts_ms, "UInt64") S(thread_id, "String") S(node_id, "LowCardinality(String)")                                    \
  S(tool_name, "LowCardinality(String)") S(input_json, "String") S(output_json, "String") N(dur_us, "UInt64")       \
  N(ok, "UInt8") S(event_id, "String") S(tool_call_id, "String") S(error_type, "LowCardinality(String)")            \
  S(error_msg, "String") S(decision, "LowCardinality(String)") S(decision_source, "LowCardinality(String)")         \
  N(wait_us, "UInt64") S(mcp_server, "LowCardinality(String)") N(input_bytes, "UInt32") N(output_bytes, "UInt32")   \
  S(agent_id, "String") S(trace_id, "String") S(span_id, "String")

// place among the typed tables, struct, list of columns, ClickHouse table
#define SEQCH_TYPED_TABLES(X)                                                            \
  X(0, seq_ch_context_row, SEQCH_CONTEXT, "seq.context")                                 \
  X(1, seq_ch_mem_event_row, SEQCH_MEM_EVENT, "seq.mem_events")                          \
  X(2, seq_ch_trace_event_row, SEQCH_TRACE_EVENT, "seq.trace_events")                    \
  X(3, seq_ch_superstep_row, SEQCH_SUPERSTEP, "hive.supersteps")                         \
  X(4, seq_ch_model_invocation_row, SEQCH_MODEL_INVOCATION, "hive.model_invocations")    \
  X(5, seq_ch_tool_call_row, SEQCH_TOOL_CALL, "hive.tool_calls")
inline constexpr std::size_t kTypedTables = 6;

/// What is known of a row type: its table, its columns, and `visit`, which shows every field to `visitor` in order.
template <typename Row>
struct TypedRow;

#define SEQCH_COLUMN(field, type) TypedColumn{#field, type},
#define SEQCH_OPTIONAL_COLUMN(field, known, type) TypedColumn{#field, type},
#define SEQCH_VISIT_NUMBER(field, type) visitor.number(row.field);
#define SEQCH_VISIT_STRING(field, type) visitor.string(row.field);
#define SEQCH_VISIT_OPTIONAL(field, known, type) visitor.nullable(row.known != 0, row.field);
#define SEQCH_TYPED_ROW(place, Row, LIST, table_name)                                                      \
  template <>                                                                                              \
  struct TypedRow<Row> {                                                                                   \
    static constexpr std::size_t kPlace = place;                                                           \
    static constexpr std::string_view kTable = table_name;                                                 \
    static constexpr auto kColumns = std::to_array<TypedColumn>({                                          \
        LIST(SEQCH_COLUMN, SEQCH_COLUMN, SEQCH_OPTIONAL_COLUMN)});                                         \
    template <typename Visitor>                                                                            \
    static void visit(const Row& row, Visitor& visitor) noexcept {                                         \
      LIST(SEQCH_VISIT_NUMBER, SEQCH_VISIT_STRING, SEQCH_VISIT_OPTIONAL)                                   \
    }                                                                                                      \
  };
SEQCH_TYPED_TABLES(SEQCH_TYPED_ROW)
#undef SEQCH_TYPED_ROW
#undef SEQCH_VISIT_OPTIONAL
#undef SEQCH_VISIT_STRING
#undef SEQCH_VISIT_NUMBER
#undef SEQCH_OPTIONAL_COLUMN
#undef SEQCH_COLUMN

/// Whether the row's enum column, if it has one, holds a value of that enum.
template <typename Row>
constexpr bool has_valid_enum(const Row&) noexcept { return true; }
constexpr bool has_valid_enum(const seq_ch_trace_event_row& row) noexcept {
  return row.level >= SEQ_CH_TRACE && row.level <= SEQ_CH_FATAL;
}
constexpr bool has_valid_enum(const seq_ch_superstep_row& row) noexcept {
  return row.status >= SEQ_CH_STEP_STARTED && row.status <= SEQ_CH_STEP_ERROR;
}

}  // namespace seqch

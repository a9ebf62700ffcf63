/* Records one row of every sort into the Hivebar that runs on this machine: what the fields of each table hold.
 *
 *   cc every_table.c $(pkg-config --cflags --libs seqch) -o every_table && ./every_table */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "seqch.h"

static seq_ch_string text(const char *value) {
  seq_ch_string string;
  string.data = value;
  string.size = strlen(value);
  return string;
}

static int push_all(seq_ch_writer *writer, uint64_t now_ms) {
  seq_ch_context_row context = {0};
  seq_ch_mem_event_row event = {0};
  seq_ch_trace_event_row trace = {0};
  seq_ch_superstep_row step = {0};
  seq_ch_model_invocation_row call = {0};
  seq_ch_tool_call_row tool = {0};
  int refused = 0;

  context.struct_size = sizeof context;
  context.ts_ms = now_ms - 60000;
  context.dur_ms = 60000;
  context.app = text("Terminal");
  context.bundle_id = text("com.example.terminal");
  context.window_title = text("make test");
  context.utc_offset_min = 120;
  context.tz = text("Europe/Berlin");
  context.segment_id = text("record-1");
  refused += seq_ch_push_context(writer, &context) != SEQ_CH_OK;

  event.struct_size = sizeof event;
  event.ts_ms = now_ms;
  event.kind = text("metric");
  event.app = text("Terminal");
  event.subject = text("tests");
  event.payload = text("{\"suite\":\"unit\"}");
  event.value = 57;
  refused += seq_ch_push_mem_event(writer, &event) != SEQ_CH_OK;

  trace.struct_size = sizeof trace;
  trace.ts_ms = now_ms;
  trace.level = SEQ_CH_WARN;
  trace.component = text("example");
  trace.event = text("slow");
  trace.message = text("took longer than usual");
  trace.dur_us = 1500000;
  refused += seq_ch_push_trace_event(writer, &trace) != SEQ_CH_OK;

  step.struct_size = sizeof step;
  step.ts_ms = now_ms;
  step.thread_id = text("thread-1");
  step.graph_name = text("coding_assist");
  step.graph_version = 3;
  step.step_index = 7;
  step.frontier_count = 2;
  step.writes = 5;
  step.dur_us = 420;
  step.status = SEQ_CH_STEP_INTERRUPTED;
  refused += seq_ch_push_superstep(writer, &step) != SEQ_CH_OK;

  call.struct_size = sizeof call;
  call.ts_ms = now_ms;
  call.thread_id = text("thread-1");
  call.graph_name = text("coding_assist");
  call.node_id = text("write");
  call.provider = text("mlx");
  call.model = text("qwen3-coder-30b");
  call.input_tokens = 1200;
  call.output_tokens = 340;
  call.reasoning_tokens = 80;
  call.dur_us = 2500000;
  call.ttft_us = 180000;
  call.tool_calls = 1;
  call.cost_known = 1; /* local: free, which is not the same as unknown */
  call.cost_micros = 0;
  call.error_msg = text("connection reset");
  call.error_type = text("network");
  refused += seq_ch_push_model_invocation(writer, &call) != SEQ_CH_OK;

  tool.struct_size = sizeof tool;
  tool.ts_ms = now_ms;
  tool.thread_id = text("thread-1");
  tool.tool_name = text("Bash");
  tool.input_json = text("{\"command\":\"make test\"}");
  tool.output_json = text("{\"exit\":0}");
  tool.dur_us = 3400000;
  tool.wait_us = 900000;
  tool.ok = 1;
  tool.input_bytes = 23;
  tool.output_bytes = 10;
  refused += seq_ch_push_tool_call(writer, &tool) != SEQ_CH_OK;
  return refused;
}

int main(void) {
  seq_ch_error error = {.struct_size = sizeof error};
  seq_ch_writer *writer = NULL;
  if (seq_ch_open_running(NULL, NULL, &writer, &error) != SEQ_CH_OK) {
    fprintf(stderr, "every_table: %s\n", error.message);
    return 1;
  }
  const int refused = push_all(writer, (uint64_t)time(NULL) * 1000);
  const seq_ch_status status = seq_ch_flush(writer, 3000, &error);
  if (status != SEQ_CH_OK) fprintf(stderr, "every_table: %s\n", error.message);
  seq_ch_close(writer, 0, NULL);
  seq_ch_free(writer);
  printf("%d refused, %s\n", refused, seq_ch_status_text(status));
  return refused == 0 && status == SEQ_CH_OK ? 0 : 1;
}

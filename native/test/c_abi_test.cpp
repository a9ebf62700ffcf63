#include <cstring>

#include "c_caller.h"
#include "harness.hpp"
#include "seqch.h"
#include "writer/abi_struct.hpp"

TEST_CASE("C can open, push and close, and learns what was left") { CHECK_EQ(c_abi_opens_and_closes(), 0); }

TEST_CASE("a struct that is smaller than in the first release is refused, and an error of such a size left alone") {
  CHECK_EQ(c_abi_refuses_unknown_sizes(), 0);
}

TEST_CASE("a caller with a newer header is served, and what only it knows is neither read nor written") {
  CHECK_EQ(c_abi_takes_newer_callers(), 0);
}

TEST_CASE("the child of a fork is refused by its parent's writer, and the parent goes on") {
  CHECK_EQ(c_abi_refuses_everything_after_fork(), 0);
}

TEST_CASE("a caller with the header of the first release is served within its own structs") {
  const c_abi_first_sizes first = {seqch::kFirstSize<seq_ch_options>, seqch::kFirstSize<seq_ch_stats>,
                                   seqch::kFirstSize<seq_ch_table_stats>, seqch::kFirstSize<seq_ch_context_row>,
                                   seqch::kFirstSize<seq_ch_error>};
  CHECK_EQ(c_abi_takes_older_callers(&first), 0);
}

TEST_CASE("the sizes of the first release are those that programs were compiled with") {
  if (sizeof(void*) != 8) return;
  CHECK_EQ(seqch::kFirstSize<seq_ch_error>, 664u);
  CHECK_EQ(seqch::kFirstSize<seq_ch_options>, 88u);
  CHECK_EQ(seqch::kFirstSize<seq_ch_stats>, 928u);
  CHECK_EQ(seqch::kFirstSize<seq_ch_table_stats>, 912u);
  CHECK_EQ(seqch::kFirstSize<seq_ch_context_row>, 120u);
  CHECK_EQ(seqch::kFirstSize<seq_ch_mem_event_row>, 88u);
  CHECK_EQ(seqch::kFirstSize<seq_ch_trace_event_row>, 120u);
  CHECK_EQ(seqch::kFirstSize<seq_ch_superstep_row>, 120u);
  CHECK_EQ(seqch::kFirstSize<seq_ch_model_invocation_row>, 408u);
  CHECK_EQ(seqch::kFirstSize<seq_ch_tool_call_row>, 280u);
}

TEST_CASE("a missing argument is refused and crashes nothing") {
  seq_ch_writer* writer = nullptr;
  seq_ch_options options{};
  CHECK_EQ(seq_ch_open(nullptr, &writer, nullptr), SEQ_CH_INVALID_ARGUMENT);
  CHECK_EQ(seq_ch_open(&options, &writer, nullptr), SEQ_CH_INVALID_ARGUMENT);
  options.struct_size = sizeof options;
  CHECK_EQ(seq_ch_open(&options, &writer, nullptr), SEQ_CH_INVALID_ARGUMENT);  // no port
  CHECK_EQ(seq_ch_flush(nullptr, 0, nullptr), SEQ_CH_INVALID_ARGUMENT);
  CHECK_EQ(seq_ch_close(nullptr, 0, nullptr), SEQ_CH_INVALID_ARGUMENT);
  CHECK_EQ(seq_ch_push_context(nullptr, nullptr), SEQ_CH_INVALID_ARGUMENT);
  CHECK_EQ(seq_ch_push_rows(nullptr, nullptr, 0, 0, nullptr), SEQ_CH_INVALID_ARGUMENT);
  CHECK_EQ(seq_ch_get_stats(nullptr, nullptr), SEQ_CH_INVALID_ARGUMENT);
  seq_ch_free(nullptr);
}

TEST_CASE("every status has a text and a name, and no other number has one") {
  int listed = 0;
#define COUNT_STATUS(name, code, text)                               \
  CHECK_EQ(std::string(seq_ch_status_name(code)), std::string(#name)); \
  CHECK_EQ(std::string(seq_ch_status_text(code)), std::string(text));  \
  ++listed;
  SEQ_CH_STATUS_TABLE(COUNT_STATUS)
#undef COUNT_STATUS
  int known = 0;
  for (int code = -1; code < 100; ++code) known += std::strcmp(seq_ch_status_text(code), "unknown") != 0 ? 1 : 0;
  CHECK_EQ(known, listed);
  CHECK_EQ(std::string(seq_ch_status_name(SEQ_CH_FULL)), "FULL");
}

TEST_CASE("a row whose struct, string or enum is invalid is refused and counted") {
  seq_ch_options options{};
  options.struct_size = sizeof options;
  options.port = 1;
  seq_ch_writer* writer = nullptr;
  CHECK_EQ(seq_ch_open(&options, &writer, nullptr), SEQ_CH_OK);
  seq_ch_superstep_row row{};
  CHECK_EQ(seq_ch_push_superstep(writer, &row), SEQ_CH_INVALID_ARGUMENT);  // struct_size
  row.struct_size = sizeof row;
  row.status = 4;
  CHECK_EQ(seq_ch_push_superstep(writer, &row), SEQ_CH_UNKNOWN_ENUM_VALUE);
  row.status = SEQ_CH_STEP_ERROR;
  row.error_msg = {"x", SEQ_CH_MAX_STRING_BYTES + 1};
  CHECK_EQ(seq_ch_push_superstep(writer, &row), SEQ_CH_VALUE_TOO_LONG);
  row.error_msg = {nullptr, 1};
  CHECK_EQ(seq_ch_push_superstep(writer, &row), SEQ_CH_INVALID_ARGUMENT);
  row.error_msg = {};
  CHECK_EQ(seq_ch_push_superstep(writer, &row), SEQ_CH_OK);
  seq_ch_stats stats{};
  stats.struct_size = sizeof stats;
  CHECK_EQ(seq_ch_get_stats(writer, &stats), SEQ_CH_OK);
  CHECK_EQ(stats.total.refused_invalid, 3u);
  CHECK_EQ(stats.total.accepted_rows, 1u);
  seq_ch_free(writer);
}

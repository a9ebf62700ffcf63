/* That the header is C, and that C can call what it declares. Called from c_abi_test.cpp. */
#include "seqch.h"

int c_abi_opens_and_closes(void) {
  seq_ch_options options = {0};
  seq_ch_writer *writer = NULL;
  uint64_t left = 1;
  seq_ch_context_row row = {0};
  options.struct_size = sizeof options;
  options.port = 1; /* nobody listens there */
  if (seq_ch_open(&options, &writer, NULL) != SEQ_CH_OK) return 1;
  row.struct_size = sizeof row;
  if (seq_ch_push_context(writer, &row) != SEQ_CH_OK) return 2;
  if (seq_ch_close(writer, 0, &left) != SEQ_CH_UNACKNOWLEDGED || left != 1) return 3;
  if (seq_ch_push_context(writer, &row) != SEQ_CH_CLOSED) return 4;
  seq_ch_free(writer);
  return 0;
}

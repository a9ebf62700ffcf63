/* That the header is C, and that C can call what it declares. Called from c_abi_test.cpp. */
#define _POSIX_C_SOURCE 200809L
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "c_caller.h"

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

/* A caller whose header had nothing after `flush_age_ms` cannot exist: that is smaller than the first release. */
int c_abi_refuses_unknown_sizes(void) {
  seq_ch_options options = {0};
  seq_ch_writer *writer = NULL;
  seq_ch_stats stats = {0};
  seq_ch_context_row row = {0};
  seq_ch_error error;
  options.struct_size = offsetof(seq_ch_options, flush_age_ms);
  options.port = 1;
  if (seq_ch_open(&options, &writer, NULL) != SEQ_CH_INVALID_ARGUMENT || writer != NULL) return 1;
  options.struct_size = sizeof options;
  if (seq_ch_open(&options, &writer, NULL) != SEQ_CH_OK) return 2;
  stats.struct_size = offsetof(seq_ch_stats, total);
  if (seq_ch_get_stats(writer, &stats) != SEQ_CH_INVALID_ARGUMENT) return 3;
  row.struct_size = offsetof(seq_ch_context_row, segment_id);
  if (seq_ch_push_context(writer, &row) != SEQ_CH_INVALID_ARGUMENT) return 4;
  memset(&error, 'x', sizeof error);
  error.struct_size = 0;
  if (seq_ch_flush(NULL, 0, &error) != SEQ_CH_INVALID_ARGUMENT) return 5;
  if (error.message[0] != 'x' || error.struct_size != 0) return 6;
  seq_ch_free(writer);
  return 0;
}

/* A caller whose header is newer: its structs are longer than ours, and end in fields that we do not know. */
int c_abi_takes_newer_callers(void) {
  struct {
    seq_ch_options known;
    uint64_t added;
  } options;
  struct {
    seq_ch_stats known;
    uint64_t added;
  } stats;
  struct {
    seq_ch_context_row known;
    seq_ch_string added;
  } row;
  struct {
    seq_ch_error known;
    uint64_t added;
  } error;
  seq_ch_writer *writer = NULL;
  memset(&options, 0, sizeof options);
  memset(&stats, 0, sizeof stats);
  memset(&row, 0, sizeof row);
  memset(&error, 0, sizeof error);
  options.known.struct_size = sizeof options;
  options.known.port = 1;
  options.added = 77;
  if (seq_ch_open(&options.known, &writer, NULL) != SEQ_CH_OK) return 1;
  row.known.struct_size = sizeof row;
  row.added.size = 99; /* would be refused if it were looked at: a length without data */
  if (seq_ch_push_context(writer, &row.known) != SEQ_CH_OK) return 2;
  stats.known.struct_size = sizeof stats;
  stats.added = 77;
  if (seq_ch_get_stats(writer, &stats.known) != SEQ_CH_OK) return 3;
  if (stats.known.total.accepted_rows != 1 || stats.known.table_count == 0) return 4;
  if (stats.added != 77 || stats.known.struct_size != sizeof stats) return 5;
  error.known.struct_size = sizeof error;
  error.added = 77;
  if (seq_ch_flush(writer, 0, &error.known) != SEQ_CH_TIMED_OUT) return 6;
  if (error.known.status != SEQ_CH_TIMED_OUT || error.added != 77 || error.known.struct_size != sizeof error) return 7;
  seq_ch_free(writer);
  return 0;
}

/* What the child of a fork gets from a writer that its parent opened; the number of the check that failed is its exit status. */
static int use_after_fork(seq_ch_writer *writer, seq_ch_table *table) {
  static const char row_bytes[1] = {0};
  seq_ch_context_row row = {0};
  seq_ch_stats stats = {0};
  seq_ch_table_stats table_stats = {0};
  seq_ch_journal_stats journal_stats = {0};
  seq_ch_table *opened = NULL;
  size_t n = 0;
  row.struct_size = sizeof row;
  stats.struct_size = sizeof stats;
  table_stats.struct_size = sizeof table_stats;
  journal_stats.struct_size = sizeof journal_stats;
  if (seq_ch_push_context(writer, &row) != SEQ_CH_CLOSED) return 1;
  if (seq_ch_push_rows(table, row_bytes, 1, 1, NULL) != SEQ_CH_CLOSED) return 2;
  if (seq_ch_flush(writer, 1000, NULL) != SEQ_CH_CLOSED) return 3;
  if (seq_ch_table_open(writer, "db.t", NULL, 0, &opened) != SEQ_CH_CLOSED) return 4;
  if (seq_ch_table_wait(table, 1000, NULL) != SEQ_CH_CLOSED) return 5;
  if (seq_ch_table_types(table, NULL, 0, &n) != SEQ_CH_CLOSED) return 6;
  if (seq_ch_set_server(writer, NULL, 1) != SEQ_CH_CLOSED) return 7;
  if (seq_ch_get_stats(writer, &stats) != SEQ_CH_CLOSED) return 8;
  if (seq_ch_table_stats_at(writer, 0, &table_stats) != SEQ_CH_CLOSED) return 9;
  if (seq_ch_get_journal_stats(writer, &journal_stats) != SEQ_CH_CLOSED) return 10;
  if (seq_ch_close(writer, 1000, NULL) != SEQ_CH_CLOSED) return 11;
  seq_ch_free(writer);
  return 0;
}

int c_abi_refuses_everything_after_fork(void) {
  seq_ch_options options = {0};
  seq_ch_writer *writer = NULL;
  seq_ch_table *table = NULL;
  seq_ch_context_row row = {0};
  pid_t child;
  int status = 0;
  options.struct_size = sizeof options;
  options.port = 1;
  row.struct_size = sizeof row;
  if (seq_ch_open(&options, &writer, NULL) != SEQ_CH_OK) return 101;
  if (seq_ch_table_open(writer, "db.t", NULL, 0, &table) != SEQ_CH_OK) return 102;
  child = fork();
  if (child == 0) _exit(use_after_fork(writer, table));
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return 103;
  if (WEXITSTATUS(status) != 0) return WEXITSTATUS(status);
  if (seq_ch_push_context(writer, &row) != SEQ_CH_OK) return 104; /* the parent's goes on */
  seq_ch_free(writer);
  return 0;
}

/* A caller whose header ends with the first release: no byte beyond its structs may be read or written. The structs lie at the
 * end of what was allocated, so that AddressSanitizer sees it. */
int c_abi_takes_older_callers(const c_abi_first_sizes *first) {
  seq_ch_options *options = calloc(1, first->options);
  seq_ch_stats *stats = calloc(1, first->stats);
  seq_ch_table_stats *table = calloc(1, first->table_stats);
  seq_ch_context_row *row = calloc(1, first->context_row);
  seq_ch_error *error = calloc(1, first->error);
  seq_ch_writer *writer = NULL;
  int failed = 0;
  if (options == NULL || stats == NULL || table == NULL || row == NULL || error == NULL) return 1;
  options->struct_size = first->options;
  options->port = 1;
  stats->struct_size = first->stats;
  table->struct_size = first->table_stats;
  row->struct_size = first->context_row;
  error->struct_size = first->error;
  if (seq_ch_open(options, &writer, NULL) != SEQ_CH_OK) return 2;
  if (seq_ch_push_context(writer, row) != SEQ_CH_OK) failed = 3;
  if (seq_ch_get_stats(writer, stats) != SEQ_CH_OK || stats->total.accepted_rows != 1) failed = 4;
  if (seq_ch_table_stats_at(writer, 0, table) != SEQ_CH_OK || strcmp(table->name, "seq.context") != 0) failed = 5;
  if (seq_ch_flush(writer, 0, error) != SEQ_CH_TIMED_OUT || error->message[0] == 0) failed = 6;
  seq_ch_free(writer);
  free(options);
  free(stats);
  free(table);
  free(row);
  free(error);
  return failed;
}

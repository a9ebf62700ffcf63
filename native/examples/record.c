/* Records one event into the Hivebar that runs on this machine, and says how long it took until it could be queried.
 *
 *   cc record.c $(pkg-config --cflags --libs seqch) -o record && ./record [SUBJECT]
 *   hivebar query "SELECT * FROM seq.mem_events ORDER BY ts_ms DESC LIMIT 1" */
#define _POSIX_C_SOURCE 200809L
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "seqch.h"

static seq_ch_string text(const char *value) {
  const seq_ch_string string = {value, strlen(value)};
  return string;
}

static double ms_of(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  seq_ch_error error = {.struct_size = sizeof error};
  seq_ch_writer *writer = NULL;
  /* NULL: the data directory where Hivebar has it by default, or where HIVEBAR_DATA_DIR says; default limits. */
  if (seq_ch_open_running(NULL, NULL, &writer, &error) != SEQ_CH_OK) {
    fprintf(stderr, "record: %s\n", error.message);
    return 1;
  }

  const seq_ch_mem_event_row row = {
      .struct_size = sizeof row,
      .ts_ms = (uint64_t)ms_of(CLOCK_REALTIME),
      .kind = text("example"),
      .app = text("record.c"),
      .subject = text(argc > 1 ? argv[1] : "hello"),
      .payload = text("{\"language\":\"C\"}"),
      .value = 1,
  };
  const double began = ms_of(CLOCK_MONOTONIC);
  seq_ch_status status = seq_ch_push_mem_event(writer, &row); /* a copy in memory: returns at once */
  if (status != SEQ_CH_OK) {
    fprintf(stderr, "record: %s\n", seq_ch_status_text(status));
  } else if ((status = seq_ch_flush(writer, 3000, &error)) != SEQ_CH_OK) {
    fprintf(stderr, "record: %s\n", error.message);
  } else {
    printf("acknowledged after %.1f ms\n", ms_of(CLOCK_MONOTONIC) - began);
  }
  seq_ch_close(writer, 0, NULL);
  seq_ch_free(writer);
  return status == SEQ_CH_OK ? 0 : 1;
}

/* libseqch: writes rows into ClickHouse over its native TCP protocol, grouped into blocks by background threads.
 *
 * A program that records into the Hivebar of its own account needs three calls: seq_ch_open_running, a push, seq_ch_close.
 *
 * Conventions, valid for every function here:
 *   handles   opaque; a table belongs to its writer and lives as long as it. In the child of a fork the parent's writers
 *             and tables only say SEQ_CH_CLOSED, because threads do not follow: open another there
 *   status    0 is success; every other code stands in SEQ_CH_STATUS_TABLE with its text. Codes are only ever added, so
 *             expect ones that are not in your header
 *   strings   `seq_ch_string` is UTF-8 bytes with a length, needs no terminator and may be zeroed for "empty";
 *             plain `const char *` arguments are terminated
 *   memory    whatever is passed in is copied before the call returns; what comes out belongs to the library and needs not
 *             be freed. Only seq_ch_open and seq_ch_open_running make something that is: see seq_ch_free
 *   threads   every function may be called from every thread at the same time, except seq_ch_free; none may be called from
 *             a signal handler
 *   blocking  a function waits only as its comment says. None but the library's own threads touch the network
 *   units     times are epoch milliseconds UTC, durations and sizes carry their unit in the name
 *   errors    an optional `seq_ch_error *` is filled on every failure and left alone on success; it never holds row content
 *   structs   those with a `struct_size` grow at their end: zero them, then set it to sizeof. A smaller one is taken for an
 *             older caller's (what it lacks is default, and not filled), a larger one for a newer caller's (what we do not
 *             know is ignored, and not filled); one that is smaller than in the first release is SEQ_CH_INVALID_ARGUMENT, or
 *             for an error: left alone. Structs without a `struct_size` never change
 *   promise   with a journal, a row that a push accepted survives the process: it is sent until the server acknowledges it,
 *             by this process or a later one, and repetitions carry the same insert_deduplication_token. Without one it
 *             lives in memory, is sent until the writer is closed, and dies with the process. What could not be delivered
 *             is counted and reported either way.
 *             A row that is acknowledged is visible to every SELECT that begins afterwards */
#ifndef SEQCH_H
#define SEQCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SEQ_CH_API __attribute__((visibility("default")))
#else
#define SEQ_CH_API
#endif

/* The number in the library's file name (libseqch.so.1). It changes when programs must be compiled again, which adding
 * functions, status codes and fields at the end of structs is no reason for. */
#define SEQ_CH_ABI_VERSION 1

/* name, code, text */
#define SEQ_CH_STATUS_TABLE(X)                                                                            \
  X(OK, 0, "ok")                                                                                          \
  X(INVALID_ARGUMENT, 1, "an argument is missing or out of its documented range")                         \
  X(CLOSED, 2, "the writer is closed")                                                                    \
  X(FULL, 3, "the buffer limit is reached: the server takes rows more slowly than they come")             \
  X(NOT_READY, 4, "the column types of the table are not known yet: wait for the table first")            \
  X(TIMED_OUT, 5, "the time limit passed")                                                                \
  X(UNREACHABLE, 6, "no connection to the server")                                                        \
  X(ACCESS_DENIED, 7, "the server refuses this user, or this user may not insert into this table")        \
  X(UNKNOWN_TABLE, 8, "the server has no such table")                                                     \
  X(UNKNOWN_COLUMN, 9, "the table has no such column, or it is none that can be written")                 \
  X(UNSUPPORTED_TYPE, 10, "the column has a type that this writer cannot write")                          \
  X(TYPE_MISMATCH, 11, "the table's column has another type than the rows were made for")                 \
  X(TABLE_FAILED, 12, "the server refuses blocks of this table for a lasting reason")                     \
  X(TRUNCATED_ROW, 13, "the bytes end in the middle of a row")                                            \
  X(TRAILING_BYTES, 14, "bytes are left over after the last row")                                         \
  X(UNKNOWN_ENUM_VALUE, 15, "the value is none of the column's enum")                                     \
  X(VALUE_TOO_LONG, 16, "a string or array exceeds its limit")                                            \
  X(BAD_VALUE, 17, "the value is not valid for its type")                                                 \
  X(PROTOCOL_ERROR, 18, "the server sent something that is not its protocol")                             \
  X(SERVER_ERROR, 19, "the server answered with an error")                                                \
  X(UNACKNOWLEDGED, 20, "rows are left that the server did not acknowledge")                              \
  X(NO_MEMORY, 21, "memory could not be allocated")                                                       \
  X(INTERNAL, 22, "a bug in this library")                                                                \
  X(JOURNAL_FAILED, 23, "the journal cannot be written: look at its folder and at the free space")        \
  X(NOT_RUNNING, 24, "Hivebar is not running: there is no runtime.json of a living process")              \
  X(BAD_RUNTIME_FILE, 25, "runtime.json is damaged, of an unknown version, or open to other accounts")

typedef enum seq_ch_status {
#define SEQ_CH_STATUS_ENUM(name, code, text) SEQ_CH_##name = code,
  SEQ_CH_STATUS_TABLE(SEQ_CH_STATUS_ENUM)
#undef SEQ_CH_STATUS_ENUM
} seq_ch_status;

/* Longest value of one String, FixedString or LowCardinality(String), bytes. */
#define SEQ_CH_MAX_STRING_BYTES (16u * 1024u * 1024u)
/* Longest Array or Map, elements. */
#define SEQ_CH_MAX_ARRAY_LENGTH (1024u * 1024u)
/* Value of seq_ch_error.row when the error is about no row. */
#define SEQ_CH_NO_ROW UINT64_MAX

typedef struct seq_ch_writer seq_ch_writer;
typedef struct seq_ch_table seq_ch_table;

typedef struct seq_ch_string {
  const char *data;
  size_t size;
} seq_ch_string;

/* What went wrong, in full. `column` and `message` are always terminated. */
typedef struct seq_ch_error {
  uint32_t struct_size;
  seq_ch_status status;
  uint64_t row;        /* index within the pushed rows, or SEQ_CH_NO_ROW */
  int32_t server_code; /* error code of ClickHouse, 0 when it was not the server that refused */
  uint32_t reserved;
  char column[128];    /* empty when the error is about no column */
  char message[512];
} seq_ch_error;

/* 0 in a limit means its default. */
typedef struct seq_ch_options {
  uint32_t struct_size;
  uint16_t port;                /* native TCP port */
  const char *host;             /* name or address; NULL: 127.0.0.1 */
  const char *user;             /* NULL: default */
  const char *password;         /* NULL: empty */
  uint64_t max_buffered_bytes;  /* accepted but unacknowledged rows; at the limit a push is SEQ_CH_FULL; 1 GiB, or 64 MiB
                                   without a journal */
  uint32_t flush_age_ms;        /* how long a busy table gathers rows before they are sent; an idle one sends at once; 25 */
  uint32_t block_rows;          /* most rows of one insert; 524288 */
  uint32_t block_bytes;         /* most bytes of one insert; 64 MiB */
  uint32_t connect_timeout_ms;  /* 2000 */
  uint32_t request_timeout_ms;  /* from sending a block to its acknowledgement; 30000 */
  uint32_t retry_failed_ms;     /* a failed table is tried again after pauses that grow to this; 30000 */
  uint32_t sync_interval_ms;    /* a power failure loses at most the rows that were accepted within this; 1000 */
  uint32_t connections;         /* tables are spread over them; further ones are opened when needed; at most 16;
                                   2, or 1 on a machine with fewer than 4 cores */
  const char *journal_dir;      /* folder for the journals of all processes, made if missing; NULL: none, and with
                                   seq_ch_open_running that of Hivebar; "": none */
  uint64_t segment_bytes;       /* largest file of the journal; a quiet table has smaller ones; 64 MiB */
} seq_ch_options;

/* SEQ_CH_ABI_VERSION of the library that is loaded. Never fails. */
SEQ_CH_API uint32_t seq_ch_abi_version(void);

/* The text of a status ("the writer is closed"), and its name without the prefix ("CLOSED"); "unknown" for a number that is
 * none. Never fail.
 *   memory   constant, terminated, valid as long as the library is loaded */
SEQ_CH_API const char *seq_ch_status_text(int status);
SEQ_CH_API const char *seq_ch_status_name(int status);

/* Opens a writer on any ClickHouse server and starts its threads. Succeeds whether or not the server is there: connecting is
 * a thread's work, and it goes on trying, with growing pauses of at most 2 s, for as long as the writer is open. With a
 * journal_dir it makes a journal of its own there, and takes over, in the background, what processes that died have left.
 *   memory   *writer is freed with seq_ch_free
 *   blocks   never on the network; for making a folder
 *   returns  SEQ_CH_OK and *writer; SEQ_CH_INVALID_ARGUMENT when a pointer is NULL, the port 0 or segment_bytes under 16 KiB;
 *            SEQ_CH_JOURNAL_FAILED; SEQ_CH_NO_MEMORY also when the system gave no thread */
SEQ_CH_API seq_ch_status seq_ch_open(const seq_ch_options *options, seq_ch_writer **writer, seq_ch_error *error);

/* The same for the Hivebar that runs on this machine under this account: server, user and password stand in runtime.json of
 * its data directory, and are read from there again before every connection, because ports change when ClickHouse restarts.
 *   data_dir  NULL: $HIVEBAR_DATA_DIR, else ~/Library/Application Support/Hivebar on macOS, and elsewhere
 *             $XDG_DATA_HOME/hivebar or ~/.local/share/hivebar. Reads the environment, so no other thread may change it
 *   options   NULL: all defaults. host, port, user and password are not looked at; without a journal_dir the journal is in
 *             Hivebar's own folder, so that Hivebar sends what this process leaves when it dies
 *   memory   *writer is freed with seq_ch_free
 *   blocks   never on the network; for reading one small file and making a folder
 *   returns  SEQ_CH_OK and *writer; SEQ_CH_NOT_RUNNING; SEQ_CH_BAD_RUNTIME_FILE; and what seq_ch_open returns.
 *            When Hivebar ends later, rows wait for its return; last_error in seq_ch_stats then says SEQ_CH_NOT_RUNNING */
SEQ_CH_API seq_ch_status seq_ch_open_running(const char *data_dir, const seq_ch_options *options, seq_ch_writer **writer,
                                             seq_ch_error *error);

/* The server now listens elsewhere. Buffered rows go there; blocks keep their identity. NULL keeps the host.
 *   blocks   never
 *   returns  SEQ_CH_OK; SEQ_CH_CLOSED; SEQ_CH_INVALID_ARGUMENT when the port is 0 or the writer follows runtime.json */
SEQ_CH_API seq_ch_status seq_ch_set_server(seq_ch_writer *writer, const char *host, uint16_t port);

/* Waits until every row accepted before the call is acknowledged. Rows of other threads may go on coming meanwhile.
 *   blocks   at most timeout_ms; 0 only looks
 *   returns  SEQ_CH_OK; SEQ_CH_TIMED_OUT: the rows are kept and sent later; SEQ_CH_TABLE_FAILED when rows of a failed table
 *            are all that is left; SEQ_CH_CLOSED; SEQ_CH_INVALID_ARGUMENT; SEQ_CH_NO_MEMORY. `error` names the table and the
 *            last reason, which may be the connection's: no server, a wrong password */
SEQ_CH_API seq_ch_status seq_ch_flush(seq_ch_writer *writer, uint32_t timeout_ms, seq_ch_error *error);

/* Refuses new rows, flushes for at most timeout_ms, then ends the threads. Rows that are left stay in the journal for the next
 * writer; without one they are dropped. Afterwards pushes, flush, set_server and table_open say SEQ_CH_CLOSED; statistics remain.
 *   unacknowledged_rows  optional: how many rows were left
 *   blocks   at most timeout_ms, and until the threads have ended, some milliseconds
 *   returns  SEQ_CH_OK when nothing was left; SEQ_CH_UNACKNOWLEDGED; SEQ_CH_CLOSED when it was closed before;
 *            SEQ_CH_INVALID_ARGUMENT */
SEQ_CH_API seq_ch_status seq_ch_close(seq_ch_writer *writer, uint32_t timeout_ms, uint64_t *unacknowledged_rows);

/* Frees the writer and its tables; closes it without waiting for rows when that was not done. NULL is allowed.
 *   threads  no other call on this writer or its tables may be running or follow
 *   blocks   until the writer's threads have ended, some milliseconds */
SEQ_CH_API void seq_ch_free(seq_ch_writer *writer);

/* ---- Tables of any shape -------------------------------------------------------------------------------------- */

typedef enum seq_ch_default_kind {
  SEQ_CH_DEFAULT_NONE = 0,    /* leaving the column out stores the type's default: 0, '', NULL, [] */
  SEQ_CH_DEFAULT_EXPRESSION = 1, /* leaving the column out stores what its DEFAULT expression says */
} seq_ch_default_kind;

/* One column of a shape.
 *   memory   terminated, valid as long as the writer */
typedef struct seq_ch_column {
  const char *name;
  const char *type; /* ClickHouse's spelling */
  seq_ch_default_kind default_kind;
} seq_ch_column;

/* Names a shape: an ordered subset of the columns of `name` ("database.table"), or with n = 0 all that can be written,
 * in the table's order, as it is when it is first asked for. The types are fetched once per table by the writer's thread, so a
 * second shape of a table is ready at once. The same shape gives the same handle. Opening a failed table again has its blocks
 * tried again now.
 *   memory   the handle is valid until seq_ch_free of its writer
 *   blocks   never
 *   returns  SEQ_CH_OK and *table; SEQ_CH_INVALID_ARGUMENT when a name is missing or has no dot; SEQ_CH_CLOSED;
 *            SEQ_CH_NO_MEMORY. That there is no such table is found out later: see seq_ch_table_wait */
SEQ_CH_API seq_ch_status seq_ch_table_open(seq_ch_writer *writer, const char *name, const char *const *columns, size_t n,
                                           seq_ch_table **table);

/* Waits until the types are known, or it is known why not.
 *   blocks   at most timeout_ms; 0 only looks
 *   returns  SEQ_CH_OK; SEQ_CH_TIMED_OUT; SEQ_CH_UNREACHABLE when the time passed without a connection;
 *            SEQ_CH_ACCESS_DENIED, _UNKNOWN_TABLE, _UNKNOWN_COLUMN, _UNSUPPORTED_TYPE, _SERVER_ERROR; SEQ_CH_CLOSED;
 *            SEQ_CH_INVALID_ARGUMENT; SEQ_CH_NO_MEMORY */
SEQ_CH_API seq_ch_status seq_ch_table_wait(seq_ch_table *table, uint32_t timeout_ms, seq_ch_error *error);

/* The columns of a ready shape, in its order: up to `capacity` into `columns`, their number into *n.
 *   blocks   never
 *   returns  SEQ_CH_OK; SEQ_CH_NOT_READY; the reasons of seq_ch_table_wait; SEQ_CH_INVALID_ARGUMENT; SEQ_CH_NO_MEMORY */
SEQ_CH_API seq_ch_status seq_ch_table_types(seq_ch_table *table, seq_ch_column *columns, size_t capacity, size_t *n);

/* Appends n_rows rows (at most 1 GiB, and no more than max_buffered_bytes), packed in ClickHouse's RowBinary in the order of
 * the shape, without names. All of them or, when one does not fit, none: the error names row and column.
 *   blocks   never on the network
 *   returns  SEQ_CH_OK; SEQ_CH_FULL; SEQ_CH_JOURNAL_FAILED; SEQ_CH_NOT_READY; SEQ_CH_TABLE_FAILED; SEQ_CH_TRUNCATED_ROW,
 *            _TRAILING_BYTES, _UNKNOWN_ENUM_VALUE, _VALUE_TOO_LONG, _BAD_VALUE; SEQ_CH_CLOSED; SEQ_CH_INVALID_ARGUMENT;
 *            SEQ_CH_NO_MEMORY */
SEQ_CH_API seq_ch_status seq_ch_push_rows(seq_ch_table *table, const void *bytes, size_t size, uint64_t n_rows,
                                          seq_ch_error *error);

/* ---- Tables of Hivebar ---------------------------------------------------------------------------------------- *
 * One function per table; fields are its columns, a zeroed field is stored as 0 or ''. They need no connection: the types are
 * compiled in. On failure the row is not accepted, and counted as refused.
 *   memory   the row and what its strings point to may be reused after the call
 *   blocks   never on the network
 *   returns  SEQ_CH_OK; SEQ_CH_FULL; SEQ_CH_JOURNAL_FAILED; SEQ_CH_VALUE_TOO_LONG; SEQ_CH_UNKNOWN_ENUM_VALUE;
 *            SEQ_CH_TABLE_FAILED; SEQ_CH_CLOSED; SEQ_CH_INVALID_ARGUMENT when writer or row is NULL, its struct_size unknown,
 *            or a string has a length but no data; SEQ_CH_NO_MEMORY */

/* seq.context */
typedef struct seq_ch_context_row {
  uint32_t struct_size;
  uint8_t afk; /* 1: away from the keyboard */
  int16_t utc_offset_min;
  uint64_t ts_ms;
  uint64_t dur_ms;
  seq_ch_string app, bundle_id, window_title, url, tz, segment_id;
} seq_ch_context_row;

/* seq.mem_events */
typedef struct seq_ch_mem_event_row {
  uint32_t struct_size;
  uint64_t ts_ms;
  double value;
  seq_ch_string kind, app, subject, payload;
} seq_ch_mem_event_row;

typedef enum seq_ch_trace_level {
  SEQ_CH_TRACE = 0,
  SEQ_CH_DEBUG = 1,
  SEQ_CH_INFO = 2,
  SEQ_CH_WARN = 3,
  SEQ_CH_ERROR = 4,
  SEQ_CH_FATAL = 5,
} seq_ch_trace_level;

/* seq.trace_events */
typedef struct seq_ch_trace_event_row {
  uint32_t struct_size;
  int8_t level; /* seq_ch_trace_level */
  uint64_t ts_ms;
  uint64_t dur_us;
  seq_ch_string component, event, message, trace_id, span_id, attributes;
} seq_ch_trace_event_row;

typedef enum seq_ch_superstep_status {
  SEQ_CH_STEP_STARTED = 0,
  SEQ_CH_STEP_FINISHED = 1,
  SEQ_CH_STEP_INTERRUPTED = 2,
  SEQ_CH_STEP_ERROR = 3,
} seq_ch_superstep_status;

/* hive.supersteps */
typedef struct seq_ch_superstep_row {
  uint32_t struct_size;
  int8_t status; /* seq_ch_superstep_status */
  uint32_t graph_version, step_index, frontier_count, writes;
  uint64_t ts_ms;
  uint64_t dur_us;
  seq_ch_string thread_id, graph_name, checkpoint_ns, checkpoint_id, error_msg;
} seq_ch_superstep_row;

/* hive.model_invocations */
typedef struct seq_ch_model_invocation_row {
  uint32_t struct_size;
  uint8_t ok;         /* 1: answered, 0: failed */
  uint8_t cost_known; /* 0: cost_micros is stored as NULL */
  uint16_t tool_calls, attempt, status_code;
  uint32_t input_tokens, output_tokens; /* token counts are disjoint buckets */
  uint32_t cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens;
  uint64_t ts_ms;
  uint64_t dur_us;
  uint64_t ttft_us;
  int64_t cost_micros; /* millionths of a US dollar */
  seq_ch_string thread_id, node_id, graph_name, provider, model, error_msg, event_id, source, source_version, cost_source,
      price_rev, request_id, error_type, finish_reason, service_tier, effort, agent_id, parent_agent_id, query_source,
      trace_id, span_id;
} seq_ch_model_invocation_row;

/* hive.tool_calls */
typedef struct seq_ch_tool_call_row {
  uint32_t struct_size;
  uint8_t ok; /* 1: succeeded, 0: failed or rejected */
  uint32_t input_bytes, output_bytes;
  uint64_t ts_ms;
  uint64_t dur_us;
  uint64_t wait_us;
  seq_ch_string thread_id, node_id, tool_name, input_json, output_json, event_id, tool_call_id, error_type, error_msg,
      decision, decision_source, mcp_server, agent_id, trace_id, span_id;
} seq_ch_tool_call_row;

SEQ_CH_API seq_ch_status seq_ch_push_context(seq_ch_writer *writer, const seq_ch_context_row *row);
SEQ_CH_API seq_ch_status seq_ch_push_mem_event(seq_ch_writer *writer, const seq_ch_mem_event_row *row);
SEQ_CH_API seq_ch_status seq_ch_push_trace_event(seq_ch_writer *writer, const seq_ch_trace_event_row *row);
SEQ_CH_API seq_ch_status seq_ch_push_superstep(seq_ch_writer *writer, const seq_ch_superstep_row *row);
SEQ_CH_API seq_ch_status seq_ch_push_model_invocation(seq_ch_writer *writer, const seq_ch_model_invocation_row *row);
SEQ_CH_API seq_ch_status seq_ch_push_tool_call(seq_ch_writer *writer, const seq_ch_tool_call_row *row);

/* ---- Counters ------------------------------------------------------------------------------------------------- */

/* Since the writer was opened. Rows and pushes only grow; bytes and ages are of the moment. */
typedef struct seq_ch_counters {
  uint64_t accepted_rows;
  uint64_t acknowledged_rows;
  uint64_t refused_full;         /* rows refused because of max_buffered_bytes */
  uint64_t refused_invalid;      /* pushes refused because a row did not fit */
  uint64_t refused_failed;       /* rows refused because the table has failed */
  uint64_t refused_journal;      /* rows refused because the journal could not be written */
  uint64_t dropped_rows;         /* accepted, then given up: 0 until a writer without a journal is closed with rows left */
  uint64_t buffered_bytes;       /* accepted and unacknowledged */
  uint64_t blocks_sent;          /* acknowledged inserts */
  uint64_t blocks_retried;       /* inserts that were sent again */
  int64_t last_acknowledged_ms;  /* epoch milliseconds, 0: never */
  uint64_t oldest_waiting_us;    /* age of the oldest unacknowledged row, 0: none */
  uint64_t reserved[4];          /* 0; counters to come */
} seq_ch_counters;

typedef struct seq_ch_stats {
  uint32_t struct_size;
  uint8_t connected;
  uint8_t closed;
  uint32_t table_count;          /* indices for seq_ch_table_stats_at */
  uint32_t failed_tables;        /* those whose rows the server refuses; not those that were never found */
  uint64_t connects;             /* successful ones */
  seq_ch_counters total;
  seq_ch_status last_error;      /* of the connection; SEQ_CH_OK after a success */
  int32_t last_server_code;
  char server[256];              /* "name version" of the connected server, else empty */
  char last_error_text[512];
} seq_ch_stats;

typedef struct seq_ch_table_stats {
  uint32_t struct_size;
  uint8_t failed;                /* blocks are kept, pushes refused, tried again by itself */
  uint8_t ready;                 /* types known; 0 with a last_error: no such table or column, nothing is at stake */
  seq_ch_counters counters;
  seq_ch_status last_error;
  int32_t last_server_code;
  char name[256];
  char last_error_text[512];
} seq_ch_table_stats;

/* Fills `stats` with one moment's counters. Cheap: no network, no lock held while rows are sent.
 *   blocks   never on the network
 *   returns  SEQ_CH_OK, also after close; SEQ_CH_INVALID_ARGUMENT; SEQ_CH_NO_MEMORY */
SEQ_CH_API seq_ch_status seq_ch_get_stats(seq_ch_writer *writer, seq_ch_stats *stats);

/* The same for one table: `index` counts from 0 and stays with its table; the number is table_count of seq_ch_stats.
 *   blocks   never on the network
 *   returns  SEQ_CH_OK, also after close; SEQ_CH_INVALID_ARGUMENT, also when there is no such table; SEQ_CH_NO_MEMORY */
SEQ_CH_API seq_ch_status seq_ch_table_stats_at(seq_ch_writer *writer, uint32_t index, seq_ch_table_stats *stats);

/* All zero where there is no journal on disk, but for the sizes and finished_looks. */
typedef struct seq_ch_journal_stats {
  uint32_t struct_size;
  seq_ch_status last_error;      /* SEQ_CH_OK after a success */
  uint64_t file_bytes;           /* of all segments, adopted ones included */
  uint64_t segments;
  uint64_t adopted_journals;     /* of processes that died, since the writer was opened */
  uint64_t adopted_rows;         /* found in them, not yet acknowledged then; they count as accepted too */
  uint64_t adopted_waiting_rows; /* those that are not acknowledged yet */
  uint64_t torn_records;         /* pushes that never returned, because their process died */
  uint64_t damaged_records;      /* accepted once, but their checksum no longer holds: left out */
  uint64_t unreadable_segments;  /* moved to the folder `damaged` */
  uint64_t syncs;                /* times that rows were written through to the disk */
  uint64_t failed_syncs;
  int64_t last_sync_ms;          /* epoch milliseconds, 0: never */
  char last_error_text[512];
  uint64_t finished_looks;       /* for journals of dead processes: from the first on, the rows that a process left which had
                                    died before seq_ch_open count as adopted; 1 where there is no journal on disk */
} seq_ch_journal_stats;

/* What is known of the journal. Cheap: no network, no file is read.
 *   blocks   never on the network
 *   returns  SEQ_CH_OK, also after close; SEQ_CH_INVALID_ARGUMENT; SEQ_CH_NO_MEMORY */
SEQ_CH_API seq_ch_status seq_ch_get_journal_stats(seq_ch_writer *writer, seq_ch_journal_stats *stats);

#ifdef __cplusplus
}
#endif

#endif

/** A table that pushers fill, and how the rows of the crash test are read back from it. */
export interface CrashTable {
  readonly name: string;
  /** Column that holds the label of the run; all columns that a view groups by hold it too. */
  readonly label: string;
  /** Column that holds "run.process.thread.number". */
  readonly key: string;
  /** Expression for the text that the number of a row decides. */
  readonly content: string;
  /** Expression for the number that the number of a row decides. */
  readonly amount: string;
}

/** In the order of native/test/crash/crash_rows.cpp: a ledger knows tables by their place in this list. */
export const crashTables: readonly CrashTable[] = [
  { name: 'seq.context', label: 'app', key: 'segment_id', content: 'window_title', amount: 'dur_ms' },
  {
    name: 'seq.mem_events',
    label: 'app',
    key: 'subject',
    content: "JSONExtractString(payload, 'window_title')",
    amount: "JSONExtractUInt(payload, 'dur_ms')",
  },
  { name: 'seq.trace_events', label: 'component', key: 'trace_id', content: 'message', amount: 'dur_us' },
  { name: 'hive.supersteps', label: 'graph_name', key: 'checkpoint_id', content: 'error_msg', amount: 'dur_us' },
  { name: 'hive.model_invocations', label: 'provider', key: 'event_id', content: 'error_msg', amount: 'dur_us' },
  { name: 'hive.tool_calls', label: 'tool_name', key: 'event_id', content: 'output_json', amount: 'dur_us' },
  { name: 'seq.any_shape', label: 'label', key: 'key', content: 'content', amount: 'amount' },
];

/** The table of any shape is pushed several rows at a time; it is the last one. */
export const anyShape = crashTables.length - 1;

/**
 * Tables that feed a view and that no pusher fills. The rows of this one take the way of all others, and its view adds to
 * sketches alone: there is no sum that a lost or doubled row would change.
 */
export const unpushedTables: readonly string[] = ['hive.model_call_additions'];

/** A table that Hivebar knows nothing of, with the types that its own tables do not have, and a view on it. */
export const anyShapeStatements: readonly string[] = [
  `CREATE TABLE seq.any_shape
   (
       ts_ms UInt64,
       label LowCardinality(String),
       key String,
       content String,
       amount UInt64,
       tags Array(LowCardinality(String)),
       maybe Nullable(Int32),
       numbers Map(String, UInt64)
   )
   ENGINE = MergeTree PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC')) ORDER BY (label, ts_ms)
   SETTINGS non_replicated_deduplication_window = 10000`,
  `CREATE TABLE seq.any_shape_daily (label LowCardinality(String), day Date, row_count UInt64, amount UInt64, tag_count UInt64)
   ENGINE = SummingMergeTree ORDER BY (label, day)
   SETTINGS non_replicated_deduplication_window = 10000`,
  `CREATE MATERIALIZED VIEW seq.mv_any_shape TO seq.any_shape_daily AS
   SELECT label, toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS day, count() AS row_count, sum(s.amount) AS amount,
          sum(length(tags)) AS tag_count
   FROM seq.any_shape AS s GROUP BY label, day`,
];

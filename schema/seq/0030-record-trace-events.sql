-- Why:  structured log lines of programs, so that what broke can be set beside what the person and the agents did.
-- Cost: about 40 bytes a row, by the length of the texts.   Undo: a later number drops the table.
CREATE TABLE IF NOT EXISTS seq.trace_events
(
    ts_ms      UInt64 COMMENT 'When it was logged, epoch milliseconds UTC' CODEC(Delta, LZ4),
    level      Enum8('trace' = 0, 'debug' = 1, 'info' = 2, 'warn' = 3, 'error' = 4, 'fatal' = 5) COMMENT 'Severity',
    component  LowCardinality(String) COMMENT 'Part of the program that logged it',
    event      LowCardinality(String) COMMENT 'Name of the event, the same for every line of its sort',
    message    String COMMENT 'Text for people' CODEC(ZSTD(1)),
    trace_id   String COMMENT 'Trace it belongs to, 32 hexadecimal digits, else empty' CODEC(ZSTD(1)),
    span_id    String COMMENT 'Span it belongs to, 16 hexadecimal digits, else empty' CODEC(ZSTD(1)),
    attributes String COMMENT 'JSON object' CODEC(ZSTD(1)),
    dur_us     UInt64 COMMENT 'How long the logged work took, microseconds, 0 when it has no length' CODEC(T64, LZ4)
)
ENGINE = MergeTree
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (component, ts_ms)
TTL toDateTime(least(intDiv(ts_ms, 1000) + ${trace_events_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Structured log lines';

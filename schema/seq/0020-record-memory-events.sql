-- Why:  everything the memory engine notes that has no table of its own, by kind, with a JSON payload.
-- Cost: 17 bytes a row of the demo data, nearly all of it payload.   Undo: a later number drops the table.
CREATE TABLE IF NOT EXISTS seq.mem_events
(
    ts_ms   UInt64 COMMENT 'When it happened, epoch milliseconds UTC' CODEC(Delta, LZ4),
    kind    LowCardinality(String) COMMENT 'window_context, ocr, metric, macro, marker, …',
    app     LowCardinality(String) COMMENT 'Application it belongs to, else empty',
    subject String COMMENT 'What it is about: a window title, the name of a metric or macro' CODEC(ZSTD(1)),
    payload String COMMENT 'JSON object, what it holds depends on kind' CODEC(ZSTD(1)),
    value   Float64 COMMENT 'The number of a metric, else 0' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (kind, ts_ms)
TTL toDateTime(least(intDiv(ts_ms, 1000) + ${mem_events_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Events of the memory engine, one table for all kinds';

-- Why:  whether the person was there is a track of its own, never folded into the windows: what counts as away can
--       then be judged anew, and a gap while the recorder was off reads as unknown and not as idle.
-- Cost: under 20 bytes a row, some hundred rows a day.   Undo: a later number drops the table.
CREATE TABLE IF NOT EXISTS seq.presence
(
    ts_ms          UInt64 COMMENT 'Start of the span, epoch milliseconds UTC' CODEC(Delta, LZ4),
    dur_ms         UInt64 COMMENT 'Length of the span, milliseconds' CODEC(T64, LZ4),
    state          LowCardinality(String) COMMENT 'active, idle, locked, asleep, paused or unknown',
    cause          LowCardinality(String) DEFAULT '' COMMENT 'What began the span: idle, lock, suspend, clock-gap, quit, …',
    tz             LowCardinality(String) DEFAULT '' COMMENT 'IANA zone that the person was in',
    utc_offset_min Int16 DEFAULT 0 COMMENT 'Minutes east of UTC at ts_ms',
    segment_id     String DEFAULT '' COMMENT 'Names the span, the same however often it is told' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (ts_ms)
TTL toDateTime(least(intDiv(ts_ms, 1000) + ${context_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Whether the person was there: one row per span of one state';

-- Why:  the window that the person works in, one row per closed segment, app-minutes and the timeline come from it.
--       A retried insert is recognised by its token among the last 10,000 parts, here and in the targets of views.
-- Cost: 13 bytes a row of the demo data, a working day makes a few thousand rows.   Undo: a later number drops the table.
CREATE DATABASE IF NOT EXISTS seq;

CREATE TABLE IF NOT EXISTS seq.context
(
    ts_ms          UInt64 COMMENT 'Start of the segment, epoch milliseconds UTC' CODEC(Delta, LZ4),
    dur_ms         UInt64 COMMENT 'Length of the segment, milliseconds' CODEC(T64, LZ4),
    app            LowCardinality(String) COMMENT 'Name of the application',
    bundle_id      LowCardinality(String) COMMENT 'Bundle identifier on macOS, window class on X11, else empty',
    window_title   String COMMENT 'Title after the privacy filter' CODEC(ZSTD(1)),
    url            String DEFAULT '' COMMENT 'Address after the privacy filter, empty outside of browsers' CODEC(ZSTD(1)),
    afk            UInt8 DEFAULT 0 COMMENT '1: the person was away from the keyboard, the segment counts for no app-minutes',
    tz             LowCardinality(String) DEFAULT '' COMMENT 'IANA zone that the person was in',
    utc_offset_min Int16 DEFAULT 0 COMMENT 'Minutes east of UTC at ts_ms: decides which local day the segment belongs to',
    segment_id     String DEFAULT '' COMMENT 'Names the segment, the same however often it is told' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (app, ts_ms)
TTL toDateTime(least(intDiv(ts_ms, 1000) + ${context_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'What the person did: one row per segment of one active window';

-- Why:  writers that know only memory events send windows as kind window_context, this makes columns of their JSON.
--       A payload that is no JSON yields empty columns and never refuses the insert. Rows from before are taken over
--       once, while the target is empty.
-- Cost: the same again as the window_context rows of mem_events.   Undo: a later number drops the view, then the table.
CREATE TABLE IF NOT EXISTS seq.window_context
(
    ts_ms          UInt64 COMMENT 'Start of the segment, epoch milliseconds UTC' CODEC(Delta, LZ4),
    dur_ms         UInt64 COMMENT 'Length of the segment, milliseconds' CODEC(T64, LZ4),
    app            LowCardinality(String) COMMENT 'Name of the application',
    bundle_id      LowCardinality(String) COMMENT 'Bundle identifier on macOS, window class on X11, else empty',
    window_title   String COMMENT 'Title after the privacy filter' CODEC(ZSTD(1)),
    url            String DEFAULT '' COMMENT 'Address after the privacy filter, empty outside of browsers' CODEC(ZSTD(1)),
    afk            UInt8 DEFAULT 0 COMMENT '1: the person was away from the keyboard',
    tz             LowCardinality(String) DEFAULT '' COMMENT 'IANA zone that the person was in',
    utc_offset_min Int16 DEFAULT 0 COMMENT 'Minutes east of UTC at ts_ms',
    segment_id     String DEFAULT '' COMMENT 'Names the segment, as in seq.context' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (app, ts_ms)
TTL toDateTime(least(intDiv(ts_ms, 1000) + ${mem_events_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Segments parsed out of mem_events of kind window_context';

INSERT INTO seq.window_context
SELECT
    ts_ms,
    JSONExtractUInt(payload, 'dur_ms') AS dur_ms,
    if(app != '', app, JSONExtractString(payload, 'app')) AS app,
    JSONExtractString(payload, 'bundle_id') AS bundle_id,
    if(JSONHas(payload, 'window_title'), JSONExtractString(payload, 'window_title'), subject) AS window_title,
    JSONExtractString(payload, 'url') AS url,
    JSONExtractBool(payload, 'afk') OR JSONExtractUInt(payload, 'afk') != 0 AS afk,
    JSONExtractString(payload, 'tz') AS tz,
    toInt16(JSONExtractInt(payload, 'utc_offset_min')) AS utc_offset_min,
    JSONExtractString(payload, 'segment_id') AS segment_id
FROM seq.mem_events
WHERE kind = 'window_context' AND (SELECT count() FROM seq.window_context) = 0
SETTINGS max_partitions_per_insert_block = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS seq.mv_window_context TO seq.window_context AS
SELECT
    ts_ms,
    JSONExtractUInt(payload, 'dur_ms') AS dur_ms,
    if(app != '', app, JSONExtractString(payload, 'app')) AS app,
    JSONExtractString(payload, 'bundle_id') AS bundle_id,
    if(JSONHas(payload, 'window_title'), JSONExtractString(payload, 'window_title'), subject) AS window_title,
    JSONExtractString(payload, 'url') AS url,
    JSONExtractBool(payload, 'afk') OR JSONExtractUInt(payload, 'afk') != 0 AS afk,
    JSONExtractString(payload, 'tz') AS tz,
    toInt16(JSONExtractInt(payload, 'utc_offset_min')) AS utc_offset_min,
    JSONExtractString(payload, 'segment_id') AS segment_id
FROM seq.mem_events
WHERE kind = 'window_context';

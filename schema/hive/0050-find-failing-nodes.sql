-- Why:  where agents fail, by graph and node, with the last failure and its text, summed while writing. The quarter of the
--       hour is part of the key, so that a range can be asked for. Rows from before are taken over once, in one block,
--       while the target is empty.
-- Cost: one row a quarter and node that failed, up to 500 characters of text in each.   Undo: a later number drops the
--       view, then the table.
CREATE TABLE IF NOT EXISTS hive.error_hotspots
(
    graph_name LowCardinality(String) COMMENT 'Graph or workflow, else empty',
    node_id    LowCardinality(String) COMMENT 'Graph node or agent whose model call failed',
    hour       DateTime('UTC') COMMENT 'Start of the UTC hour',
    quarter    UInt8 COMMENT 'Quarter of the hour, 0 to 3',
    errors     SimpleAggregateFunction(sum, UInt64) COMMENT 'Failed calls, sum them, rows of one key merge in the background',
    last_ts_ms SimpleAggregateFunction(max, UInt64) COMMENT 'When the last of them began, epoch milliseconds UTC',
    last_error AggregateFunction(argMax, String, UInt64) COMMENT 'Text of the last of them: read it with argMaxMerge(last_error)'
)
ENGINE = AggregatingMergeTree
ORDER BY (hour, quarter, graph_name, node_id)
TTL toDateTime(least(toUnixTimestamp(hour) + ${agents_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Failed model calls by quarter of an hour, graph and node';

INSERT INTO hive.error_hotspots
SELECT
    graph_name,
    node_id,
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    count() AS errors,
    max(ts_ms) AS last_ts_ms,
    argMaxState(substringUTF8(if(error_msg != '', error_msg, error_type), 1, 500), ts_ms) AS last_error
FROM hive.model_invocations
WHERE ok = 0 AND (SELECT count() FROM hive.error_hotspots) = 0
GROUP BY graph_name, node_id, hour, quarter;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_error_hotspots TO hive.error_hotspots AS
SELECT
    graph_name,
    node_id,
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    count() AS errors,
    max(ts_ms) AS last_ts_ms,
    argMaxState(substringUTF8(if(error_msg != '', error_msg, error_type), 1, 500), ts_ms) AS last_error
FROM hive.model_invocations
WHERE ok = 0
GROUP BY graph_name, node_id, hour, quarter;

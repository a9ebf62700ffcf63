-- Why:  where agents fail and how often they do not: model calls by graph and node, tool calls by tool, steps by graph, in one
--       table by quarter of an hour, so that each insert fills it once. The failures themselves stand in its rows, and
--       hive.failures, hive.error_hotspots and hive.tool_error_hotspots show them. A step counts when it has ended, an
--       interrupted one has not failed. Rows from before are taken over once, one sort in one block, while the target has none.
-- Cost: one row a quarter and node, tool or graph that was used, up to 500 characters of text a failure.
-- Undo: a later number drops the views, then the table.
CREATE TABLE IF NOT EXISTS hive.calls_per_quarter
(
    hour       DateTime('UTC') COMMENT 'Start of the UTC hour',
    quarter    UInt8 COMMENT 'Quarter of the hour, 0 to 3',
    kind       LowCardinality(String) COMMENT 'model, tool, or step',
    graph_name LowCardinality(String) COMMENT 'Graph or workflow of a model call or step, else empty',
    name       LowCardinality(String) COMMENT 'Node or agent of a model call, tool of a tool call, empty for a step',
    calls      SimpleAggregateFunction(sum, UInt64) COMMENT 'All that ended, failed ones included, sum them, rows of one key merge in the background',
    errors     SimpleAggregateFunction(sum, UInt64) COMMENT 'Those that failed, rejected tool calls included',
    failures   SimpleAggregateFunction(groupArrayArray, Array(Tuple(ts_ms UInt64, thread_id String, provider String, model String, error_type String, message String))) COMMENT 'Those that failed, as hive.failures shows them' CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
ORDER BY (hour, quarter, kind, graph_name, name)
TTL toDateTime(least(toUnixTimestamp(hour) + ${agents_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Model calls, tool calls and steps by quarter of an hour and place, with their failures';

INSERT INTO hive.calls_per_quarter
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    'model' AS kind,
    graph_name,
    node_id AS name,
    count() AS calls,
    countIf(ok = 0) AS errors,
    groupArrayIf(
        tuple(ts_ms, thread_id, toString(provider), toString(model), toString(error_type), substringUTF8(if(error_msg != '', error_msg, error_type), 1, 500)),
        ok = 0) AS failures
FROM hive.model_invocations
WHERE (SELECT count() FROM hive.calls_per_quarter WHERE kind = 'model') = 0
GROUP BY hour, quarter, graph_name, name;

INSERT INTO hive.calls_per_quarter
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    'tool' AS kind,
    '' AS graph_name,
    tool_name AS name,
    count() AS calls,
    countIf(ok = 0) AS errors,
    groupArrayIf(
        tuple(ts_ms, thread_id, '', '', toString(error_type), substringUTF8(if(error_msg != '', error_msg, error_type), 1, 500)),
        ok = 0) AS failures
FROM hive.tool_calls
WHERE (SELECT count() FROM hive.calls_per_quarter WHERE kind = 'tool') = 0
GROUP BY hour, quarter, graph_name, name;

INSERT INTO hive.calls_per_quarter
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    'step' AS kind,
    graph_name,
    '' AS name,
    count() AS calls,
    countIf(status = 'error') AS errors,
    groupArrayIf(
        tuple(ts_ms, thread_id, '', '', '', substringUTF8(error_msg, 1, 500)),
        status = 'error') AS failures
FROM hive.supersteps
WHERE status != 'started' AND (SELECT count() FROM hive.calls_per_quarter WHERE kind = 'step') = 0
GROUP BY hour, quarter, graph_name, name;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_error_hotspots TO hive.calls_per_quarter AS
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    'model' AS kind,
    graph_name,
    node_id AS name,
    count() AS calls,
    countIf(ok = 0) AS errors,
    groupArrayIf(
        tuple(ts_ms, thread_id, toString(provider), toString(model), toString(error_type), substringUTF8(if(error_msg != '', error_msg, error_type), 1, 500)),
        ok = 0) AS failures
FROM hive.model_invocations
GROUP BY hour, quarter, graph_name, name;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_tool_error_hotspots TO hive.calls_per_quarter AS
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    'tool' AS kind,
    '' AS graph_name,
    tool_name AS name,
    count() AS calls,
    countIf(ok = 0) AS errors,
    groupArrayIf(
        tuple(ts_ms, thread_id, '', '', toString(error_type), substringUTF8(if(error_msg != '', error_msg, error_type), 1, 500)),
        ok = 0) AS failures
FROM hive.tool_calls
GROUP BY hour, quarter, graph_name, name;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_step_error_hotspots TO hive.calls_per_quarter AS
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    'step' AS kind,
    graph_name,
    '' AS name,
    count() AS calls,
    countIf(status = 'error') AS errors,
    groupArrayIf(
        tuple(ts_ms, thread_id, '', '', '', substringUTF8(error_msg, 1, 500)),
        status = 'error') AS failures
FROM hive.supersteps
WHERE status != 'started'
GROUP BY hour, quarter, graph_name, name;

-- Why:  what share of the calls of a node or a tool, and of the steps of a graph, failed, and how that went over time, needs
--       the calls that did not fail too. One table for the three sorts, summed while writing, by quarter of an hour. A step
--       counts when it has ended. Rows from before are taken over once, one sort in one block, while the target has none.
-- Cost: one row a quarter and node, tool or graph that was used.   Undo: a later number drops the views, then the table.
CREATE TABLE IF NOT EXISTS hive.calls_per_quarter
(
    hour       DateTime('UTC') COMMENT 'Start of the UTC hour',
    quarter    UInt8 COMMENT 'Quarter of the hour, 0 to 3',
    kind       LowCardinality(String) COMMENT 'model, tool, or step',
    graph_name LowCardinality(String) COMMENT 'Graph or workflow of a model call or step, else empty',
    name       LowCardinality(String) COMMENT 'Node or agent of a model call, tool of a tool call, empty for a step',
    calls      UInt64 COMMENT 'All that ended, failed ones included',
    errors     UInt64 COMMENT 'Those that failed, rejected tool calls included'
)
ENGINE = SummingMergeTree((calls, errors))
ORDER BY (hour, quarter, kind, graph_name, name)
TTL toDateTime(least(toUnixTimestamp(hour) + ${agents_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Model calls, tool calls and steps by quarter of an hour and place';

INSERT INTO hive.calls_per_quarter
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    'model' AS kind,
    graph_name,
    node_id AS name,
    count() AS calls,
    countIf(ok = 0) AS errors
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
    countIf(ok = 0) AS errors
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
    countIf(status = 'error') AS errors
FROM hive.supersteps
WHERE status != 'started' AND (SELECT count() FROM hive.calls_per_quarter WHERE kind = 'step') = 0
GROUP BY hour, quarter, graph_name, name;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_model_calls_per_quarter TO hive.calls_per_quarter AS
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    'model' AS kind,
    graph_name,
    node_id AS name,
    count() AS calls,
    countIf(ok = 0) AS errors
FROM hive.model_invocations
GROUP BY hour, quarter, graph_name, name;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_tool_calls_per_quarter TO hive.calls_per_quarter AS
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    'tool' AS kind,
    '' AS graph_name,
    tool_name AS name,
    count() AS calls,
    countIf(ok = 0) AS errors
FROM hive.tool_calls
GROUP BY hour, quarter, graph_name, name;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_steps_per_quarter TO hive.calls_per_quarter AS
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    'step' AS kind,
    graph_name,
    '' AS name,
    count() AS calls,
    countIf(status = 'error') AS errors
FROM hive.supersteps
WHERE status != 'started'
GROUP BY hour, quarter, graph_name, name;

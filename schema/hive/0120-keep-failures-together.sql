-- Why:  what failed, one row a failure whatever its sort, so that the last messages of a place, when it failed first, and
--       which thread it was in are read from a small table, not out of all calls. An interrupted step has not failed. Rows
--       from before are taken over once, one sort in one block, while the target has none.
-- Cost: one row a failure, up to 500 characters of text in each.   Undo: a later number drops the views, then the table.
CREATE TABLE IF NOT EXISTS hive.failures
(
    ts_ms      UInt64 COMMENT 'When the call or step began, epoch milliseconds UTC' CODEC(Delta, LZ4),
    kind       LowCardinality(String) COMMENT 'model, tool, or step',
    graph_name LowCardinality(String) COMMENT 'Graph or workflow of a model call or step, else empty',
    name       LowCardinality(String) COMMENT 'Node or agent of a model call, tool of a tool call, empty for a step',
    thread_id  String COMMENT 'Conversation or session' CODEC(ZSTD(1)),
    provider   LowCardinality(String) COMMENT 'Provider of a model call, else empty',
    model      LowCardinality(String) COMMENT 'Model of a model call, else empty',
    error_type LowCardinality(String) COMMENT 'Sort of failure, as in the call',
    message    String COMMENT 'Text of the failure, or its sort where no text was told' CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (kind, graph_name, name, ts_ms)
TTL toDateTime(least(intDiv(ts_ms, 1000) + ${agents_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Failed model calls, tool calls and steps';

INSERT INTO hive.failures
SELECT
    ts_ms,
    'model' AS kind,
    graph_name,
    node_id AS name,
    thread_id,
    provider,
    model,
    error_type,
    substringUTF8(if(error_msg != '', error_msg, error_type), 1, 500) AS message
FROM hive.model_invocations
WHERE ok = 0 AND (SELECT count() FROM hive.failures WHERE kind = 'model') = 0;

INSERT INTO hive.failures
SELECT
    ts_ms,
    'tool' AS kind,
    '' AS graph_name,
    tool_name AS name,
    thread_id,
    '' AS provider,
    '' AS model,
    error_type,
    substringUTF8(if(error_msg != '', error_msg, error_type), 1, 500) AS message
FROM hive.tool_calls
WHERE ok = 0 AND (SELECT count() FROM hive.failures WHERE kind = 'tool') = 0;

INSERT INTO hive.failures
SELECT
    ts_ms,
    'step' AS kind,
    graph_name,
    '' AS name,
    thread_id,
    '' AS provider,
    '' AS model,
    '' AS error_type,
    substringUTF8(error_msg, 1, 500) AS message
FROM hive.supersteps
WHERE status = 'error' AND (SELECT count() FROM hive.failures WHERE kind = 'step') = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_model_failures TO hive.failures AS
SELECT
    ts_ms,
    'model' AS kind,
    graph_name,
    node_id AS name,
    thread_id,
    provider,
    model,
    error_type,
    substringUTF8(if(error_msg != '', error_msg, error_type), 1, 500) AS message
FROM hive.model_invocations
WHERE ok = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_tool_failures TO hive.failures AS
SELECT
    ts_ms,
    'tool' AS kind,
    '' AS graph_name,
    tool_name AS name,
    thread_id,
    '' AS provider,
    '' AS model,
    error_type,
    substringUTF8(if(error_msg != '', error_msg, error_type), 1, 500) AS message
FROM hive.tool_calls
WHERE ok = 0;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_step_failures TO hive.failures AS
SELECT
    ts_ms,
    'step' AS kind,
    graph_name,
    '' AS name,
    thread_id,
    '' AS provider,
    '' AS model,
    '' AS error_type,
    substringUTF8(error_msg, 1, 500) AS message
FROM hive.supersteps
WHERE status = 'error';

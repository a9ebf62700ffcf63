-- Why:  what failed, one row a failure, and the places that failed with their last failure, out of the sums by place: views that
--       store nothing, so that an insert pays for them once. A question that says its hours reads those only.
-- Cost: none.   Undo: a later number drops the views.
CREATE VIEW IF NOT EXISTS hive.failures
(
    hour       DateTime('UTC') COMMENT 'Start of the UTC hour in which it began',
    ts_ms      UInt64 COMMENT 'When the call or step began, epoch milliseconds UTC',
    kind       LowCardinality(String) COMMENT 'model, tool, or step',
    graph_name LowCardinality(String) COMMENT 'Graph or workflow of a model call or step, else empty',
    name       LowCardinality(String) COMMENT 'Node or agent of a model call, tool of a tool call, empty for a step',
    thread_id  String COMMENT 'Conversation or session',
    provider   String COMMENT 'Provider of a model call, else empty',
    model      String COMMENT 'Model of a model call, else empty',
    error_type String COMMENT 'Sort of failure, as in the call',
    message    String COMMENT 'Text of the failure, or its sort where no text was told'
)
AS SELECT
    hour,
    f.ts_ms AS ts_ms,
    kind,
    graph_name,
    name,
    f.thread_id AS thread_id,
    f.provider AS provider,
    f.model AS model,
    f.error_type AS error_type,
    f.message AS message
FROM hive.calls_per_quarter
ARRAY JOIN failures AS f;

CREATE VIEW IF NOT EXISTS hive.error_hotspots
(
    graph_name LowCardinality(String) COMMENT 'Graph or workflow, else empty',
    node_id    LowCardinality(String) COMMENT 'Graph node or agent whose model call failed',
    hour       DateTime('UTC') COMMENT 'Start of the UTC hour',
    quarter    UInt8 COMMENT 'Quarter of the hour, 0 to 3',
    errors     UInt64 COMMENT 'Failed calls, sum them',
    last_ts_ms UInt64 COMMENT 'When the last of them began, epoch milliseconds UTC',
    last_error String COMMENT 'Text of the last of them: read it with argMax(last_error, last_ts_ms)'
)
AS SELECT
    graph_name,
    name AS node_id,
    hour,
    quarter,
    c.errors AS errors,
    arrayMax(c.failures.ts_ms) AS last_ts_ms,
    c.failures.message[indexOf(c.failures.ts_ms, last_ts_ms)] AS last_error
FROM hive.calls_per_quarter AS c
WHERE kind = 'model' AND c.errors > 0;

CREATE VIEW IF NOT EXISTS hive.tool_error_hotspots
(
    tool_name  LowCardinality(String) COMMENT 'Tool, as the agent names it',
    hour       DateTime('UTC') COMMENT 'Start of the UTC hour',
    quarter    UInt8 COMMENT 'Quarter of the hour, 0 to 3',
    errors     UInt64 COMMENT 'Failed or rejected calls, sum them',
    last_ts_ms UInt64 COMMENT 'When the last of them began, epoch milliseconds UTC',
    last_error String COMMENT 'Text of the last of them: read it with argMax(last_error, last_ts_ms)'
)
AS SELECT
    name AS tool_name,
    hour,
    quarter,
    c.errors AS errors,
    arrayMax(c.failures.ts_ms) AS last_ts_ms,
    c.failures.message[indexOf(c.failures.ts_ms, last_ts_ms)] AS last_error
FROM hive.calls_per_quarter AS c
WHERE kind = 'tool' AND c.errors > 0;

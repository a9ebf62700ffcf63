-- Why:  a list of what agents did, one line a thread, would read every call. The sums of each thread are kept by the hour,
--       with the names that people search for. How a thread stands is read from its latest step, or from its latest call
--       where it has no steps, both are kept with their time. Repricing corrects the cost here as in cost_per_hour. Rows
--       from before are taken over once, one table in one block, while the target has none of them.
-- Cost: one row an hour and thread that did something.   Undo: a later number drops the views, then the table.
CREATE TABLE IF NOT EXISTS hive.thread_hours
(
    hour              DateTime('UTC') COMMENT 'Start of the UTC hour',
    thread_id         String COMMENT 'Conversation or session' CODEC(ZSTD(1)),
    first_ms          SimpleAggregateFunction(min, UInt64) COMMENT 'When the first of the hour began, epoch milliseconds UTC',
    last_ms           SimpleAggregateFunction(max, UInt64) COMMENT 'When the last of the hour ended, epoch milliseconds UTC',
    graphs            SimpleAggregateFunction(groupUniqArrayArray, Array(String)) COMMENT 'Graphs or workflows, none empty',
    nodes             SimpleAggregateFunction(groupUniqArrayArray, Array(String)) COMMENT 'Nodes or agents that called models, none empty',
    models            SimpleAggregateFunction(groupUniqArrayArray, Array(String)) COMMENT 'Models, none empty',
    sources           SimpleAggregateFunction(groupUniqArrayArray, Array(String)) COMMENT 'Who told us of model calls, none empty',
    steps             SimpleAggregateFunction(sum, UInt64) COMMENT 'Steps that ended',
    failed_steps      SimpleAggregateFunction(sum, UInt64) COMMENT 'Steps that failed',
    model_calls       SimpleAggregateFunction(sum, UInt64) COMMENT 'Model calls, failed ones included',
    failed_calls      SimpleAggregateFunction(sum, UInt64) COMMENT 'Model calls that failed',
    tool_calls        SimpleAggregateFunction(sum, UInt64) COMMENT 'Tool calls, failed ones included',
    failed_tools      SimpleAggregateFunction(sum, UInt64) COMMENT 'Tool calls that failed or were rejected',
    tokens            SimpleAggregateFunction(sum, UInt64) COMMENT 'Tokens of all classes',
    cost_micros       SimpleAggregateFunction(sum, Int64) COMMENT 'Cost of the priced calls, millionths of a US dollar',
    unpriced_calls    SimpleAggregateFunction(sum, UInt64) COMMENT 'Calls whose cost is unknown and in no sum',
    latest_step       SimpleAggregateFunction(max, UInt64) COMMENT 'ts_ms * 4 + status of the latest step that is in no subgraph, 0: no such step',
    latest_call       SimpleAggregateFunction(max, UInt64) COMMENT 'ts_ms * 2 + ok of the latest model call, 0: no call',
    INDEX of_thread thread_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = AggregatingMergeTree
ORDER BY (hour, thread_id)
TTL toDateTime(least(toUnixTimestamp(hour) + ${agents_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'What each thread did, by the hour';

INSERT INTO hive.thread_hours
    (hour, thread_id, first_ms, last_ms, graphs, nodes, models, sources, model_calls, failed_calls, tokens,
     cost_micros, unpriced_calls, latest_call)
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    thread_id,
    min(ts_ms) AS first_ms,
    max(ts_ms + intDiv(dur_us, 1000)) AS last_ms,
    groupUniqArrayIf(toString(graph_name), graph_name != '') AS graphs,
    groupUniqArrayIf(toString(node_id), node_id != '') AS nodes,
    groupUniqArrayIf(toString(model), model != '') AS models,
    groupUniqArrayIf(toString(source), source != '') AS sources,
    count() AS model_calls,
    countIf(ok = 0) AS failed_calls,
    sum(toUInt64(i.input_tokens) + i.output_tokens + i.reasoning_tokens + i.cache_read_tokens
        + i.cache_write_5m_tokens + i.cache_write_1h_tokens) AS tokens,
    sum(ifNull(i.cost_micros, 0)) AS cost_micros,
    countIf(i.cost_micros IS NULL) AS unpriced_calls,
    max(ts_ms * 2 + ok) AS latest_call
FROM hive.model_invocations AS i
WHERE thread_id != '' AND (SELECT count() FROM hive.thread_hours WHERE model_calls > 0) = 0
GROUP BY hour, thread_id;

INSERT INTO hive.thread_hours
    (hour, thread_id, first_ms, last_ms, tool_calls, failed_tools)
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    thread_id,
    min(ts_ms) AS first_ms,
    max(ts_ms + intDiv(dur_us + wait_us, 1000)) AS last_ms,
    count() AS tool_calls,
    countIf(ok = 0) AS failed_tools
FROM hive.tool_calls AS t
WHERE thread_id != '' AND (SELECT count() FROM hive.thread_hours WHERE tool_calls > 0) = 0
GROUP BY hour, thread_id;

INSERT INTO hive.thread_hours
    (hour, thread_id, first_ms, last_ms, graphs, steps, failed_steps, latest_step)
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    thread_id,
    min(ts_ms) AS first_ms,
    max(ts_ms + intDiv(dur_us, 1000)) AS last_ms,
    groupUniqArrayIf(toString(graph_name), graph_name != '') AS graphs,
    countIf(status != 'started') AS steps,
    countIf(status = 'error') AS failed_steps,
    maxIf(ts_ms * 4 + toUInt8(status), checkpoint_ns = '') AS latest_step
FROM hive.supersteps AS s
WHERE thread_id != '' AND (SELECT count() FROM hive.thread_hours WHERE steps > 0 OR latest_step > 0) = 0
GROUP BY hour, thread_id;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_model_calls_of_threads TO hive.thread_hours AS
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    thread_id,
    min(ts_ms) AS first_ms,
    max(ts_ms + intDiv(dur_us, 1000)) AS last_ms,
    groupUniqArrayIf(toString(graph_name), graph_name != '') AS graphs,
    groupUniqArrayIf(toString(node_id), node_id != '') AS nodes,
    groupUniqArrayIf(toString(model), model != '') AS models,
    groupUniqArrayIf(toString(source), source != '') AS sources,
    count() AS model_calls,
    countIf(ok = 0) AS failed_calls,
    sum(toUInt64(i.input_tokens) + i.output_tokens + i.reasoning_tokens + i.cache_read_tokens
        + i.cache_write_5m_tokens + i.cache_write_1h_tokens) AS tokens,
    sum(ifNull(i.cost_micros, 0)) AS cost_micros,
    countIf(i.cost_micros IS NULL) AS unpriced_calls,
    max(ts_ms * 2 + ok) AS latest_call
FROM hive.model_invocations AS i
WHERE thread_id != ''
GROUP BY hour, thread_id;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_tool_calls_of_threads TO hive.thread_hours AS
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    thread_id,
    min(ts_ms) AS first_ms,
    max(ts_ms + intDiv(dur_us + wait_us, 1000)) AS last_ms,
    count() AS tool_calls,
    countIf(ok = 0) AS failed_tools
FROM hive.tool_calls AS t
WHERE thread_id != ''
GROUP BY hour, thread_id;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_steps_of_threads TO hive.thread_hours AS
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    thread_id,
    min(ts_ms) AS first_ms,
    max(ts_ms + intDiv(dur_us, 1000)) AS last_ms,
    groupUniqArrayIf(toString(graph_name), graph_name != '') AS graphs,
    countIf(status != 'started') AS steps,
    countIf(status = 'error') AS failed_steps,
    maxIf(ts_ms * 4 + toUInt8(status), checkpoint_ns = '') AS latest_step
FROM hive.supersteps AS s
WHERE thread_id != ''
GROUP BY hour, thread_id;

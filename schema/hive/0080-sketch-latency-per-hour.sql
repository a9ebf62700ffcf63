-- Why:  median and tail latency by node, provider and model over weeks would read every call. Sketches of 1 % relative
--       error are kept by hour and merge into any range. A call whose length is unknown is counted, not sketched. Rows
--       from before are taken over once, in one block, while the target is empty.
-- Cost: 92 bytes in one row an hour, node and model that was used.   Undo: a later number drops the view, then the table.
CREATE TABLE IF NOT EXISTS hive.latency_per_hour
(
    hour       DateTime('UTC') COMMENT 'Start of the UTC hour',
    graph_name LowCardinality(String) COMMENT 'Graph or workflow, else empty',
    node_id    LowCardinality(String) COMMENT 'Graph node or agent that called',
    provider   LowCardinality(String) COMMENT 'Provider of the model',
    model      LowCardinality(String) COMMENT 'Model that answered',
    calls      SimpleAggregateFunction(sum, UInt64) COMMENT 'All calls, failed ones included',
    errors     SimpleAggregateFunction(sum, UInt64) COMMENT 'Calls that failed',
    dur_us     AggregateFunction(quantilesDD(0.01, 0.5, 0.95, 0.99), UInt64) COMMENT 'Latency, microseconds: read it with quantilesDDMerge(0.01, 0.5, 0.95, 0.99)(dur_us)',
    ttft_us    AggregateFunction(quantilesDD(0.01, 0.5, 0.95, 0.99), UInt64) COMMENT 'Time to first token, microseconds: read it like dur_us'
)
ENGINE = AggregatingMergeTree
ORDER BY (hour, graph_name, node_id, provider, model)
TTL toDateTime(least(toUnixTimestamp(hour) + ${agents_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Latency of model calls by hour, node and model';

INSERT INTO hive.latency_per_hour
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    graph_name,
    node_id,
    provider,
    model,
    count() AS calls,
    countIf(ok = 0) AS errors,
    quantilesDDStateIf(0.01, 0.5, 0.95, 0.99)(i.dur_us, i.dur_us > 0) AS dur_us,
    quantilesDDStateIf(0.01, 0.5, 0.95, 0.99)(i.ttft_us, i.ttft_us > 0) AS ttft_us
FROM hive.model_invocations AS i
WHERE (SELECT count() FROM hive.latency_per_hour) = 0
GROUP BY hour, graph_name, node_id, provider, model;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_latency_per_hour TO hive.latency_per_hour AS
SELECT
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    graph_name,
    node_id,
    provider,
    model,
    count() AS calls,
    countIf(ok = 0) AS errors,
    quantilesDDStateIf(0.01, 0.5, 0.95, 0.99)(i.dur_us, i.dur_us > 0) AS dur_us,
    quantilesDDStateIf(0.01, 0.5, 0.95, 0.99)(i.ttft_us, i.ttft_us > 0) AS ttft_us
FROM hive.model_invocations AS i
GROUP BY hour, graph_name, node_id, provider, model;

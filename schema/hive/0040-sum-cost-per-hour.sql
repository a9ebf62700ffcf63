-- Why:  what agents cost, by model and hour, summed while writing. The quarter of the hour is part of the key, because
--       local days begin on quarters of UTC hours in some zones. A failed or unpriced call adds nothing to the cost, so
--       their numbers stand beside it. Rows from before are taken over once, in one block, while the target is empty.
-- Cost: 30 bytes in one row a quarter, model and source that was used, kept for good.   Undo: a later number drops the
--       view, then the table.
CREATE TABLE IF NOT EXISTS hive.cost_per_hour
(
    model                 LowCardinality(String) COMMENT 'Model that answered',
    hour                  DateTime('UTC') COMMENT 'Start of the UTC hour',
    input_tokens          UInt64 COMMENT 'Uncached input tokens, the token columns are disjoint, their sum is all tokens',
    output_tokens         UInt64 COMMENT 'Visible output tokens',
    calls                 UInt64 COMMENT 'All calls, failed ones included',
    quarter               UInt8 COMMENT 'Quarter of the hour, 0 to 3',
    provider              LowCardinality(String) COMMENT 'Provider of the model',
    source                LowCardinality(String) COMMENT 'Who told us of the calls',
    failed_calls          UInt64 COMMENT 'Calls that failed',
    unpriced_calls        UInt64 COMMENT 'Calls whose cost is unknown and in no sum',
    cache_read_tokens     UInt64 COMMENT 'Input tokens read from the cache',
    cache_write_5m_tokens UInt64 COMMENT 'Input tokens written to the cache for 5 minutes',
    cache_write_1h_tokens UInt64 COMMENT 'Input tokens written to the cache for 1 hour',
    reasoning_tokens      UInt64 COMMENT 'Hidden reasoning tokens',
    cost_micros           Int64 COMMENT 'Cost of the priced calls, millionths of a US dollar',
    cost_usd              Float64 ALIAS cost_micros / 1000000 COMMENT 'Cost of the priced calls, US dollars'
)
ENGINE = SummingMergeTree((
    input_tokens, output_tokens, calls, failed_calls, unpriced_calls, cache_read_tokens, cache_write_5m_tokens,
    cache_write_1h_tokens, reasoning_tokens, cost_micros))
ORDER BY (hour, quarter, provider, model, source)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Calls, tokens and cost by quarter of an hour, provider, model and source';

INSERT INTO hive.cost_per_hour
    (model, hour, input_tokens, output_tokens, calls, quarter, provider, source, failed_calls, unpriced_calls,
     cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens, cost_micros)
SELECT
    model,
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    sum(input_tokens),
    sum(output_tokens),
    count(),
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    provider,
    source,
    countIf(ok = 0),
    countIf(cost_micros IS NULL),
    sum(cache_read_tokens),
    sum(cache_write_5m_tokens),
    sum(cache_write_1h_tokens),
    sum(reasoning_tokens),
    sum(ifNull(cost_micros, 0))
FROM hive.model_invocations
WHERE (SELECT count() FROM hive.cost_per_hour) = 0
GROUP BY model, hour, quarter, provider, source;

CREATE MATERIALIZED VIEW IF NOT EXISTS hive.mv_cost_per_hour TO hive.cost_per_hour AS
SELECT
    model,
    toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC')) AS hour,
    sum(i.input_tokens) AS input_tokens,
    sum(i.output_tokens) AS output_tokens,
    count() AS calls,
    toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter,
    provider,
    source,
    countIf(ok = 0) AS failed_calls,
    countIf(i.cost_micros IS NULL) AS unpriced_calls,
    sum(i.cache_read_tokens) AS cache_read_tokens,
    sum(i.cache_write_5m_tokens) AS cache_write_5m_tokens,
    sum(i.cache_write_1h_tokens) AS cache_write_1h_tokens,
    sum(i.reasoning_tokens) AS reasoning_tokens,
    sum(ifNull(i.cost_micros, 0)) AS cost_micros
FROM hive.model_invocations AS i
GROUP BY model, hour, quarter, provider, source;

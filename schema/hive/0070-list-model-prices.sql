-- Why:  what a model costs, since when, so that calls that nobody priced can be estimated when asked for. A view with
--       the end of each price takes the place of a dictionary: it needs no password in its definition and is never stale.
-- Cost: some hundred rows.   Undo: a later number drops the view, then the table.
CREATE TABLE IF NOT EXISTS hive.model_prices
(
    provider                    LowCardinality(String) COMMENT 'Provider, as in model_invocations',
    model                       LowCardinality(String) COMMENT 'Model, as in model_invocations',
    valid_from_ms               UInt64 COMMENT 'First moment of this price, epoch milliseconds UTC, 0: always',
    input_usd_per_mtok          Float64 COMMENT 'US dollars per million uncached input tokens, which is micros per token',
    output_usd_per_mtok         Float64 COMMENT 'US dollars per million output tokens, reasoning included',
    cache_read_usd_per_mtok     Float64 COMMENT 'US dollars per million input tokens read from the cache',
    cache_write_5m_usd_per_mtok Float64 COMMENT 'US dollars per million input tokens written to the cache for 5 minutes',
    cache_write_1h_usd_per_mtok Float64 COMMENT 'US dollars per million input tokens written to the cache for 1 hour',
    price_rev                   LowCardinality(String) DEFAULT '' COMMENT 'Revision of the price list that it is from',
    updated_ms                  UInt64 COMMENT 'When this row was written, epoch milliseconds UTC, the newest of a key wins'
)
ENGINE = ReplacingMergeTree(updated_ms)
ORDER BY (provider, model, valid_from_ms)
SETTINGS non_replicated_deduplication_window = 10000
COMMENT 'Prices of models, read them through hive.prices';

CREATE VIEW IF NOT EXISTS hive.prices AS
SELECT
    provider,
    model,
    valid_from_ms,
    leadInFrame(valid_from_ms, 1, 18446744073709551615) OVER (
        PARTITION BY provider, model ORDER BY valid_from_ms
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS valid_to_ms,
    input_usd_per_mtok,
    output_usd_per_mtok,
    cache_read_usd_per_mtok,
    cache_write_5m_usd_per_mtok,
    cache_write_1h_usd_per_mtok,
    price_rev
FROM hive.model_prices FINAL;

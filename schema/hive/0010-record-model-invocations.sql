-- Why:  one row per call of a language model, whoever made it, cost, latency and errors of agents come from it.
--       The token columns are disjoint, so that a sum never counts a token twice. cost_micros is NULL when the price is
--       unknown, never 0. A retried insert is recognised by its token among the last 10,000 parts, here and in the
--       targets of views, two reports of one call are dropped before they are written, by event_id.
-- Cost: 33 bytes a row of the demo data.   Undo: a later number drops the table.
CREATE DATABASE IF NOT EXISTS hive;

CREATE TABLE IF NOT EXISTS hive.model_invocations
(
    ts_ms                 UInt64 COMMENT 'When the call began, epoch milliseconds UTC' CODEC(Delta, LZ4),
    thread_id             String COMMENT 'Conversation or session' CODEC(ZSTD(1)),
    node_id               LowCardinality(String) COMMENT 'Graph node or agent that called',
    graph_name            LowCardinality(String) COMMENT 'Graph or workflow, else empty',
    provider              LowCardinality(String) COMMENT 'mlx, ollama, anthropic, openai, …',
    model                 LowCardinality(String) COMMENT 'Model that answered, as the provider names it',
    input_tokens          UInt32 COMMENT 'Uncached input tokens, excludes cache_read_tokens and both cache_write columns' CODEC(T64, LZ4),
    output_tokens         UInt32 COMMENT 'Visible output tokens, excludes reasoning_tokens where the source tells them apart' CODEC(T64, LZ4),
    dur_us                UInt64 COMMENT 'Whole call, microseconds, 0 when unknown' CODEC(T64, LZ4),
    ttft_us               UInt64 COMMENT 'Time to first token, microseconds, 0 when unknown' CODEC(T64, LZ4),
    tool_calls            UInt16 COMMENT 'Tool calls that the answer asked for' CODEC(T64, LZ4),
    ok                    UInt8 COMMENT '1: answered, 0: failed',
    error_msg             String DEFAULT '' COMMENT 'Text of the failure' CODEC(ZSTD(1)),
    event_id              String DEFAULT '' COMMENT 'Names this call in its source, the same call told twice has the same event_id' CODEC(ZSTD(1)),
    source                LowCardinality(String) DEFAULT '' COMMENT 'Who told us: claude-code-otel, claude-code-jsonl, codex, gemini, langgraph, …',
    source_version        LowCardinality(String) DEFAULT '' COMMENT 'Version of the program that told us',
    cache_read_tokens     UInt32 DEFAULT 0 COMMENT 'Input tokens read from the cache of the provider, in no other column' CODEC(T64, LZ4),
    cache_write_5m_tokens UInt32 DEFAULT 0 COMMENT 'Input tokens written to the cache for 5 minutes, or for an unstated time, in no other column' CODEC(T64, LZ4),
    cache_write_1h_tokens UInt32 DEFAULT 0 COMMENT 'Input tokens written to the cache for 1 hour, in no other column' CODEC(T64, LZ4),
    reasoning_tokens      UInt32 DEFAULT 0 COMMENT 'Hidden reasoning tokens, billed as output, in no other column' CODEC(T64, LZ4),
    cost_micros           Nullable(Int64) COMMENT 'Cost in millionths of a US dollar, NULL: price unknown, 0: free' CODEC(T64, LZ4),
    cost_source           LowCardinality(String) DEFAULT '' COMMENT 'vendor, computed, or unknown',
    price_rev             LowCardinality(String) DEFAULT '' COMMENT 'Revision of the price list that a computed cost is from',
    request_id            String DEFAULT '' COMMENT 'Request as the provider names it' CODEC(ZSTD(1)),
    attempt               UInt16 DEFAULT 0 COMMENT 'Which try this was, from 1, 0 when unknown' CODEC(T64, LZ4),
    status_code           UInt16 DEFAULT 0 COMMENT 'HTTP status, 0 when unknown' CODEC(T64, LZ4),
    error_type            LowCardinality(String) DEFAULT '' COMMENT 'Sort of failure: rate_limit, timeout, overloaded, …',
    finish_reason         LowCardinality(String) DEFAULT '' COMMENT 'Why the model stopped: stop, length, tool_use, refusal, …',
    service_tier          LowCardinality(String) DEFAULT '' COMMENT 'Speed or service tier that was billed',
    effort                LowCardinality(String) DEFAULT '' COMMENT 'Reasoning effort that was asked for',
    agent_id              String DEFAULT '' COMMENT 'Agent or subagent that called' CODEC(ZSTD(1)),
    parent_agent_id       String DEFAULT '' COMMENT 'Agent that started that agent' CODEC(ZSTD(1)),
    query_source          LowCardinality(String) DEFAULT '' COMMENT 'What in the agent made the call: main loop, compaction, title, …',
    trace_id              String DEFAULT '' COMMENT '32 hexadecimal digits, else empty' CODEC(ZSTD(1)),
    span_id               String DEFAULT '' COMMENT '16 hexadecimal digits, else empty' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (provider, model, ts_ms)
TTL toDateTime(least(intDiv(ts_ms, 1000) + ${agents_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Calls of language models';

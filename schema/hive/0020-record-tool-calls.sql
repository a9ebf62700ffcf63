-- Why:  one row per tool that an agent called or was refused, what fails, waits and repeats comes from it.
-- Cost: 31 bytes a row of the demo data, more with long arguments and results.   Undo: a later number drops the table.
CREATE TABLE IF NOT EXISTS hive.tool_calls
(
    ts_ms           UInt64 COMMENT 'When the call began, epoch milliseconds UTC' CODEC(Delta, LZ4),
    thread_id       String COMMENT 'Conversation or session' CODEC(ZSTD(1)),
    node_id         LowCardinality(String) COMMENT 'Graph node or agent that called',
    tool_name       LowCardinality(String) COMMENT 'Tool, as the agent names it',
    input_json      String COMMENT 'Arguments as JSON, cut or empty where the source cuts or hides them' CODEC(ZSTD(1)),
    output_json     String COMMENT 'Result as JSON, cut or empty where the source cuts or hides it' CODEC(ZSTD(1)),
    dur_us          UInt64 COMMENT 'Running time without wait_us, microseconds, 0 when unknown' CODEC(T64, LZ4),
    ok              UInt8 COMMENT '1: succeeded, 0: failed or rejected',
    event_id        String DEFAULT '' COMMENT 'Names this call in its source, the same call told twice has the same event_id' CODEC(ZSTD(1)),
    tool_call_id    String DEFAULT '' COMMENT 'Call as the model names it' CODEC(ZSTD(1)),
    error_type      LowCardinality(String) DEFAULT '' COMMENT 'Sort of failure: rejected, timeout, exit_code, …',
    error_msg       String DEFAULT '' COMMENT 'Text of the failure' CODEC(ZSTD(1)),
    decision        LowCardinality(String) DEFAULT '' COMMENT 'accept or reject, where permission was asked',
    decision_source LowCardinality(String) DEFAULT '' COMMENT 'Who decided: user, config, hook, …',
    wait_us         UInt64 DEFAULT 0 COMMENT 'Time waited for permission, microseconds' CODEC(T64, LZ4),
    mcp_server      LowCardinality(String) DEFAULT '' COMMENT 'MCP server that offers the tool, else empty',
    input_bytes     UInt32 DEFAULT 0 COMMENT 'Full size of the arguments, also when input_json is cut' CODEC(T64, LZ4),
    output_bytes    UInt32 DEFAULT 0 COMMENT 'Full size of the result, also when output_json is cut' CODEC(T64, LZ4),
    agent_id        String DEFAULT '' COMMENT 'Agent or subagent that called' CODEC(ZSTD(1)),
    trace_id        String DEFAULT '' COMMENT '32 hexadecimal digits, else empty' CODEC(ZSTD(1)),
    span_id         String DEFAULT '' COMMENT '16 hexadecimal digits, else empty' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (tool_name, ts_ms)
TTL toDateTime(least(intDiv(ts_ms, 1000) + ${agents_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Calls of tools by agents';

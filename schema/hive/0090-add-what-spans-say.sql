-- Why:  some agents tell of one call twice, by a log record that knows the cost and by a span that knows the time to the
--       first token. The record becomes the call at once. What only the span knows is kept here, by the same event_id,
--       and hive.model_calls shows both as one.
-- Cost: about 60 bytes a span of an agent that sends both.   Undo: a later number drops the view, then the table.
CREATE TABLE IF NOT EXISTS hive.model_call_additions
(
    ts_ms           UInt64 COMMENT 'When the call began, epoch milliseconds UTC' CODEC(Delta, LZ4),
    event_id        String COMMENT 'The call in hive.model_invocations that this adds to' CODEC(ZSTD(1)),
    graph_name      LowCardinality(String) DEFAULT '' COMMENT 'As in the call',
    node_id         LowCardinality(String) DEFAULT '' COMMENT 'As in the call',
    provider        LowCardinality(String) COMMENT 'As in the call',
    model           LowCardinality(String) COMMENT 'As in the call',
    ttft_us         UInt64 DEFAULT 0 COMMENT 'Time to first token, microseconds, 0 when unknown' CODEC(T64, LZ4),
    tool_calls      UInt16 DEFAULT 0 COMMENT 'Tool calls that the answer asked for' CODEC(T64, LZ4),
    attempt         UInt16 DEFAULT 0 COMMENT 'Which try this was, from 1, 0 when unknown' CODEC(T64, LZ4),
    finish_reason   LowCardinality(String) DEFAULT '' COMMENT 'Why the model stopped',
    agent_id        String DEFAULT '' COMMENT 'Agent or subagent that called' CODEC(ZSTD(1)),
    parent_agent_id String DEFAULT '' COMMENT 'Agent that started that agent' CODEC(ZSTD(1)),
    trace_id        String DEFAULT '' COMMENT '32 hexadecimal digits, else empty' CODEC(ZSTD(1)),
    span_id         String DEFAULT '' COMMENT '16 hexadecimal digits, else empty' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (event_id)
TTL toDateTime(least(intDiv(ts_ms, 1000) + ${agents_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'What spans add to calls that were recorded without them';

CREATE VIEW IF NOT EXISTS hive.model_calls AS
SELECT
    i.* EXCEPT (ttft_us, tool_calls, attempt, finish_reason, agent_id, parent_agent_id, trace_id, span_id),
    if(i.ttft_us > 0, i.ttft_us, a.ttft_us) AS ttft_us,
    if(i.tool_calls > 0, i.tool_calls, a.tool_calls) AS tool_calls,
    if(i.attempt > 0, i.attempt, a.attempt) AS attempt,
    if(i.finish_reason != '', i.finish_reason, a.finish_reason) AS finish_reason,
    if(i.agent_id != '', i.agent_id, a.agent_id) AS agent_id,
    if(i.parent_agent_id != '', i.parent_agent_id, a.parent_agent_id) AS parent_agent_id,
    if(i.trace_id != '', i.trace_id, a.trace_id) AS trace_id,
    if(i.span_id != '', i.span_id, a.span_id) AS span_id
FROM hive.model_invocations AS i
LEFT ANY JOIN hive.model_call_additions AS a ON a.event_id = i.event_id AND i.event_id != '';

-- Why:  one row when a step of an agent graph starts and one when it ends, what the graph did, in order, comes from it.
-- Cost: 8 bytes a row of the demo data.   Undo: a later number drops the table.
CREATE TABLE IF NOT EXISTS hive.supersteps
(
    ts_ms          UInt64 COMMENT 'When the step began, epoch milliseconds UTC' CODEC(Delta, LZ4),
    thread_id      String COMMENT 'Thread of the graph' CODEC(ZSTD(1)),
    graph_name     LowCardinality(String) COMMENT 'Name of the compiled graph',
    graph_version  UInt32 COMMENT 'Version of the graph, 0 when it has none' CODEC(T64, LZ4),
    step_index     UInt32 COMMENT 'Number of the step in its thread and checkpoint_ns' CODEC(T64, LZ4),
    frontier_count UInt32 COMMENT 'Tasks in the step' CODEC(T64, LZ4),
    writes         UInt32 COMMENT 'Channel writes that the step committed' CODEC(T64, LZ4),
    dur_us         UInt64 COMMENT 'Length of the step, microseconds, 0 while started' CODEC(T64, LZ4),
    status         Enum8('started' = 0, 'finished' = 1, 'interrupted' = 2, 'error' = 3) COMMENT 'How far the step came',
    checkpoint_ns  String DEFAULT '' COMMENT 'Namespace of a subgraph, whose steps count from 0 again' CODEC(ZSTD(1)),
    checkpoint_id  String DEFAULT '' COMMENT 'Checkpoint that the step ended in' CODEC(ZSTD(1)),
    error_msg      String DEFAULT '' COMMENT 'Text of the failure' CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (graph_name, thread_id, step_index)
TTL toDateTime(least(intDiv(ts_ms, 1000) + ${agents_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'Steps of agent graphs';

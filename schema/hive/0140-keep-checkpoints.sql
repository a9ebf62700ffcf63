-- Why:  an agent that goes on after a crash, waits for a person or is taken back in time needs the states of its graph. A
--       state is kept as LangGraph thinks of it: a value of a channel once for each version, and checkpoints that name
--       versions. So a step costs what it changed, not what the graph holds.
-- Cost: the text of what changed, compressed, and about 120 bytes a checkpoint; granules are small, as reads look up few rows.   Undo: a later number drops the three tables.
-- There is no TTL: an old value belongs to a young checkpoint as long as its channel did not change, and the newest
-- checkpoint stays however old it is. Hivebar deletes by retentionDays.checkpoints, see docs/decisions/0080-checkpoints-age-by-pruning.md.
CREATE TABLE IF NOT EXISTS hive.checkpoints
(
    ts_ms                UInt64 COMMENT 'When the checkpoint was made, epoch milliseconds UTC' CODEC(Delta, LZ4),
    thread_id            String COMMENT 'Thread of the graph' CODEC(ZSTD(1)),
    checkpoint_ns        String COMMENT 'Namespace of a subgraph, empty for the graph itself' CODEC(ZSTD(1)),
    checkpoint_id        String COMMENT 'UUID of version 6: sorts by time' CODEC(ZSTD(1)),
    parent_checkpoint_id String COMMENT 'Checkpoint that this one followed, empty for the first' CODEC(ZSTD(1)),
    graph_name           LowCardinality(String) COMMENT 'Name of the compiled graph, empty when unknown',
    step                 Int32 COMMENT '-1 for the first input, then counted from 0' CODEC(T64, LZ4),
    source               LowCardinality(String) COMMENT 'What made it: input, loop, update or fork',
    type                 LowCardinality(String) COMMENT 'How checkpoint is written: json, else bytes',
    checkpoint           String COMMENT 'The checkpoint without the values of its channels' CODEC(ZSTD(3)),
    metadata_type        LowCardinality(String) COMMENT 'How metadata is written: json, else bytes',
    metadata             String COMMENT 'Metadata of the checkpoint' CODEC(ZSTD(3)),
    channel_versions     Map(String, String) COMMENT 'Version of each channel; its value is in hive.checkpoint_values' CODEC(ZSTD(3)),
    written_us           UInt64 COMMENT 'When it was put, epoch microseconds: of a checkpoint that was put twice, the last counts' CODEC(Delta, LZ4)
)
ENGINE = ReplacingMergeTree(written_us)
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (thread_id, checkpoint_ns, checkpoint_id)
SETTINGS index_granularity = 256, non_replicated_deduplication_window = 10000
COMMENT 'States of agent graphs, one a step';

CREATE TABLE IF NOT EXISTS hive.checkpoint_values
(
    ts_ms         UInt64 COMMENT 'When the checkpoint was made that brought the value, epoch milliseconds UTC' CODEC(Delta, LZ4),
    thread_id     String COMMENT 'Thread of the graph' CODEC(ZSTD(1)),
    checkpoint_ns String COMMENT 'Namespace of a subgraph, empty for the graph itself' CODEC(ZSTD(1)),
    channel       String COMMENT 'Channel of the graph' CODEC(ZSTD(1)),
    version       String COMMENT 'Version of the channel, as in channel_versions' CODEC(ZSTD(1)),
    checkpoint_id String COMMENT 'Checkpoint that brought the value' CODEC(ZSTD(1)),
    type          LowCardinality(String) COMMENT 'How value is written: json, else bytes',
    value         String COMMENT 'What the channel holds in this version' CODEC(ZSTD(3)),
    written_us    UInt64 COMMENT 'When it was put, epoch microseconds: the last counts' CODEC(Delta, LZ4)
)
ENGINE = ReplacingMergeTree(written_us)
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (thread_id, checkpoint_ns, channel, version)
SETTINGS index_granularity = 256, non_replicated_deduplication_window = 10000
COMMENT 'Values of the channels of agent graphs, one for each version';

CREATE TABLE IF NOT EXISTS hive.checkpoint_writes
(
    ts_ms         UInt64 COMMENT 'When the task wrote, epoch milliseconds UTC' CODEC(Delta, LZ4),
    thread_id     String COMMENT 'Thread of the graph' CODEC(ZSTD(1)),
    checkpoint_ns String COMMENT 'Namespace of a subgraph, empty for the graph itself' CODEC(ZSTD(1)),
    checkpoint_id String COMMENT 'Checkpoint that the task ran after' CODEC(ZSTD(1)),
    task_id       String COMMENT 'Task that wrote' CODEC(ZSTD(1)),
    task_path     String COMMENT 'Place of the task in its step, by which writes are ordered' CODEC(ZSTD(1)),
    idx           Int32 COMMENT 'Place of the write in its task; negative: error -1, scheduled -2, interrupt -3, resume -4' CODEC(T64, LZ4),
    channel       LowCardinality(String) COMMENT 'Channel that was written to',
    type          LowCardinality(String) COMMENT 'How value is written: json, else bytes',
    value         String COMMENT 'What was written' CODEC(ZSTD(3)),
    precedence    UInt64 COMMENT 'Of writes to the same place the highest counts: the first of a task, the last of a special one' CODEC(T64, LZ4)
)
ENGINE = ReplacingMergeTree(precedence)
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (thread_id, checkpoint_ns, checkpoint_id, task_id, idx)
SETTINGS index_granularity = 256, non_replicated_deduplication_window = 10000
COMMENT 'What tasks of agent graphs wrote before their step was done';

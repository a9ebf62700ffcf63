-- Why:  what the always-on agent said, with the question that it came from and what the person made of it. A dismissal is
--       the same row again with a higher rev, under the same time, so that it lands in the same day and takes its place.
-- Cost: some 400 bytes a suggestion, a few a day.   Undo: a later number drops the table.
CREATE TABLE IF NOT EXISTS hive.suggestions
(
    ts_ms             UInt64 COMMENT 'When it was said first, epoch milliseconds UTC' CODEC(Delta, LZ4),
    suggestion_id     String COMMENT 'Kind, subject and period: the same matter is said once' CODEC(ZSTD(1)),
    node_id           LowCardinality(String) COMMENT 'Node of the graph that said it',
    kind              LowCardinality(String) COMMENT 'repeated-failure, stuck-stretch, uncommon-cost, reading-note, hourly-summary',
    subject           String COMMENT 'What it is about, such as the tool that fails' CODEC(ZSTD(1)),
    title             String COMMENT 'One line' CODEC(ZSTD(1)),
    body              String COMMENT 'What was noticed, and what could be done' CODEC(ZSTD(1)),
    evidence_question LowCardinality(String) COMMENT 'Named question whose rows led to it',
    evidence_params   String COMMENT 'JSON: the values that the question was asked with' CODEC(ZSTD(1)),
    worded_by         LowCardinality(String) DEFAULT '' COMMENT 'provider/model that found the words, empty: the rules alone',
    thread_id         String DEFAULT '' COMMENT 'Thread of the agent' CODEC(ZSTD(1)),
    state             Enum8('new' = 1, 'dismissed' = 2, 'never' = 3) DEFAULT 'new' COMMENT 'What the person made of it',
    rev               UInt32 DEFAULT 0 COMMENT 'The row with the highest counts'
)
ENGINE = ReplacingMergeTree(rev)
PARTITION BY toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))
ORDER BY (ts_ms, suggestion_id)
TTL toDateTime(least(intDiv(ts_ms, 1000) + ${agents_retention_days} * 86400, 4294967295), 'UTC')
SETTINGS ttl_only_drop_parts = 1, non_replicated_deduplication_window = 10000
COMMENT 'What the always-on agent suggested';

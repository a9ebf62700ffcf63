import { count, millisecondsOrNull, percent, text } from '../columns.ts';
import { range } from '../parameters.ts';
import { question } from '../question.ts';
import { beganInRange } from './sql-parts.ts';

/** A span and a log record may date the begin of one call a little apart; the day more bounds what is read. */
const beganAboutThen = 'ts_ms + 86400000 >= {from_ms:UInt64} AND ts_ms < {to_ms:UInt64} + 86400000 AND ttft_us > 0';

export const nodeLatency = question({
  name: 'node-latency',
  title: 'Latency per node',
  description: 'Exact median and 99th percentile of model calls by node, over the last hour unless a range is given.',
  parameters: range(1),
  columns: {
    graph_name: text,
    node_id: text,
    calls: count,
    p50_ms: millisecondsOrNull,
    p99_ms: millisecondsOrNull,
    ttft_p50_ms: millisecondsOrNull,
  },
  sql: `
    SELECT
        graph_name,
        node_id,
        count() AS calls,
        quantileExactOrNullIf(0.5)(dur_us, dur_us > 0) / 1000 AS p50_ms,
        quantileExactOrNullIf(0.99)(dur_us, dur_us > 0) / 1000 AS p99_ms,
        quantileExactOrNullIf(0.5)(first_token_us, first_token_us > 0) / 1000 AS ttft_p50_ms
    FROM
    (
        SELECT i.graph_name, i.node_id, i.dur_us, if(i.ttft_us > 0, i.ttft_us, a.ttft_us) AS first_token_us
        FROM hive.model_invocations AS i
        LEFT ANY JOIN
        (
            SELECT event_id, ttft_us FROM hive.model_call_additions WHERE ${beganAboutThen}
        ) AS a ON a.event_id = i.event_id
        WHERE ${beganInRange}
    )
    GROUP BY graph_name, node_id
    ORDER BY p99_ms DESC, graph_name, node_id`,
});

/**
 * Each call of the range, and each first token that only a span told of, which counts as no call. Rows hold names from
 * dictionaries: hashes of those are cheap, and groups by two numbers are found several times faster than by two names.
 */
const timings = `
    (
        SELECT graph_name, node_id, provider, model, toUInt8(1) AS is_call, ok, dur_us, ttft_us
        FROM hive.model_invocations
        WHERE ${beganInRange}
        UNION ALL
        SELECT graph_name, node_id, provider, model, 0, 1, 0, ttft_us
        FROM hive.model_call_additions
        WHERE ${beganInRange} AND ttft_us > 0
    ) AS t`;

const timingSums = `
        sum(t.is_call) AS calls,
        countIf(t.ok = 0) AS errors,
        quantilesDDIf(0.01, 0.5, 0.95, 0.99)(t.dur_us, t.dur_us > 0) AS latency_us,
        quantileDDIf(0.01, 0.5)(t.ttft_us, t.ttft_us > 0) AS first_token_us`;

const timingColumns = `
        ifNotFinite(latency_us[1] / 1000, NULL) AS p50_ms,
        ifNotFinite(latency_us[2] / 1000, NULL) AS p95_ms,
        ifNotFinite(latency_us[3] / 1000, NULL) AS p99_ms,
        ifNotFinite(first_token_us / 1000, NULL) AS ttft_p50_ms`;

export const latencyByNode = question({
  name: 'latency-by-node',
  title: 'Latency by node',
  description: 'Median and tail latency of model calls by graph and node, within 1 %.',
  parameters: range(7 * 24),
  columns: {
    graph_name: text,
    node_id: text,
    calls: count,
    errors: count,
    p50_ms: millisecondsOrNull,
    p95_ms: millisecondsOrNull,
    p99_ms: millisecondsOrNull,
    ttft_p50_ms: millisecondsOrNull,
  },
  sql: `
    SELECT graph_name, node_id, calls, errors, ${timingColumns}
    FROM
    (
        SELECT any(t.graph_name) AS graph_name, any(t.node_id) AS node_id, ${timingSums}
        FROM ${timings}
        GROUP BY cityHash64(t.graph_name), cityHash64(t.node_id)
        HAVING calls > 0
    )
    ORDER BY p99_ms DESC NULLS LAST, graph_name, node_id
    LIMIT 500`,
});

export const performanceByOperation = question({
  name: 'performance-by-operation',
  title: 'Performance by operation',
  description: 'Calls, failures and latency by node, provider and model in the range; latency within 1 %.',
  parameters: range(7 * 24),
  columns: {
    graph_name: text,
    node_id: text,
    provider: text,
    model: text,
    calls: count,
    errors: count,
    error_percent: percent,
    p50_ms: millisecondsOrNull,
    p95_ms: millisecondsOrNull,
    p99_ms: millisecondsOrNull,
    ttft_p50_ms: millisecondsOrNull,
  },
  sql: `
    SELECT graph_name, node_id, provider, model, calls, errors, errors * 100 / calls AS error_percent, ${timingColumns}
    FROM
    (
        SELECT any(t.graph_name) AS graph_name, any(t.node_id) AS node_id, any(t.provider) AS provider,
            any(t.model) AS model, ${timingSums}
        FROM ${timings}
        GROUP BY cityHash64(t.graph_name), cityHash64(t.node_id), cityHash64(t.provider), cityHash64(t.model)
        HAVING calls > 0
    )
    ORDER BY calls DESC, graph_name, node_id, provider, model`,
});

import { count, epochMs, percent, text } from '../columns.ts';
import { range, rowLimit, share, tz, whole } from '../parameters.ts';
import { question } from '../question.ts';
import { beganInRange, localHourMs, quarterMs, quartersInRange } from './sql-parts.ts';

export const failingNodes = question({
  name: 'failing-nodes',
  title: 'Failing graph nodes',
  description: 'Graph nodes whose model calls failed in the range, most failures first, with the last one.',
  parameters: { ...range(24, 'quarters of an hour'), limit: rowLimit(20) },
  columns: { graph_name: text, node_id: text, errors: count, last_ts_ms: epochMs, last_error: text },
  sql: `
    SELECT
        graph_name,
        node_id,
        sum(e.errors) AS errors,
        max(e.last_ts_ms) AS last_ts_ms,
        argMax(e.last_error, e.last_ts_ms) AS last_error
    FROM hive.error_hotspots AS e
    WHERE ${quartersInRange}
    GROUP BY graph_name, node_id
    ORDER BY errors DESC, last_ts_ms DESC, graph_name, node_id
    LIMIT {limit:UInt32}`,
});

export const failingTools = question({
  name: 'failing-tools',
  title: 'Failing tools',
  description: 'Tools that failed or were rejected in the range, most failures first, with the last one.',
  parameters: { ...range(24, 'quarters of an hour'), limit: rowLimit(20) },
  columns: { tool_name: text, errors: count, last_ts_ms: epochMs, last_error: text },
  sql: `
    SELECT
        tool_name,
        sum(e.errors) AS errors,
        max(e.last_ts_ms) AS last_ts_ms,
        argMax(e.last_error, e.last_ts_ms) AS last_error
    FROM hive.tool_error_hotspots AS e
    WHERE ${quartersInRange}
    GROUP BY tool_name
    ORDER BY errors DESC, last_ts_ms DESC, tool_name
    LIMIT {limit:UInt32}`,
});

export const failingGraphs = question({
  name: 'failing-graphs',
  title: 'Graphs by failed steps',
  description: 'Steps of each graph that ended in the range, how many of them failed or were interrupted.',
  parameters: { ...range(24), limit: rowLimit(20) },
  columns: {
    graph_name: text,
    steps: count,
    errors: count,
    interrupted: count,
    threads: count,
    error_percent: percent,
  },
  sql: `
    SELECT
        graph_name,
        count() AS steps,
        countIf(status = 'error') AS errors,
        countIf(status = 'interrupted') AS interrupted,
        uniqExact(thread_id) AS threads,
        errors * 100 / steps AS error_percent
    FROM hive.supersteps
    WHERE status != 'started' AND ${beganInRange}
    GROUP BY graph_name
    ORDER BY errors DESC, steps DESC, graph_name
    LIMIT {limit:UInt32}`,
});

export const errorRateOverTime = question({
  name: 'error-rate-over-time',
  title: 'Error rate over time',
  description: 'Model calls of each local hour and the share of them that failed; hours without calls are left out.',
  parameters: { ...range(7 * 24, 'quarters of an hour'), tz },
  columns: { hour_ms: epochMs, calls: count, failed_calls: count, error_percent: percent },
  sql: `
    WITH ${quarterMs} AS quarter_ms
    SELECT
        ${localHourMs('quarter_ms')} AS hour_ms,
        sum(c.calls) AS calls,
        sum(c.failed_calls) AS failed_calls,
        failed_calls * 100 / calls AS error_percent
    FROM hive.cost_per_hour AS c
    WHERE ${quartersInRange}
    GROUP BY hour_ms
    ORDER BY hour_ms`,
});

export const errorRateBySource = question({
  name: 'error-rate-by-source',
  title: 'Error rate by source and model',
  description: 'Sources and models whose model calls failed more often than the given share, worst first.',
  parameters: {
    ...range(24, 'quarters of an hour'),
    over_percent: share('Only those above this share of failures, percent', 1),
    min_calls: whole('Only those with at least this many calls', 1, { least: 1, most: 1_000_000 }),
  },
  columns: { source: text, provider: text, model: text, calls: count, failed_calls: count, error_percent: percent },
  sql: `
    SELECT
        source,
        provider,
        model,
        sum(c.calls) AS calls,
        sum(c.failed_calls) AS failed_calls,
        failed_calls * 100 / calls AS error_percent
    FROM hive.cost_per_hour AS c
    WHERE ${quartersInRange}
    GROUP BY source, provider, model
    HAVING error_percent > {over_percent:Float64} AND calls >= {min_calls:UInt64}
    ORDER BY error_percent DESC, calls DESC, source, provider, model`,
});

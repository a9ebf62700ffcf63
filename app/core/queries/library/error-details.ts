import { count, epochMs, percent, text } from '../columns.ts';
import { choice, name, range, rowLimit, tz, whole } from '../parameters.ts';
import { question } from '../question.ts';
import { beganInRange, hoursInRange, localHourMs, quarterMs, quartersInRange } from './sql-parts.ts';

/** A place where something failed: a node of a graph, a tool, or a graph whose steps failed. */
const place = {
  kind: choice('Sort of what failed', ['model', 'tool', 'step']),
  graph_name: name('Graph of the place, empty for a tool', 500),
  name: name('Node or tool, empty for a step', 500),
};
const atPlace = 'kind = {kind:String} AND graph_name = {graph_name:String} AND name = {name:String}';

/** Messages that differ in ids, paths of digits and numbers only are one. Long hexadecimal words go first, or they would fall to pieces. */
const pattern = `replaceRegexpAll(
            replaceRegexpAll(message, '(?i)\\\\b(?:[0-9a-f]{8}-[0-9a-f-]{27}|(?:0x)?[0-9a-f]{12,}|(?:req|msg|toolu|call|resp|run)_\\\\w{6,})\\\\b', '#'),
            '\\\\d+(?:[.,:]\\\\d+)*', '#')`;

export const errorPlaces = question({
  name: 'error-places',
  title: 'Where failures gather',
  description:
    'Nodes, tools and graphs that failed in the range: how often, what share, when first of all and when last.',
  parameters: { ...range(7 * 24, 'quarters of an hour'), limit: rowLimit(200) },
  columns: {
    kind: text,
    graph_name: text,
    name: text,
    errors: count,
    calls: count,
    error_percent: percent,
    first_ts_ms: epochMs,
    last_ts_ms: epochMs,
    last_message: text,
  },
  sql: `
    WITH ${quarterMs} AS quarter_ms
    SELECT kind, graph_name, name,
        sumIf(c.errors, quarter_ms + 900000 > {from_ms:UInt64}) AS errors,
        sumIf(c.calls, quarter_ms + 900000 > {from_ms:UInt64}) AS calls,
        errors * 100 / calls AS error_percent,
        minIf(arrayMin(c.failures.ts_ms), c.errors > 0) AS first_ts_ms,
        maxIf(arrayMax(c.failures.ts_ms), c.errors > 0) AS last_ts_ms,
        argMaxIf(
            c.failures.message[indexOf(c.failures.ts_ms, arrayMax(c.failures.ts_ms))],
            arrayMax(c.failures.ts_ms),
            c.errors > 0) AS last_message
    FROM hive.calls_per_quarter AS c
    WHERE quarter_ms < {to_ms:UInt64}
    GROUP BY kind, graph_name, name
    HAVING errors > 0
    ORDER BY errors DESC, last_ts_ms DESC, kind, graph_name, name
    LIMIT {limit:UInt32}`,
});

export const errorPlaceTrend = question({
  name: 'error-place-trend',
  title: 'Failures of each place over time',
  description:
    'Failures of each node, tool and graph in equal parts of the range, numbered from 0; parts without are left out.',
  parameters: {
    ...range(7 * 24),
    parts: whole('How many parts', 24, { least: 1, most: 100 }),
  },
  columns: { kind: text, graph_name: text, name: text, part: count, errors: count },
  sql: `
    SELECT kind, graph_name, name,
        intDiv((ts_ms - {from_ms:UInt64}) * {parts:UInt64}, {to_ms:UInt64} - {from_ms:UInt64}) AS part,
        count() AS errors
    FROM hive.failures
    WHERE ${hoursInRange} AND ${beganInRange}
    GROUP BY kind, graph_name, name, part
    ORDER BY kind, graph_name, name, part`,
});

export const errorMessages = question({
  name: 'error-messages',
  title: 'Messages of a failing place',
  description:
    'Messages of one node, tool or graph in the range, those alike but for numbers and ids as one, newest first.',
  parameters: { ...range(7 * 24), ...place, limit: rowLimit(50) },
  columns: {
    pattern: text,
    errors: count,
    threads: count,
    first_ts_ms: epochMs,
    last_ts_ms: epochMs,
    last_message: text,
    error_type: text,
  },
  sql: `
    SELECT
        ${pattern} AS pattern,
        count() AS errors,
        uniqExactIf(thread_id, thread_id != '') AS threads,
        min(ts_ms) AS first_ts_ms,
        max(ts_ms) AS last_ts_ms,
        argMax(message, ts_ms) AS last_message,
        argMax(error_type, ts_ms) AS error_type
    FROM hive.failures
    WHERE ${atPlace} AND ${hoursInRange} AND ${beganInRange}
    GROUP BY pattern
    ORDER BY last_ts_ms DESC, pattern
    LIMIT {limit:UInt32}`,
});

export const errorOccurrences = question({
  name: 'error-occurrences',
  title: 'Single failures of a place',
  description:
    'The last failures of one node, tool or graph in the range whose message is alike but for numbers and ids.',
  parameters: {
    ...range(7 * 24),
    ...place,
    pattern: name('The message as the question error-messages gives it, empty for a failure without one', 1000),
    limit: rowLimit(20),
  },
  columns: { ts_ms: epochMs, thread_id: text, provider: text, model: text, message: text },
  sql: `
    SELECT ts_ms, thread_id, provider, model, message
    FROM hive.failures
    WHERE ${atPlace} AND ${hoursInRange} AND ${beganInRange} AND ${pattern} = {pattern:String}
    ORDER BY ts_ms DESC, thread_id
    LIMIT {limit:UInt32}`,
});

export const errorRateByKind = question({
  name: 'error-rate-by-kind',
  title: 'Error rate by kind over time',
  description: 'Model calls, tool calls and graph steps of each local hour, and how many of them failed.',
  parameters: { ...range(7 * 24, 'quarters of an hour'), tz },
  columns: { hour_ms: epochMs, kind: text, calls: count, errors: count },
  sql: `
    WITH ${quarterMs} AS quarter_ms
    SELECT ${localHourMs('quarter_ms')} AS hour_ms, kind, sum(c.calls) AS calls, sum(c.errors) AS errors
    FROM hive.calls_per_quarter AS c
    WHERE ${quartersInRange}
    GROUP BY hour_ms, kind
    ORDER BY hour_ms, kind`,
});

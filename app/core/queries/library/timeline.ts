import { count, epochMs, milliseconds, text, tokens, usd } from '../columns.ts';
import { range, whole } from '../parameters.ts';
import { question } from '../question.ts';

/** No segment and no span is taken to be longer: what claims to be would make every question read every day. */
const longestMs = 86_400_000;
const dayMs = 86_400_000;

const inBuckets = {
  ...range(24),
  bucket_ms: whole('What is shorter than this comes together with its neighbours, milliseconds; 0: nothing does', 0, {
    least: 0,
    most: dayMs,
  }),
};

/** Rows that began at most `reachMs` before the range; the first comparison spares the days before that. */
function overlaps(lengthMs: string, reachMs: number): string {
  return `ts_ms + ${reachMs} > {from_ms:UInt64} AND ts_ms < {to_ms:UInt64} AND ts_ms + ${lengthMs} >= {from_ms:UInt64}`;
}

/** The same for all that is short and begins in one bucket; its own for all else, by `identity`. */
function slot(lengthMs: string, identity: string): string {
  return `if(${lengthMs} < {bucket_ms:UInt64},
                (intDiv(ts_ms, greatest({bucket_ms:UInt64}, 1)), toUInt64(0)),
                (ts_ms, ${identity}))`;
}

export const daySegments = question({
  name: 'day-segments',
  title: 'Windows over a day',
  description:
    'Segments that lie in the range, oldest first. Those shorter than a bucket come together under the app that had most of it.',
  parameters: inBuckets,
  columns: {
    ts_ms: epochMs,
    end_ms: epochMs,
    dur_ms: milliseconds,
    app: text,
    window_title: text,
    url: text,
    afk: count,
    segments: count,
    apps: count,
  },
  maxRows: 20_000,
  sql: `
    SELECT
        min(first_ms) AS ts_ms,
        max(last_ms) AS end_ms,
        sum(app_ms) AS dur_ms,
        argMax(app_name, app_ms) AS app,
        argMax(title, app_ms) AS window_title,
        argMax(address, app_ms) AS url,
        argMax(away, app_ms) AS afk,
        sum(rows_of_app) AS segments,
        uniqExact(app_name) AS apps
    FROM
    (
        SELECT
            ${slot('length_ms', 'cityHash64(app, window_title, segment_id, length_ms)')} AS slot,
            toString(app) AS app_name,
            afk AS away,
            min(ts_ms) AS first_ms,
            max(ts_ms + length_ms) AS last_ms,
            sum(length_ms) AS app_ms,
            argMax(window_title, length_ms) AS title,
            argMax(url, length_ms) AS address,
            count() AS rows_of_app
        FROM
        (
            SELECT ts_ms, least(dur_ms, ${longestMs}) AS length_ms, app, window_title, url, afk, segment_id
            FROM seq.context
            WHERE ${overlaps(`least(dur_ms, ${longestMs})`, longestMs)}
        )
        GROUP BY slot, app_name, away
    )
    GROUP BY slot
    ORDER BY ts_ms, app, window_title`,
});

export const dayPresence = question({
  name: 'day-presence',
  title: 'Presence over a day',
  description: 'Spans of active, idle, locked, asleep, paused and unknown time that lie in the range, oldest first.',
  parameters: range(24),
  columns: { ts_ms: epochMs, end_ms: epochMs, state: text, cause: text },
  sql: `
    SELECT p.ts_ms AS ts_ms, ts_ms + dur_ms AS end_ms, state, cause
    FROM seq.presence AS p
    WHERE ts_ms < {to_ms:UInt64} AND ts_ms + dur_ms > {from_ms:UInt64}
    ORDER BY ts_ms, end_ms`,
});

/** Everything that agents did in the range, in one shape. A step that has only begun has no end yet and counts as none. */
const agentEvents = `
        SELECT ts_ms, ts_ms + intDiv(dur_us, 1000) AS event_end_ms, thread_id, 'model call' AS kind, toString(model) AS event_name,
            toString(graph_name) AS graph, toString(source) AS teller, toUInt64(ok = 0) AS failed,
            if(error_msg != '', error_msg, toString(error_type)) AS failure,
            toUInt64(1) AS counted, ifNull(cost_micros, 0) AS micros, toUInt64(isNull(cost_micros)) AS unpriced,
            toUInt64(input_tokens) + output_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens
                + reasoning_tokens AS tokens_used
        FROM hive.model_invocations
        WHERE ${overlaps('intDiv(dur_us, 1000)', dayMs)}
        UNION ALL
        SELECT ts_ms, ts_ms + intDiv(dur_us + wait_us, 1000), thread_id, 'tool call', toString(tool_name),
            '', '', toUInt64(ok = 0), if(error_msg != '', error_msg, toString(error_type)),
            toUInt64(1), toInt64(0), toUInt64(0), toUInt64(0)
        FROM hive.tool_calls
        WHERE ${overlaps('intDiv(dur_us + wait_us, 1000)', dayMs)}
        UNION ALL
        SELECT ts_ms, ts_ms + intDiv(dur_us, 1000), thread_id, 'step', toString(graph_name),
            toString(graph_name), '', toUInt64(status = 'error'), error_msg,
            toUInt64(status != 'started'), toInt64(0), toUInt64(0), toUInt64(0)
        FROM hive.supersteps
        WHERE ${overlaps('intDiv(dur_us, 1000)', dayMs)}`;

export const dayAgentRuns = question({
  name: 'day-agent-runs',
  title: 'Agent runs over a day',
  description: 'What each thread or session did in the range: calls, steps, failures and cost, by when it began.',
  parameters: range(24),
  columns: {
    ts_ms: epochMs,
    end_ms: epochMs,
    thread_id: text,
    name: text,
    source: text,
    model: text,
    model_calls: count,
    tool_calls: count,
    steps: count,
    errors: count,
    cost_usd: usd,
    unpriced_calls: count,
    tokens,
  },
  maxRows: 5000,
  sql: `
    SELECT
        min(e.ts_ms) AS ts_ms,
        max(event_end_ms) AS end_ms,
        thread_id,
        maxIf(graph, graph != '') AS name,
        maxIf(teller, teller != '') AS source,
        topKIf(1)(event_name, kind = 'model call')[1] AS model,
        sumIf(counted, kind = 'model call') AS model_calls,
        sumIf(counted, kind = 'tool call') AS tool_calls,
        sumIf(counted, kind = 'step') AS steps,
        sum(failed) AS errors,
        sum(micros) / 1000000 AS cost_usd,
        sum(unpriced) AS unpriced_calls,
        sum(tokens_used) AS tokens
    FROM
    (${agentEvents}
    ) AS e
    GROUP BY thread_id
    ORDER BY ts_ms, thread_id`,
});

export const dayAgentEvents = question({
  name: 'day-agent-events',
  title: 'Agent events over a day',
  description:
    'Model calls, tool calls and steps in the range, oldest first. Those of a thread that are shorter than a bucket come together.',
  parameters: inBuckets,
  columns: {
    ts_ms: epochMs,
    end_ms: epochMs,
    thread_id: text,
    kind: text,
    name: text,
    events: count,
    errors: count,
  },
  maxRows: 20_000,
  sql: `
    SELECT
        min(e.ts_ms) AS ts_ms,
        max(event_end_ms) AS end_ms,
        thread_id,
        kind,
        any(event_name) AS name,
        count() AS events,
        sum(failed) AS errors
    FROM
    (
        SELECT *, ${slot('(event_end_ms - ts_ms)', 'cityHash64(event_name, event_end_ms)')} AS slot
        FROM
        (${agentEvents}
        )
        WHERE counted = 1
    ) AS e
    GROUP BY slot, thread_id, kind
    ORDER BY ts_ms, thread_id, kind, name`,
});

export const dayErrors = question({
  name: 'day-errors',
  title: 'Errors over a day',
  description:
    'Failed model calls, tool calls and steps, and what programs logged as an error, by bucket; the message is that of the last.',
  parameters: inBuckets,
  columns: {
    ts_ms: epochMs,
    end_ms: epochMs,
    kind: text,
    name: text,
    thread_id: text,
    message: text,
    errors: count,
  },
  maxRows: 20_000,
  sql: `
    SELECT
        min(e.ts_ms) AS ts_ms,
        max(event_end_ms) AS end_ms,
        kind,
        argMax(event_name, e.ts_ms) AS name,
        argMax(thread, e.ts_ms) AS thread_id,
        argMax(failure, e.ts_ms) AS message,
        count() AS errors
    FROM
    (
        SELECT ts_ms, event_end_ms, kind, event_name, thread_id AS thread, substringUTF8(failure, 1, 500) AS failure
        FROM
        (${agentEvents}
        )
        WHERE failed = 1 AND ts_ms >= {from_ms:UInt64}
        UNION ALL
        SELECT ts_ms, ts_ms + intDiv(dur_us, 1000), 'log', concat(component, ': ', event), '', substringUTF8(t.message, 1, 500)
        FROM seq.trace_events AS t
        WHERE level >= 'error' AND ts_ms >= {from_ms:UInt64} AND ts_ms < {to_ms:UInt64}
    ) AS e
    GROUP BY if({bucket_ms:UInt64} = 0, (e.ts_ms, cityHash64(event_name, thread, failure)),
                (intDiv(e.ts_ms, greatest({bucket_ms:UInt64}, 1)), toUInt64(0))), kind
    ORDER BY ts_ms, kind, name`,
});

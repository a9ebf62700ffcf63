import { count, epochMs, minutes, text, usd } from '../columns.ts';
import { choice, nowMs, range, rowLimit, tz, whole } from '../parameters.ts';
import { question } from '../question.ts';
import { beganInRange, localHourMs, quarterMs } from './sql-parts.ts';

/** What the always-on agent looks at. Its own threads are left out: it does not watch itself. */
const notItsOwn = "thread_id NOT LIKE 'always-on-%'";

export const repeatedFailures = question({
  name: 'repeated-failures',
  title: 'The same failure of a tool, again and again',
  description: 'Tools that failed for the same reason several times in the range; what a person rejected is left out.',
  parameters: {
    ...range(1),
    least: whole('Fewest failures', 3, { least: 1, most: 1_000 }),
    limit: rowLimit(20),
  },
  columns: { tool_name: text, reason: text, failures: count, threads: count, first_ms: epochMs, last_ms: epochMs },
  sql: `
    SELECT
        tool_name,
        if(error_msg = '', toString(error_type), substringUTF8(error_msg, 1, 160)) AS reason,
        count() AS failures,
        uniqExact(thread_id) AS threads,
        min(ts_ms) AS first_ms,
        max(ts_ms) AS last_ms
    FROM hive.tool_calls
    WHERE ${beganInRange} AND ok = 0 AND decision != 'reject' AND ${notItsOwn}
    GROUP BY tool_name, reason
    HAVING failures >= {least:UInt64}
    ORDER BY failures DESC, last_ms DESC, tool_name
    LIMIT {limit:UInt32}`,
});

export const stuckStretches = question({
  name: 'stuck-stretches',
  title: 'Long stretches in one window, with failures of agents',
  description:
    'Windows in which the person spent most of the range, with the tool calls that failed meanwhile; time away is left out.',
  parameters: {
    ...range(2),
    least_minutes: whole('Fewest minutes in the window', 40, { least: 1, most: 1_440 }),
    limit: rowLimit(5),
  },
  columns: { app: text, window_title: text, minutes, first_ms: epochMs, last_ms: epochMs, failed_tool_calls: count },
  sql: `
    SELECT
        app,
        window_title,
        sum(dur_ms) / 60000 AS minutes,
        min(ts_ms) AS first_ms,
        max(ts_ms + dur_ms) AS last_ms,
        (SELECT count() FROM hive.tool_calls WHERE ${beganInRange} AND ok = 0 AND ${notItsOwn}) AS failed_tool_calls
    FROM seq.context
    WHERE ${beganInRange} AND afk = 0
    GROUP BY app, window_title
    HAVING minutes >= {least_minutes:UInt64}
    ORDER BY minutes DESC, app, window_title
    LIMIT {limit:UInt32}`,
});

export const costAgainstUsual = question({
  name: 'cost-against-usual',
  title: 'Cost of this hour against that of a usual one',
  description: 'Cost of this local hour, and the median of the hours with any cost in the 14 days before.',
  parameters: { tz, now_ms: nowMs },
  columns: { cost_hour_usd: usd, usual_usd: usd, hours_known: count },
  sql: `
    WITH ${localHourMs('{now_ms:UInt64}')} AS this_hour_ms
    SELECT
        sumIf(cost, hour_ms = this_hour_ms) / 1000000 AS cost_hour_usd,
        ifNotFinite(quantileExactIf(0.5)(cost, hour_ms < this_hour_ms), 0) / 1000000 AS usual_usd,
        countIf(hour_ms < this_hour_ms) AS hours_known
    FROM
    (
        SELECT ${localHourMs(`(${quarterMs})`)} AS hour_ms, sum(cost_micros) AS cost
        FROM hive.cost_per_hour
        WHERE hour >= toDateTime(intDiv({now_ms:UInt64}, 1000), 'UTC') - INTERVAL 14 DAY
            AND ${quarterMs} <= {now_ms:UInt64}
        GROUP BY hour_ms
        HAVING cost > 0
    )`,
});

export const pagesRead = question({
  name: 'pages-read',
  title: 'Pages that were read',
  description: 'Pages of the range in which the person spent some time, the longest first; time away is left out.',
  parameters: {
    ...range(1),
    least_seconds: whole('Fewest seconds on the page', 15, { least: 0, most: 86_400 }),
    limit: rowLimit(50),
  },
  columns: { site: text, window_title: text, url: text, minutes, first_ms: epochMs },
  sql: `
    SELECT
        domainWithoutWWW(c.url) AS site,
        window_title,
        any(c.url) AS url,
        sum(dur_ms) / 60000 AS minutes,
        min(ts_ms) AS first_ms
    FROM seq.context AS c
    WHERE ${beganInRange} AND afk = 0 AND c.url != ''
    GROUP BY site, window_title
    HAVING minutes * 60 >= {least_seconds:UInt64}
    ORDER BY minutes DESC, site, window_title
    LIMIT {limit:UInt32}`,
});

export const whatHappened = question({
  name: 'what-happened',
  title: 'What happened, in a few lines',
  description:
    'Minutes of the applications used most, and calls and failures of models and tools, in the range; time away is left out.',
  parameters: { ...range(1), limit: rowLimit(5, 50) },
  columns: { what: text, name: text, minutes, calls: count, failures: count, cost_usd: usd },
  sql: `
    SELECT what, name, minutes, calls, failures, cost_usd FROM
    (
        SELECT * FROM
        (
            SELECT 'app' AS what, toString(app) AS name, sum(dur_ms) / 60000 AS minutes, 0 AS calls, 0 AS failures, 0. AS cost_usd
            FROM seq.context WHERE ${beganInRange} AND afk = 0
            GROUP BY name ORDER BY minutes DESC, name LIMIT {limit:UInt32}
        )
        UNION ALL
        SELECT * FROM
        (
            SELECT 'model' AS what, toString(model) AS name, sum(dur_us) / 60000000 AS minutes, count() AS calls,
                countIf(ok = 0) AS failures, ifNull(sum(cost_micros), 0) / 1000000 AS cost_usd
            FROM hive.model_invocations WHERE ${beganInRange} AND ${notItsOwn}
            GROUP BY name ORDER BY calls DESC, name LIMIT {limit:UInt32}
        )
        UNION ALL
        SELECT * FROM
        (
            SELECT 'tool' AS what, toString(tool_name) AS name, sum(dur_us) / 60000000 AS minutes, count() AS calls,
                countIf(ok = 0) AS failures, 0. AS cost_usd
            FROM hive.tool_calls WHERE ${beganInRange} AND ${notItsOwn}
            GROUP BY name ORDER BY calls DESC, name LIMIT {limit:UInt32}
        )
    )
    ORDER BY what, calls DESC, minutes DESC, name`,
});

export const agentSuggestions = question({
  name: 'agent-suggestions',
  title: 'What the always-on agent said',
  description: 'Its suggestions, the newest first, each with the question and the values that it came from.',
  parameters: { ...range(7 * 24), state: choice('Which', ['any', 'new', 'dismissed', 'never']), limit: rowLimit(100) },
  columns: {
    suggestion_id: text,
    ts_ms: epochMs,
    node_id: text,
    kind: text,
    subject: text,
    title: text,
    body: text,
    evidence_question: text,
    evidence_params: text,
    worded_by: text,
    thread_id: text,
    state: text,
  },
  sql: `
    SELECT
        suggestion_id, ts_ms, node_id, kind, subject, title, body, evidence_question, evidence_params, worded_by,
        thread_id, toString(s.state) AS state
    FROM hive.suggestions AS s FINAL
    WHERE ${beganInRange} AND ({state:String} = 'any' OR toString(s.state) = {state:String})
    ORDER BY ts_ms DESC, suggestion_id
    LIMIT {limit:UInt32}`,
});

export const routerDecisions = question({
  name: 'router-decisions',
  title: 'Which model the always-on agent asked, and why',
  description: 'Its calls of models, the newest first, each with the reason for this model; refusals are no calls.',
  parameters: { ...range(24), limit: rowLimit(100) },
  columns: {
    ts_ms: epochMs,
    node_id: text,
    provider: text,
    model: text,
    route: text,
    route_reason: text,
    ok: count,
    attempt: count,
    dur_ms: count,
    ttft_ms: count,
    output_tokens: count,
    error_msg: text,
  },
  sql: `
    SELECT
        ts_ms, toString(node_id) AS node_id, toString(provider) AS provider, toString(model) AS model,
        toString(i.route) AS route, i.route_reason AS route_reason, ok, attempt,
        intDiv(dur_us, 1000) AS dur_ms, intDiv(ttft_us, 1000) AS ttft_ms, output_tokens, error_msg
    FROM hive.model_invocations AS i
    WHERE ${beganInRange} AND graph_name = 'always-on-agent'
    ORDER BY ts_ms DESC
    LIMIT {limit:UInt32}`,
});

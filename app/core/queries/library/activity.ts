import { count, epochMs, epochMsOrNull, milliseconds, millisecondsOrNull, minutes, percent, text } from '../columns.ts';
import { names, nowMs, range, rowLimit, tz } from '../parameters.ts';
import { question } from '../question.ts';
import { beganInRange, localHourMs, quarterMs, quartersInRange } from './sql-parts.ts';

/** Editors and terminals, as macOS and Linux name them. */
const codingApps = [
  'Visual Studio Code',
  'Code',
  'Cursor',
  'Windsurf',
  'Zed',
  'Xcode',
  'Sublime Text',
  'IntelliJ IDEA',
  'PyCharm',
  'WebStorm',
  'GoLand',
  'CLion',
  'RustRover',
  'Android Studio',
  'Nova',
  'Emacs',
  'MacVim',
  'Neovide',
  'Terminal',
  'iTerm2',
  'Ghostty',
  'WezTerm',
  'kitty',
  'Alacritty',
  'Warp',
  'XTerm',
  'gnome-terminal',
  'konsole',
];

/** The tables that the recorder fills. */
const recorded = [
  'seq.context',
  'seq.presence',
  'seq.mem_events',
  'seq.trace_events',
  'hive.model_invocations',
  'hive.tool_calls',
  'hive.supersteps',
];

export const agentTimeline = question({
  name: 'agent-timeline',
  title: 'Agent activity timeline',
  description: 'Graph steps, model calls and tool calls of the range in one row each, newest first.',
  parameters: { ...range(24), limit: rowLimit(500, 10_000) },
  columns: {
    ts_ms: epochMs,
    kind: text,
    thread_id: text,
    name: text,
    node_id: text,
    dur_ms: milliseconds,
    status: text,
    detail: text,
  },
  sql: `
    SELECT ts_ms, kind, thread_id, name, node_id, dur_us / 1000 AS dur_ms, status, detail
    FROM
    (
        SELECT ts_ms, 'step' AS kind, thread_id, toString(graph_name) AS name, '' AS node_id, dur_us,
            toString(status) AS status, error_msg AS detail
        FROM hive.supersteps
        WHERE status != 'started' AND ${beganInRange}
        ORDER BY ts_ms DESC
        LIMIT {limit:UInt32}
        UNION ALL
        SELECT ts_ms, 'model call', thread_id, toString(model), toString(node_id), dur_us,
            if(ok = 1, 'finished', 'error'), error_msg
        FROM hive.model_invocations
        WHERE ${beganInRange}
        ORDER BY ts_ms DESC
        LIMIT {limit:UInt32}
        UNION ALL
        SELECT ts_ms, 'tool call', thread_id, toString(tool_name), toString(node_id), dur_us,
            if(ok = 1, 'finished', 'error'), error_msg
        FROM hive.tool_calls
        WHERE ${beganInRange}
        ORDER BY ts_ms DESC
        LIMIT {limit:UInt32}
    )
    ORDER BY ts_ms DESC, kind, thread_id, name
    LIMIT {limit:UInt32}`,
});

export const toolCalls = question({
  name: 'tool-calls',
  title: 'Tool calls with failures',
  description: 'Calls, failures, rejections, latency within 1 % and waiting time of each tool in the range.',
  parameters: { ...range(7 * 24), limit: rowLimit(50) },
  columns: {
    tool_name: text,
    mcp_server: text,
    calls: count,
    failed: count,
    rejected: count,
    failed_percent: percent,
    threads: count,
    p50_ms: millisecondsOrNull,
    p99_ms: millisecondsOrNull,
    wait_p50_ms: millisecondsOrNull,
  },
  sql: `
    WITH quantilesDDIf(0.01, 0.5, 0.99)(dur_us, dur_us > 0) AS latency_us
    SELECT
        tool_name,
        mcp_server,
        count() AS calls,
        countIf(ok = 0) AS failed,
        countIf(error_type = 'rejected' OR decision = 'reject') AS rejected,
        failed * 100 / calls AS failed_percent,
        uniqExact(thread_id) AS threads,
        ifNotFinite(latency_us[1] / 1000, NULL) AS p50_ms,
        ifNotFinite(latency_us[2] / 1000, NULL) AS p99_ms,
        ifNotFinite(quantileDDIf(0.01, 0.5)(wait_us, wait_us > 0) / 1000, NULL) AS wait_p50_ms
    FROM hive.tool_calls
    WHERE ${beganInRange}
    GROUP BY tool_name, mcp_server
    ORDER BY failed DESC, calls DESC, tool_name, mcp_server
    LIMIT {limit:UInt32}`,
});

export const toolPatterns = question({
  name: 'tool-patterns',
  title: 'Tool call patterns with failures',
  description: 'Which tool follows which in a thread, how often, and how often the second then fails.',
  parameters: { ...range(24), limit: rowLimit(50) },
  columns: {
    previous_tool: text,
    tool_name: text,
    calls: count,
    failed: count,
    failed_percent: percent,
    after_failure: count,
  },
  sql: `
    SELECT
        previous_tool,
        tool_name,
        count() AS calls,
        countIf(ok = 0) AS failed,
        failed * 100 / calls AS failed_percent,
        countIf(previous_ok = 0) AS after_failure
    FROM
    (
        SELECT
            toString(tool_name) AS tool_name,
            ok,
            lagInFrame(toString(tool_name), 1, '') OVER calls_of_thread AS previous_tool,
            lagInFrame(ok, 1, 1) OVER calls_of_thread AS previous_ok
        FROM hive.tool_calls
        WHERE ${beganInRange}
        WINDOW calls_of_thread AS
            (PARTITION BY thread_id ORDER BY ts_ms, event_id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
    )
    WHERE previous_tool != ''
    GROUP BY previous_tool, tool_name
    ORDER BY failed DESC, calls DESC, previous_tool, tool_name
    LIMIT {limit:UInt32}`,
});

export const codingAndAgentsPerHour = question({
  name: 'coding-and-agents-per-hour',
  title: 'Coding time and agent calls per hour',
  description:
    'Minutes at the keyboard in editors and terminals in each local hour, beside model and tool calls and all minutes there.',
  parameters: { ...range(24), tz, coding_apps: names('Applications that count as coding', codingApps) },
  columns: {
    hour_ms: epochMs,
    coding_minutes: minutes,
    model_calls: count,
    tool_calls: count,
    active_minutes: minutes,
  },
  sql: `
    WITH ${quarterMs} AS quarter_ms
    SELECT
        ${localHourMs('piece_ms')} AS hour_ms,
        sum(coding_ms) / 60000 AS coding_minutes,
        sum(models) AS model_calls,
        sum(tools) AS tool_calls,
        sum(active_ms) / 60000 AS active_minutes
    FROM
    (
        SELECT piece * 900000 AS piece_ms,
            sumIf(part_ms, app IN {coding_apps:Array(String)}) AS coding_ms, sum(part_ms) AS active_ms,
            toUInt64(0) AS models, toUInt64(0) AS tools
        FROM
        (
            SELECT app, piece,
                least(ts_ms + dur_ms, (piece + 1) * 900000, {to_ms:UInt64})
                    - greatest(ts_ms, piece * 900000, {from_ms:UInt64}) AS part_ms
            FROM
            (
                SELECT app, ts_ms, least(dur_ms, 86400000) AS dur_ms
                FROM seq.context
                WHERE afk = 0 AND ts_ms + 86400000 > {from_ms:UInt64} AND ts_ms < {to_ms:UInt64}
            )
            ARRAY JOIN range(intDiv(ts_ms, 900000), intDiv(ts_ms + dur_ms + 899999, 900000)) AS piece
            WHERE (piece + 1) * 900000 > {from_ms:UInt64} AND piece * 900000 < {to_ms:UInt64}
                AND ts_ms + dur_ms > {from_ms:UInt64}
        )
        GROUP BY piece
        UNION ALL
        SELECT quarter_ms, toInt64(0), toInt64(0), sumIf(c.calls, c.kind = 'model'), sumIf(c.calls, c.kind = 'tool')
        FROM hive.calls_per_quarter AS c
        WHERE c.kind != 'step' AND ${quartersInRange}
        GROUP BY quarter_ms
    )
    GROUP BY hour_ms
    ORDER BY hour_ms`,
});

export const lastEvents = question({
  name: 'last-events',
  title: 'Last event of each table',
  description: 'How many rows each recorded table holds, when its newest row began, and how long ago that is.',
  parameters: { now_ms: nowMs },
  columns: { table_name: text, row_count: count, last_ts_ms: epochMsOrNull, lag_ms: millisecondsOrNull },
  sql: `
    SELECT
        table_name,
        row_count,
        if(row_count = 0, NULL, newest) AS last_ts_ms,
        if(row_count = 0, NULL, toInt64({now_ms:UInt64}) - toInt64(newest)) AS lag_ms
    FROM
    (
        ${recorded.map((table) => `SELECT '${table}' AS table_name, count() AS row_count, max(ts_ms) AS newest FROM ${table}`).join('\n        UNION ALL ')}
    )
    ORDER BY table_name`,
});

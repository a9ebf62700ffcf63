import { mostSkippedEvents, mostThreadEvents } from '../../../contract/agent-questions.ts';
import { count, epochMs, milliseconds, millisecondsOrNull, text, tokens, usdOrNull } from '../columns.ts';
import { exactMoment, name, rowLimit, whole } from '../parameters.ts';
import { question } from '../question.ts';
import { runColumns, runNames, runOfSums, runSums } from './agents.ts';

const threadId = name('The thread, as its rows name it', 500);

/** When the thread was at work: without these bounds every day of the table would be looked through. */
const begin = '(SELECT min(first_ms) FROM hive.thread_hours WHERE thread_id = {thread_id:String})';
const end = '(SELECT max(last_ms) FROM hive.thread_hours WHERE thread_id = {thread_id:String})';
const ofThread = `thread_id = {thread_id:String} AND ts_ms >= ${begin} AND ts_ms <= ${end}`;
/** A span and a log record may date the begin of one call a little apart. */
const aboutThen = `ts_ms + 86400000 >= ${begin} AND ts_ms <= ${end} + 86400000`;

export const agentThread = question({
  name: 'agent-thread',
  title: 'One agent run',
  description: 'What one thread did in all, and how its latest step ended; no row when nothing is recorded of it.',
  parameters: { thread_id: threadId },
  columns: { ...runColumns },
  sql: `
    SELECT ${runOfSums}
    FROM (SELECT ${runSums} FROM hive.thread_hours AS t WHERE thread_id = {thread_id:String} GROUP BY thread_id) AS r
    INNER JOIN
    (
        SELECT ${runNames} FROM hive.thread_hours AS t WHERE thread_id = {thread_id:String} GROUP BY thread_id
    ) AS n ON n.thread_id = r.thread_id`,
});

export const threadEvents = question({
  name: 'thread-events',
  title: 'What happened in a thread',
  description: 'Steps, model calls and tool calls of one thread in the order in which they began.',
  parameters: {
    thread_id: threadId,
    limit: rowLimit(mostThreadEvents, mostThreadEvents),
    skip: whole('How many of the first are left out', 0, { least: 0, most: mostSkippedEvents }),
  },
  columns: {
    kind: text,
    ts_ms: epochMs,
    dur_ms: milliseconds,
    wait_ms: milliseconds,
    name: text,
    node_id: text,
    agent_id: text,
    namespace: text,
    step_index: count,
    tasks: count,
    state: text,
    provider: text,
    input_tokens: tokens,
    cache_read_tokens: tokens,
    cache_write_tokens: tokens,
    output_tokens: tokens,
    reasoning_tokens: tokens,
    cost_usd: usdOrNull,
    ttft_ms: millisecondsOrNull,
    attempt: count,
    finish_reason: text,
    error_type: text,
    error_msg: text,
    event_id: text,
    content_bytes: count,
  },
  sql: `
    SELECT kind, ts_ms, dur_us / 1000 AS dur_ms, wait_us / 1000 AS wait_ms, name, node_id, agent_id, namespace,
        step_index, tasks, state, provider, input_tokens, cache_read_tokens, cache_write_tokens, output_tokens,
        reasoning_tokens, cost_usd, nullIf(ttft_us, 0) / 1000 AS ttft_ms, attempt, finish_reason, error_type, error_msg,
        event_id, content_bytes
    FROM
    (
        SELECT 'step' AS kind, ts_ms, max(s.dur_us) AS dur_us, toUInt64(0) AS wait_us, toString(graph_name) AS name,
            '' AS node_id, '' AS agent_id, checkpoint_ns AS namespace, step_index, max(s.frontier_count) AS tasks,
            toString(max(s.status)) AS state, '' AS provider, toUInt32(0) AS input_tokens,
            toUInt32(0) AS cache_read_tokens, toUInt64(0) AS cache_write_tokens, toUInt32(0) AS output_tokens,
            toUInt32(0) AS reasoning_tokens, CAST(NULL, 'Nullable(Float64)') AS cost_usd, toUInt64(0) AS ttft_us,
            toUInt16(0) AS attempt, '' AS finish_reason, '' AS error_type, max(s.error_msg) AS error_msg,
            '' AS event_id, toUInt64(0) AS content_bytes
        FROM hive.supersteps AS s
        WHERE ${ofThread}
        GROUP BY ts_ms, graph_name, checkpoint_ns, step_index
        UNION ALL
        SELECT 'model', i.ts_ms, i.dur_us, toUInt64(0), toString(i.model), toString(i.node_id), i.agent_id, '',
            toUInt32(0), toUInt32(0), if(i.ok = 1, 'finished', 'error'), toString(i.provider), i.input_tokens,
            i.cache_read_tokens, toUInt64(i.cache_write_5m_tokens) + i.cache_write_1h_tokens, i.output_tokens,
            i.reasoning_tokens, i.cost_micros / 1000000, if(i.ttft_us > 0, i.ttft_us, a.ttft_us), i.attempt,
            toString(if(i.finish_reason != '', i.finish_reason, a.finish_reason)), toString(i.error_type), i.error_msg,
            i.event_id, toUInt64(0)
        FROM (SELECT * FROM hive.model_invocations WHERE ${ofThread}) AS i
        LEFT ANY JOIN
        (
            SELECT event_id, ttft_us, finish_reason FROM hive.model_call_additions WHERE ${aboutThen}
        ) AS a ON a.event_id = i.event_id AND i.event_id != ''
        UNION ALL
        SELECT 'tool', ts_ms, dur_us, wait_us, toString(tool_name), toString(node_id), agent_id, '', toUInt32(0),
            toUInt32(0), if(ok = 1, 'finished', if(error_type = 'rejected' OR decision = 'reject', 'rejected', 'error')),
            toString(mcp_server), toUInt32(0), toUInt32(0), toUInt64(0), toUInt32(0), toUInt32(0), NULL, toUInt64(0),
            toUInt16(0), '', toString(error_type), error_msg, event_id,
            toUInt64(length(input_json)) + length(output_json)
        FROM hive.tool_calls
        WHERE ${ofThread}
    )
    ORDER BY ts_ms, kind = 'tool', kind = 'model', namespace, name, event_id
    LIMIT {limit:UInt32} OFFSET {skip:UInt64}`,
});

export const toolCallContent = question({
  name: 'tool-call-content',
  title: 'Content of a tool call',
  description: 'Arguments and result of one tool call as far as they were kept, the first 20,000 characters of each.',
  parameters: {
    thread_id: threadId,
    tool_name: name('The tool, as its row names it', 500),
    at_ms: exactMoment('When the call began, epoch milliseconds'),
    event_id: name('The call, as its row names it', 500),
  },
  columns: { input_json: text, output_json: text },
  sql: `
    SELECT substringUTF8(input_json, 1, 20000) AS input_json, substringUTF8(output_json, 1, 20000) AS output_json
    FROM hive.tool_calls
    WHERE tool_name = {tool_name:String} AND ts_ms = {at_ms:UInt64} AND thread_id = {thread_id:String}
        AND event_id = {event_id:String}
    LIMIT 1`,
});

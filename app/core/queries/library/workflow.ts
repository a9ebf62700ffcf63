import { count, epochMs, milliseconds, percent, text, tokens, usd } from '../columns.ts';
import { name, range, rowLimit } from '../parameters.ts';
import { question } from '../question.ts';
import { beganInRange } from './sql-parts.ts';

export const workflowSteps = question({
  name: 'workflow-steps',
  title: "A workflow's steps in order",
  description: 'Each step of one thread as it ended, in order, with the model and tool calls that began in it.',
  parameters: {
    thread_id: name('Thread of the graph; empty means the one that ended a step last'),
    limit: rowLimit(500, 10_000),
  },
  columns: {
    thread_id: text,
    graph_name: text,
    step_index: count,
    began_ms: epochMs,
    dur_ms: milliseconds,
    status: text,
    frontier_count: count,
    writes: count,
    model_calls: count,
    tool_calls: count,
    error_msg: text,
  },
  sql: `
    WITH
        if({thread_id:String} = '',
            (SELECT argMax(thread_id, ts_ms) FROM hive.supersteps WHERE status != 'started'),
            {thread_id:String}) AS wanted
    SELECT
        s.thread_id AS thread_id,
        s.graph_name AS graph_name,
        s.step_index AS step_index,
        s.ts_ms AS began_ms,
        s.dur_us / 1000 AS dur_ms,
        toString(s.status) AS status,
        s.frontier_count AS frontier_count,
        s.writes AS writes,
        arrayCount(at -> at BETWEEN s.ts_ms AND s.ts_ms + intDiv(s.dur_us, 1000), m.at) AS model_calls,
        arrayCount(at -> at BETWEEN s.ts_ms AND s.ts_ms + intDiv(s.dur_us, 1000), t.at) AS tool_calls,
        s.error_msg AS error_msg
    FROM hive.supersteps AS s
    LEFT JOIN (SELECT thread_id, groupArray(ts_ms) AS at FROM hive.model_invocations
        WHERE thread_id = wanted GROUP BY thread_id) AS m ON m.thread_id = s.thread_id
    LEFT JOIN (SELECT thread_id, groupArray(ts_ms) AS at FROM hive.tool_calls
        WHERE thread_id = wanted GROUP BY thread_id) AS t ON t.thread_id = s.thread_id
    WHERE s.thread_id = wanted AND s.status != 'started'
    ORDER BY began_ms, step_index
    LIMIT {limit:UInt32}`,
});

export const costByOperation = question({
  name: 'cost-by-operation',
  title: 'Total cost across operations',
  description: 'Calls, tokens and cost of each graph node, and its share of the whole; unpriced calls are in no cost.',
  parameters: { ...range(7 * 24), limit: rowLimit(100) },
  columns: {
    graph_name: text,
    node_id: text,
    calls: count,
    unpriced_calls: count,
    tokens,
    cost_usd: usd,
    cost_percent: percent,
  },
  sql: `
    SELECT
        graph_name,
        node_id,
        count() AS calls,
        countIf(cost_micros IS NULL) AS unpriced_calls,
        sum(toUInt64(input_tokens) + output_tokens + reasoning_tokens + cache_read_tokens
            + cache_write_5m_tokens + cache_write_1h_tokens) AS tokens,
        ifNull(sum(cost_micros), 0) / 1000000 AS cost_usd,
        ifNotFinite(cost_usd * 100 / sum(cost_usd) OVER (), 0) AS cost_percent
    FROM hive.model_invocations
    WHERE ${beganInRange}
    GROUP BY graph_name, node_id
    ORDER BY cost_usd DESC, calls DESC, graph_name, node_id
    LIMIT {limit:UInt32}`,
});

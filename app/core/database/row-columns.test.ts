import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TableName, TableRows } from '../../contract/rows.ts';
import { type TestDatabase, startTestDatabase } from './testing.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

const ts_ms = Date.UTC(2026, 6, 7, 15);
const zone = { tz: 'Europe/Berlin', utc_offset_min: 120, segment_id: 's' };
const ids = { event_id: 'e', thread_id: 't', node_id: 'n', agent_id: 'a', trace_id: 'tr', span_id: 'sp' };
const failure = { error_type: 'timeout', error_msg: 'demo' };

/** One row of each table with every key that its type knows: a key too few or too many fails to compile. */
const rows: { [T in TableName]: Required<TableRows[T]> } = {
  'seq.context': { ts_ms, dur_ms: 1, app: 'a', bundle_id: 'b', window_title: 'w', url: 'u', afk: 1, ...zone },
  'seq.presence': { ts_ms, dur_ms: 1, state: 'idle', cause: 'lock', ...zone },
  'seq.mem_events': { ts_ms, kind: 'metric', app: 'a', subject: 's', payload: '{}', value: 0.5 },
  'seq.trace_events': {
    ts_ms,
    level: 'warn',
    component: 'c',
    event: 'e',
    message: 'm',
    trace_id: 'tr',
    span_id: 'sp',
    attributes: '{}',
    dur_us: 1,
    event_id: 'e',
  },
  'hive.supersteps': {
    ts_ms,
    thread_id: 't',
    graph_name: 'g',
    graph_version: 1,
    step_index: 2,
    frontier_count: 3,
    writes: 4,
    dur_us: 5,
    status: 'interrupted',
    checkpoint_ns: 'ns',
    checkpoint_id: 'id',
    error_msg: 'm',
    event_id: 'e',
  },
  'hive.model_call_additions': {
    ts_ms,
    event_id: 'e',
    graph_name: 'g',
    node_id: 'n',
    provider: 'p',
    model: 'm',
    ttft_us: 1,
    tool_calls: 2,
    attempt: 3,
    finish_reason: 'stop',
    agent_id: 'a',
    parent_agent_id: 'pa',
    trace_id: 'tr',
    span_id: 'sp',
  },
  'hive.model_invocations': {
    ts_ms,
    ...ids,
    ...failure,
    graph_name: 'g',
    provider: 'p',
    model: 'm',
    input_tokens: 1,
    output_tokens: 2,
    dur_us: 3,
    ttft_us: 4,
    tool_calls: 5,
    ok: 0,
    source: 's',
    source_version: 'v',
    cache_read_tokens: 6,
    cache_write_5m_tokens: 7,
    cache_write_1h_tokens: 8,
    reasoning_tokens: 9,
    cost_micros: 10,
    cost_source: 'vendor',
    price_rev: 'r',
    request_id: 'r',
    attempt: 11,
    status_code: 529,
    finish_reason: 'f',
    service_tier: 't',
    effort: 'e',
    parent_agent_id: 'pa',
    query_source: 'q',
    route: 'server',
    route_reason: 'r',
  },
  'hive.tool_calls': {
    ts_ms,
    ...ids,
    ...failure,
    tool_name: 'Read',
    input_json: '{}',
    output_json: '[]',
    dur_us: 1,
    ok: 0,
    tool_call_id: 'c',
    decision: 'reject',
    decision_source: 'user',
    wait_us: 2,
    mcp_server: 'm',
    input_bytes: 3,
    output_bytes: 4,
  },
};

it.each(Object.entries(rows))(
  '%s has the columns of its row type, and gives back what it was given',
  async (table, row) => {
    await test.database.writer.insert({ table, values: [row], format: 'JSONEachRow' });
    const answer = await test.database.admin.query({
      query: `SELECT * FROM ${table}`,
      format: 'JSONEachRow',
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
    });
    expect(await answer.json()).toEqual([row]);
  },
);

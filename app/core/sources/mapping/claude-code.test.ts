import { describe, expect, test } from 'vitest';
import { emptyCall } from '../agents/empty-rows.ts';
import type { AttributeValue } from '../otlp/otlp-record.ts';
import { createClaudeCodeMapper } from './claude-code.ts';
import { readRecords, rowsOf } from './fixtures/agent-fixture.ts';
import { logRecord, pointRecord, spanRecord } from './fixtures/agent-records.ts';

const logs = await readRecords('claude-code/logs');
const spans = await readRecords('claude-code/spans');
const spansAlone = await readRecords('claude-code/spans-only');

const atMs = Date.UTC(2026, 7, 22, 10);
const session = '5e0f7a52-3f7b-4d0e-9c1c-1b8f1a6e0a01';

function log(event: string, attributes: Readonly<Record<string, AttributeValue>>, timeMs = atMs) {
  return logRecord('claude-code', { 'event.name': event, 'session.id': 's', ...attributes }, timeMs);
}

function span(name: string, attributes: Readonly<Record<string, AttributeValue>>, parentSpanId = '') {
  return spanRecord('claude-code', `claude_code.${name}`, { 'session.id': 's', ...attributes }, atMs, parentSpanId);
}

describe('Claude Code, log records', () => {
  test('calls have the tokens and the cost that were worked out by hand', () => {
    const { rows } = createClaudeCodeMapper().map(logs);
    const calls = rowsOf(rows, 'hive.model_invocations').map(({ id, row }) => [
      id.replace('claude-code:', ''),
      row.model,
      row.input_tokens,
      row.output_tokens,
      row.cache_read_tokens,
      row.cache_write_5m_tokens,
      row.cost_micros,
      row.cost_source,
    ]);
    // Dollars per million tokens are millionths of a dollar per token.
    expect(calls).toEqual([
      // Sonnet 4.5: 1200×3 + 340×15
      ['req_011normal', 'claude-sonnet-4-5-20250929', 1_200, 340, 0, 0, 8_700, 'vendor'],
      // Sonnet 4.5: 12×3 + 820×15 + 18400×0.3 + 2100×3.75
      ['req_012cached', 'claude-sonnet-4-5-20250929', 12, 820, 18_400, 2_100, 25_731, 'vendor'],
      // Haiku 4.5: 350×1 + 28×5, all as text and the cost in dollars
      ['req_013subagent', 'claude-haiku-4-5-20251001', 350, 28, 0, 0, 490, 'vendor'],
      // Opus 4.6 in fast mode: 900×30 + 410×150 + 6000×3, which no list of prices by token knows
      ['req_014fast', 'claude-opus-4-6', 900, 410, 6_000, 0, 106_500, 'vendor'],
      ['req_015overloaded', 'claude-sonnet-4-5-20250929', 0, 0, 0, 0, null, ''],
      [
        `error:${session}:1d8a3c2e-0000-4a64-8a51-6f9d2a7f3b11:${atMs + 58_000}:12`,
        'claude-sonnet-4-5-20250929',
        0,
        0,
        0,
        0,
        null,
        '',
      ],
      // Sonnet 4.5: 500×3 + 4×15
      ['req_016refused', 'claude-sonnet-4-5-20250929', 500, 4, 0, 0, 1_560, 'vendor'],
    ]);
  });

  test('a call says who made it, when it began, how long it took and how it was made', () => {
    const { rows } = createClaudeCodeMapper().map(logs);
    const call = rowsOf(rows, 'hive.model_invocations').find(({ id }) => id === 'claude-code:req_014fast');
    expect(call?.row).toEqual({
      ...emptyCall,
      ts_ms: atMs + 33_900,
      thread_id: session,
      node_id: 'repl_main_thread',
      graph_name: 'release-notes',
      provider: 'anthropic',
      model: 'claude-opus-4-6',
      input_tokens: 900,
      output_tokens: 410,
      cache_read_tokens: 6_000,
      cache_write_5m_tokens: 0,
      dur_us: 2_100_000,
      ok: 1,
      cost_micros: 106_500,
      cost_source: 'vendor',
      source: 'claude-code-otel',
      source_version: '2.1.214',
      request_id: 'req_014fast',
      attempt: 0,
      finish_reason: '',
      service_tier: 'fast',
      effort: 'high',
      agent_id: '',
      parent_agent_id: '',
      query_source: 'repl_main_thread',
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
    });
  });

  test('failed and interrupted calls are rows with what went wrong', () => {
    const { rows } = createClaudeCodeMapper().map(logs);
    const failed = rowsOf(rows, 'hive.model_invocations').filter(({ row }) => row.ok === 0);
    expect(failed.map(({ row }) => [row.error_type, row.status_code, row.attempt, row.dur_us])).toEqual([
      ['overloaded', 529, 11, 12_000_000],
      ['interrupted', 0, 1, 1_800_000],
    ]);
    expect(failed[0]?.row.error_msg).toContain('Overloaded');
  });

  test('tools are rows: one that ran, one that failed, one that was refused', () => {
    const { rows } = createClaudeCodeMapper().map(logs);
    const tools = rowsOf(rows, 'hive.tool_calls').map(({ id, row }) => [
      id,
      row.tool_name,
      row.ok,
      row.dur_us ?? 0,
      row.error_type,
      row.error_msg ?? '',
      row.decision,
      row.decision_source,
      row.mcp_server,
    ]);
    expect(tools).toEqual([
      ['claude-code:toolu_01bash', 'Bash', 1, 1_500_000, '', '', 'accept', 'user_temporary', ''],
      [
        'claude-code:toolu_02mcp',
        'mcp__tracker__get_issue',
        0,
        310_000,
        'McpError',
        'issue 77 not found',
        'accept',
        'config',
        'tracker',
      ],
      ['claude-code:toolu_03write', 'Write', 0, 0, 'rejected', '', 'reject', 'user_reject', ''],
    ]);
    const ran = rowsOf(rows, 'hive.tool_calls')[0]?.row;
    expect(ran).toMatchObject({ input_bytes: 61, output_bytes: 2_048, ts_ms: atMs + 12_300 });
    expect(ran?.input_json).toContain('npm test');
  });

  test('every other event stays, in its order', () => {
    const { unmapped, repeated } = createClaudeCodeMapper().map(logs);
    expect(unmapped.map((record) => record.attributes['event.name'])).toEqual([
      'user_prompt',
      'tool_decision',
      'subagent_completed',
      'api_refusal',
    ]);
    expect(repeated).toBe(0);
  });

  test('a refusal that comes after its call was written is told beside it', () => {
    const mapper = createClaudeCodeMapper();
    mapper.map([log('api_request', { request_id: 'r', model: 'claude-sonnet-4-5', query_source: 'main' })]);
    const { rows } = mapper.map([log('api_refusal', { request_id: 'r', attempt: 1 })]);
    expect(rows).toMatchObject([
      {
        id: 'claude-code:r:refusal',
        table: 'hive.model_call_additions',
        row: { event_id: 'claude-code:r', finish_reason: 'refusal', node_id: 'main', model: 'claude-sonnet-4-5' },
      },
    ]);
  });

  test('a refusal that another model made good is not how the call ended', () => {
    const mapper = createClaudeCodeMapper();
    const { rows, unmapped } = mapper.map([
      log('api_refusal', { request_id: 'r', server_fallback_hop: 'true' }),
      log('api_request', { request_id: 'r', model: 'm' }),
    ]);
    expect(rows).toMatchObject([{ table: 'hive.model_invocations', row: { finish_reason: '' } }]);
    expect(unmapped).toHaveLength(1);
  });

  test('a call without the identifier of its request is known by session, prompt, time and sequence', () => {
    const { rows } = createClaudeCodeMapper().map([
      log('api_request', { 'prompt.id': 'p', model: 'm', 'event.sequence': 4 }),
      log('api_request', { 'prompt.id': 'p', model: 'm', 'event.sequence': 5 }),
      log('api_request', { client_request_id: 'c', model: 'm' }),
    ]);
    expect(rows.map(({ id }) => id)).toEqual([
      `claude-code:call:s:p:${atMs}:4`,
      `claude-code:call:s:p:${atMs}:5`,
      'claude-code:c',
    ]);
  });
});

describe('Claude Code, spans', () => {
  test('where logs flow, the span of a call only adds what the log does not know', () => {
    const mapper = createClaudeCodeMapper();
    const both = [...spans, ...logs];
    const { rows } = mapper.map(both);
    expect(rowsOf(rows, 'hive.model_call_additions')).toEqual([
      {
        source: 'claude-code',
        id: 'claude-code:req_011normal:span',
        table: 'hive.model_call_additions',
        row: {
          ts_ms: atMs + 300,
          event_id: 'claude-code:req_011normal',
          graph_name: '',
          node_id: 'repl_main_thread',
          provider: 'anthropic',
          model: 'claude-sonnet-4-5-20250929',
          ttft_us: 820_000,
          tool_calls: 1,
          attempt: 1,
          finish_reason: 'tool_use',
          agent_id: 'agent-main',
          parent_agent_id: '',
          trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
          span_id: 'a1a1a1a1a1a1a1a1',
        },
      },
    ]);
    expect(rowsOf(rows, 'hive.model_invocations')).toHaveLength(7);
  });

  test('what waited for permission is in the row of the tool, whichever order the batch has', () => {
    const records = [...logs, ...spans];
    for (const batch of [records, [...records].reverse()]) {
      const { rows } = createClaudeCodeMapper().map(batch);
      const tool = rowsOf(rows, 'hive.tool_calls').find(({ id }) => id === 'claude-code:toolu_01bash');
      expect(tool?.row).toMatchObject({
        ts_ms: atMs + 4_320,
        wait_us: 8_000_000,
        dur_us: 1_480_000,
        span_id: 'c3c3c3c3c3c3c3c3',
      });
    }
  });

  test('a refusal within the question has its wait, a tool within another tool has not', () => {
    const mapper = createClaudeCodeMapper();
    const question = { ...span('tool.blocked_on_user', { duration_ms: 700 }, 'a'.repeat(16)), spanId: 'b'.repeat(16) };
    const around = { ...span('tool', { tool_use_id: 'agent', duration_ms: 9_000 }), spanId: 'a'.repeat(16) };
    const refused = log('tool_decision', { decision: 'reject', tool_use_id: 't', tool_name: 'Write' });
    const inner = log('tool_result', { tool_use_id: 'inner', tool_name: 'Read', success: 'true' });
    expect(mapper.map([question, { ...refused, spanId: question.spanId }]).rows).toMatchObject([
      { row: { wait_us: 700_000 } },
    ]);
    expect(mapper.map([around, { ...inner, spanId: around.spanId }]).rows).toMatchObject([{ row: { wait_us: 0 } }]);
    const loose = span('tool.blocked_on_user', { duration_ms: 800 });
    expect(mapper.map([loose, inner]).rows).toMatchObject([{ row: { wait_us: 0 } }]);
  });

  test('every span of a tool stays as a trace event beside the row', () => {
    const { unmapped } = createClaudeCodeMapper().map(spansAlone);
    expect(unmapped.map((record) => record.signal === 'span' && record.name)).toEqual([
      'claude_code.tool.blocked_on_user',
      'claude_code.tool.execution',
      'claude_code.tool',
      'claude_code.interaction',
    ]);
  });

  test('where no logs flow, the span is the call', () => {
    const { rows } = createClaudeCodeMapper().map(spansAlone);
    const [answered, failed] = rowsOf(rows, 'hive.model_invocations');
    expect(answered).toMatchObject({
      id: 'claude-code:req_021spans',
      row: {
        ts_ms: atMs + 100_000,
        node_id: 'agent.builtin.general-purpose',
        input_tokens: 40,
        output_tokens: 210,
        cache_read_tokens: 9_000,
        cache_write_5m_tokens: 800,
        dur_us: 2_500_000,
        ttft_us: 640_000,
        attempt: 2,
        finish_reason: 'tool_use',
        agent_id: 'a7f',
        parent_agent_id: 'root',
        ok: 1,
      },
    });
    expect(answered?.row.cost_micros).toBeNull();
    expect(failed).toMatchObject({
      id: 'claude-code:span:7e57ab1e7e57ab1e7e57ab1e7e57ab1e:5555555555555555',
      row: { ok: 0, error_type: 'rate_limit', status_code: 429, attempt: 3 },
    });
    expect(rowsOf(rows, 'hive.tool_calls')).toMatchObject([
      { id: 'claude-code:toolu_21edit', row: { ok: 0, wait_us: 2_000_000, dur_us: 300_000, error_type: 'ToolError' } },
    ]);
  });

  test('any event of the session says that logs flow, for half an hour', () => {
    const mapper = createClaudeCodeMapper();
    const call = span('llm_request', { request_id: 'r' });
    mapper.map([log('user_prompt', {}, call.endMs - 30 * 60_000)]);
    expect(mapper.map([call]).rows).toMatchObject([{ table: 'hive.model_call_additions' }]);
    const later = { ...span('llm_request', { request_id: 'r2' }), endMs: call.endMs + 1 };
    expect(mapper.map([later]).rows).toMatchObject([{ table: 'hive.model_invocations' }]);
  });

  test('a span that no call can be found for stays a trace event while logs flow', () => {
    const { rows, unmapped } = createClaudeCodeMapper().map([log('user_prompt', {}), span('llm_request', {})]);
    expect(rows).toEqual([]);
    expect(unmapped).toHaveLength(2);
  });

  test('a tool that was refused at the question is a refused tool when only spans come', () => {
    const mapper = createClaudeCodeMapper();
    const tool = { ...span('tool', { tool_name: 'Write', tool_use_id: 't' }), spanId: 'f'.repeat(16) };
    const { rows } = mapper.map([
      span('tool.blocked_on_user', { duration_ms: 900, decision: 'reject', source: 'user_reject' }, tool.spanId),
      tool,
    ]);
    expect(rows).toMatchObject([
      { row: { ok: 0, error_type: 'rejected', decision: 'reject', wait_us: 900_000, dur_us: 0 } },
    ]);
  });
});

describe('Claude Code, what it claims', () => {
  test('records under a name of service that the person chose are known by event, span, metric or scope', () => {
    const mapper = createClaudeCodeMapper();
    const tell = logRecord('my-service', { 'event.name': 'api_request' });
    expect(mapper.claims({ ...tell, body: 'claude_code.api_request' })).toBe(true);
    expect(mapper.claims(tell)).toBe(false);
    expect(mapper.claims({ ...tell, origin: { ...tell.origin, scopeName: 'com.anthropic.claude_code.events' } })).toBe(
      true,
    );
    expect(mapper.claims(spanRecord('my-service', 'claude_code.tool', {}))).toBe(true);
    expect(mapper.claims(spanRecord('my-service', 'chat gpt-5', {}))).toBe(false);
    expect(mapper.claims(pointRecord('my-service', 'claude_code.token.usage'))).toBe(true);
  });

  test('its metrics never become calls', () => {
    const point = pointRecord('claude-code', 'claude_code.token.usage');
    expect(createClaudeCodeMapper().map([point])).toEqual({ rows: [], unmapped: [point], repeated: 0 });
  });
});

import { describe, expect, test } from 'vitest';
import { emptyCall } from '../agents/empty-rows.ts';
import type { Attributes } from '../otlp/otlp-record.ts';
import { createCodexMapper } from './codex.ts';
import { costOf, readRecords, rowsOf } from './fixtures/agent-fixture.ts';
import { logRecord, pointRecord, spanRecord } from './fixtures/agent-records.ts';

const execLogs = await readRecords('codex/exec-logs');
const logs = await readRecords('codex/logs');
const spansOfCodex = await readRecords('codex/spans');

const atMs = Date.UTC(2026, 7, 22, 10);
const conversation = '0198f0aa-1111-7000-8000-00000000c001';

function log(event: string, attributes: Attributes, timeMs = atMs) {
  const named = { 'event.name': `codex.${event}`, 'conversation.id': 'c', model: 'gpt-5.1-codex' };
  return logRecord('codex_cli_rs', { ...named, ...attributes }, timeMs);
}

function completed(counts: Attributes, timeMs = atMs) {
  return log('sse_event', { 'event.kind': 'response.completed', ...counts }, timeMs);
}

describe('Codex, model calls', () => {
  test('calls have the tokens and the cost that were worked out by hand', () => {
    const { rows } = createCodexMapper().map(logs);
    const calls = rowsOf(rows, 'hive.model_invocations').map(({ id, row }) => [
      id.replace(`codex:${conversation}:`, ''),
      row.input_tokens,
      row.cache_read_tokens,
      row.output_tokens,
      row.reasoning_tokens,
      costOf(row),
      row.ok,
    ]);
    // GPT-5.1 Codex, in dollars per million tokens: input 1.25, cached 0.125, output and reasoning 10.
    expect(calls).toEqual([
      // 9000×1.25 + (252 + 448)×10
      ['9000:0:700:448', 9_000, 0, 252, 448, 18_250, 1],
      // (15000 − 12000)×1.25 + 12000×0.125 + (196 + 64)×10
      ['15000:12000:260:64', 3_000, 12_000, 196, 64, 7_850, 1],
      [`failed:${atMs + 9_000}:0`, 0, 0, 0, 0, 0, 0],
      [`failed:${atMs + 12_010}:`, 0, 0, 0, 0, 0, 0],
    ]);
  });

  test('a call lasts from its request to the end of its stream, with the first token of its turn', () => {
    const { rows } = createCodexMapper().map(logs);
    const [first, second] = rowsOf(rows, 'hive.model_invocations');
    expect(first?.row).toEqual({
      ...emptyCall,
      ts_ms: atMs + 100,
      thread_id: conversation,
      node_id: '',
      provider: 'openai',
      model: 'gpt-5.1-codex',
      input_tokens: 9_000,
      cache_read_tokens: 0,
      output_tokens: 252,
      reasoning_tokens: 448,
      dur_us: 4_000_000,
      ttft_us: 1_250_000,
      ok: 1,
      attempt: 1,
      status_code: 200,
      effort: 'medium',
      source: 'codex-otel',
      source_version: '0.146.0',
      trace_id: '',
    });
    expect(second?.row).toMatchObject({ ts_ms: atMs + 5_000, dur_us: 2_000_000, ttft_us: 0, attempt: 2 });
  });

  test('a refused request and a broken stream are one failed call each', () => {
    const { rows } = createCodexMapper().map(logs);
    const failed = rowsOf(rows, 'hive.model_invocations').filter(({ row }) => row.ok === 0);
    expect(failed.map(({ row }) => row)).toMatchObject([
      { ts_ms: atMs + 8_790, dur_us: 210_000, status_code: 429, error_type: 'rate_limit', request_id: 'req_codex429' },
      { ts_ms: atMs + 9_500, dur_us: 2_510_000, status_code: 200, error_type: 'timeout', attempt: 2 },
    ]);
    expect(failed[1]?.row.error_msg).toContain('idle timeout');
  });

  test('an interrupted call leaves nothing behind for the next one', () => {
    const { rows } = createCodexMapper().map(execLogs);
    expect(rowsOf(rows, 'hive.model_invocations')).toMatchObject([
      {
        id: 'codex:0198f0aa-2222-7000-8000-00000000c002:640:0:32:0',
        row: { provider: 'lmstudio', model: 'gpt-oss-20b', ts_ms: atMs + 30_400, dur_us: 1_000_000, effort: 'low' },
      },
    ]);
  });

  test('pieces of a stream are dropped as repetitions, and what else tells of a call stays', () => {
    const { unmapped, repeated } = createCodexMapper().map(logs);
    expect(repeated).toBe(3);
    expect(unmapped.map((record) => record.attributes['event.name'])).toEqual([
      'codex.conversation_starts',
      'codex.api_request',
      'codex.user_prompt',
      'codex.api_request',
      'codex.turn_ttft',
      'codex.tool_decision',
      'codex.api_request',
      'codex.tool_decision',
      'codex.api_request',
      'codex.sse_event',
    ]);
  });

  test('a request for the list of models is not the beginning of a call', () => {
    const mapper = createCodexMapper();
    const { rows } = mapper.map([
      log('api_request', { duration_ms: '100', 'http.response.status_code': 200, endpoint: '/models' }, atMs),
      log('api_request', { duration_ms: '90', 'http.response.status_code': 200, endpoint: '/responses/compact' }, atMs),
      completed({ input_token_count: '10', output_token_count: '1' }, atMs + 500),
    ]);
    expect(rows).toMatchObject([{ row: { ts_ms: atMs + 500, dur_us: 0 } }]);
  });

  test('a request told in one batch belongs to the answer told in the next', () => {
    const mapper = createCodexMapper();
    mapper.map([log('api_request', { duration_ms: 250, 'http.response.status_code': '200' }, atMs)]);
    const { rows } = mapper.map([completed({ input_token_count: 10, output_token_count: 1 }, atMs + 750)]);
    expect(rows).toMatchObject([{ row: { ts_ms: atMs - 250, dur_us: 1_000_000 } }]);
  });

  test('an answer that is sent again is the same call, with the same times', () => {
    const mapper = createCodexMapper();
    mapper.map([log('api_request', { duration_ms: 250, 'http.response.status_code': '200' }, atMs)]);
    const answer = completed({ input_token_count: 10, output_token_count: 1 }, atMs + 750);
    const first = mapper.map([answer]);
    expect(mapper.map([answer])).toEqual(first);
  });

  test('a part that is larger than its whole is taken as counted beside it, and the record is kept', () => {
    const record = completed({
      input_token_count: '100',
      cached_token_count: 900,
      output_token_count: '10',
      reasoning_token_count: '50',
    });
    const { rows, unmapped } = createCodexMapper().map([record]);
    expect(rows).toMatchObject([
      {
        id: 'codex:c:100:900:10:50',
        row: { input_tokens: 100, cache_read_tokens: 900, output_tokens: 10, reasoning_tokens: 50 },
      },
    ]);
    expect(unmapped).toEqual([{ ...record, eventName: 'codex.sse_event' }]);
  });

  test('the attribute names the event, not the place in the source that stands in the field', () => {
    const record = completed({ input_token_count: '10', output_token_count: '1' });
    const placed = { ...record, eventName: 'event otel/src/events/session_telemetry.rs:1103' };
    expect(createCodexMapper().map([placed]).rows).toHaveLength(1);
    const start = { ...log('conversation_starts', {}), eventName: 'event otel/src/events/session_telemetry.rs:441' };
    expect(createCodexMapper().map([start]).unmapped).toMatchObject([{ eventName: 'codex.conversation_starts' }]);
  });
});

describe('Codex, tools', () => {
  test('tools are rows: one that ran, one that was refused with a result, one that was refused without', () => {
    const { rows } = createCodexMapper().map(logs);
    const tools = rowsOf(rows, 'hive.tool_calls').map(({ id, row }) => [
      id,
      row.tool_name,
      row.ok,
      row.dur_us ?? 0,
      row.error_type,
      row.decision,
      row.decision_source,
      row.output_json ?? '',
    ]);
    expect(tools).toEqual([
      ['codex:call_shell1', 'exec_command', 1, 800_000, '', 'accept', 'config', 'test result: ok. 12 passed'],
      ['codex:call_patch1', 'apply_patch', 0, 0, 'rejected', 'reject', 'user', 'patch rejected by user'],
      ['codex:call_abort1', 'exec_command', 0, 0, 'rejected', 'reject', 'user', ''],
    ]);
  });

  test('the MCP server of a tool is kept', () => {
    const { rows } = createCodexMapper().map(execLogs);
    expect(rowsOf(rows, 'hive.tool_calls')).toMatchObject([
      { row: { mcp_server: 'tracker', input_json: '{"id":77}', ts_ms: atMs + 31_945 } },
    ]);
  });

  test('of what a failed tool gave back, only the first line is its error', () => {
    const output = 'Exit code: 1\nWall time: 0.2 seconds\nOutput:\nthe secret of the house';
    const { rows } = createCodexMapper().map([
      log('tool_result', { tool_name: 'exec_command', call_id: 'k', success: 'false', output, duration_ms: '200' }),
    ]);
    expect(rows).toMatchObject([{ row: { error_type: 'exit_code', error_msg: 'Exit code: 1', output_json: output } }]);
  });

  test('a failed tool without an identifier is known by conversation, name and time', () => {
    const { rows } = createCodexMapper().map([
      log('tool_result', { tool_name: 'apply_patch', success: 'false', output: 'unknown tool', duration_ms: '0' }),
    ]);
    expect(rows).toMatchObject([
      { id: `codex:c:apply_patch:${atMs}`, row: { ok: 0, error_msg: 'unknown tool', tool_call_id: '' } },
    ]);
  });
});

describe('Codex, what it claims', () => {
  test('its spans are its own under any name, and never become calls', () => {
    const mapper = createCodexMapper();
    const renamed = spanRecord('editor', 'handle_responses', { 'codex.usage.total_tokens': 9_700 });
    expect([...spansOfCodex, renamed].every((record) => mapper.claims(record))).toBe(true);
    expect(mapper.map(spansOfCodex)).toEqual({ rows: [], unmapped: spansOfCodex, repeated: 0 });
  });

  test('events are known by their prefix, whatever the service is called', () => {
    const mapper = createCodexMapper();
    expect(mapper.claims(logRecord('my-editor', { 'event.name': 'codex.user_prompt' }))).toBe(true);
    expect(mapper.claims(logRecord('codexify', { 'event.name': 'user_prompt' }))).toBe(false);
    expect(mapper.claims(pointRecord('my-editor', 'codex.tool.call'))).toBe(true);
  });
});

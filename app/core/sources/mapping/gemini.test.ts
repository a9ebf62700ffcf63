import { describe, expect, test } from 'vitest';
import { emptyCall } from '../agents/empty-rows.ts';
import type { Attributes } from '../otlp/otlp-record.ts';
import { costOf, readRecords, rowsOf } from './fixtures/agent-fixture.ts';
import { logRecord, pointRecord, spanRecord } from './fixtures/agent-records.ts';
import { createGeminiMapper } from './gemini.ts';

const logs = await readRecords('gemini/logs');
const spans = await readRecords('gemini/spans');

const atMs = Date.UTC(2026, 7, 22, 10);
const session = 'b5f0d9c4-7a3e-4a1e-9d6b-000000000001';
const prompt = 'b5f0d9c4########0';

function log(event: string, attributes: Attributes) {
  return logRecord('gemini-cli', { 'event.name': `gemini_cli.${event}`, 'session.id': 's', ...attributes }, atMs);
}

describe('Gemini CLI', () => {
  test('calls have the tokens and the cost that were worked out by hand', () => {
    const { rows } = createGeminiMapper().map(logs);
    const calls = rowsOf(rows, 'hive.model_invocations').map(({ id, row }) => [
      id.replace(`gemini:${session}:`, ''),
      row.model,
      row.input_tokens,
      row.cache_read_tokens,
      row.output_tokens,
      row.reasoning_tokens,
      costOf(row),
    ]);
    // Gemini 2.5 Pro, in dollars per million tokens: input 1.25, cached 0.125, output and thoughts 10; Flash: 0.3 and 2.5.
    expect(calls).toEqual([
      // 7800×1.25 + (150 + 620)×10
      ['7800:150:0:620', 'gemini-2.5-pro', 7_800, 0, 150, 620, 17_450],
      // (9400 − 7168)×1.25 + 7168×0.125 + (220 + 64)×10
      ['9400:220:7168:64', 'gemini-2.5-pro', 2_232, 7_168, 220, 64, 6_526],
      // (2000 + 350 of tool results)×0.3 + 40×2.5
      ['2000:40:0:0', 'gemini-2.5-flash', 2_350, 0, 40, 0, 805],
      [`failed:${prompt}1:${atMs + 20_000}`, 'gemini-2.5-pro', 0, 0, 0, 0, 0],
      [`failed:${prompt}2:${atMs + 24_000}`, 'gemini-2.5-pro', 0, 0, 0, 0, 0],
    ]);
  });

  test('a call says who made it, when it began, how long it took and how it ended', () => {
    const { rows } = createGeminiMapper().map(logs);
    const [first] = rowsOf(rows, 'hive.model_invocations');
    expect(first?.row).toEqual({
      ...emptyCall,
      ts_ms: atMs + 10,
      thread_id: session,
      node_id: 'main',
      provider: 'google',
      model: 'gemini-2.5-pro',
      input_tokens: 7_800,
      cache_read_tokens: 0,
      output_tokens: 150,
      reasoning_tokens: 620,
      dur_us: 5_000_000,
      ok: 1,
      status_code: 200,
      finish_reason: 'stop',
      query_source: 'main',
      source: 'gemini-otel',
      source_version: '',
      trace_id: '',
    });
  });

  test('failed and interrupted calls are rows with what went wrong', () => {
    const { rows } = createGeminiMapper().map(logs);
    const failed = rowsOf(rows, 'hive.model_invocations').filter(({ row }) => row.ok === 0);
    expect(failed.map(({ row }) => [row.error_type, row.status_code, row.dur_us, row.error_msg])).toEqual([
      ['rate_limit', 429, 1_500_000, 'Resource has been exhausted'],
      ['interrupted', 0, 900_000, 'The operation was aborted.'],
    ]);
  });

  test('tools are rows: one that ran, one that was refused, one that failed', () => {
    const { rows } = createGeminiMapper().map(logs);
    const tools = rowsOf(rows, 'hive.tool_calls').map(({ id, row }) => [
      id.replace(`gemini:${session}:${prompt}:`, ''),
      row.ok,
      row.dur_us,
      row.error_type,
      row.error_msg,
      row.decision,
      row.mcp_server,
      row.output_bytes,
    ]);
    expect(tools).toEqual([
      [`run_shell_command:${atMs + 5_120}`, 1, 480_000, '', '', 'accept', '', 1_200],
      [`write_file:${atMs + 9_500}`, 0, 2_500_000, 'rejected', '', 'reject', '', 0],
      [`get_issue:${atMs + 12_910}`, 0, 90_000, 'mcp_tool_error', 'issue 77 not found', '', 'tracker', 0],
    ]);
  });

  test('a tool with an identifier of its call is known by it', () => {
    const { rows } = createGeminiMapper().map([log('tool_call', { function_name: 'f', call_id: 'k', success: true })]);
    expect(rows).toMatchObject([{ id: 'gemini:s:k', row: { tool_call_id: 'k' } }]);
  });

  test('the second telling in the names of OpenTelemetry is dropped, the rest stays', () => {
    const { unmapped, repeated } = createGeminiMapper().map(logs);
    expect(repeated).toBe(2);
    expect(unmapped.map((record) => record.attributes['event.name'])).toEqual([
      'gemini_cli.user_prompt',
      'gemini_cli.api_request',
    ]);
  });

  test('more from the cache than there was is taken as counted beside the input, and the record is kept', () => {
    const record = log('api_response', { input_token_count: 10, cached_content_token_count: '30', model: 'm' });
    const { rows, unmapped } = createGeminiMapper().map([record]);
    expect(rows).toMatchObject([{ row: { input_tokens: 10, cache_read_tokens: 30 } }]);
    expect(unmapped).toEqual([record]);
  });

  test('its spans and metrics are its own and never become calls', () => {
    const mapper = createGeminiMapper();
    const records = [...spans, pointRecord('gemini-cli', 'gemini_cli.token.usage')];
    expect(records.every((record) => mapper.claims(record))).toBe(true);
    expect(mapper.map(records)).toEqual({ rows: [], unmapped: records, repeated: 0 });
    expect(mapper.claims(spanRecord('my-app', 'chat gemini-2.5-pro', { 'gen_ai.agent.name': 'mine' }))).toBe(false);
  });
});

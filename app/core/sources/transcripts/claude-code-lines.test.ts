import { describe, expect, it } from 'vitest';
import { MessageMemory } from './line-parser.ts';
import { fixture, pick, readFile } from './testing/read-file.ts';

const folder = 'claude-code/projects/-home-ann-shop';
const session = '5b0f6f0e-1d1c-4c39-9a3e-2f2f6f1f0a01';
const tokens = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_5m_tokens',
  'cache_write_1h_tokens',
  'output_tokens',
  'reasoning_tokens',
];

describe('lines of Claude Code', () => {
  it('tells of each call once, with the tokens of its last line, by hand-worked table', async () => {
    const { rows } = await readFile('claude-code', fixture(`${folder}/${session}.jsonl`));
    expect(pick(rows, 'hive.model_invocations', [...tokens, 'ok', 'tool_calls', 'finish_reason'])).toEqual({
      // Output counts thinking, so what is visible is 210 − 80. Four lines, two tools, interleaved with their results.
      'claude-code:req_011A': [12, 18_000, 300, 4_000, 130, 80, 1, 2, 'tool_use'],
      'claude-code:req_011B': [5, 22_310, 0, 0, 95, 0, 1, 1, 'tool_use'],
      'claude-code:req_011C': [3, 23_000, 0, 0, 40, 0, 1, 1, 'tool_use'],
      // An early version: no request, no split of what was written to the cache.
      'claude-code:msg:msg_00Z': [7, 0, 100, 0, 9, 0, 1, 0, 'stop'],
      'claude-code:failed:a7': [...tokens.map(() => undefined), 0, undefined, undefined],
    });
  });

  it('knows when a call was, who made it and what it cost only where the file says so', async () => {
    const { rows } = await readFile('claude-code', fixture(`${folder}/${session}.jsonl`));
    const fields = ['ts_ms', 'dur_us', 'cost_micros', 'cost_source', 'model', 'source_version', 'service_tier'];
    const calls = pick(rows, 'hive.model_invocations', fields);
    expect(calls['claude-code:req_011A']).toEqual([
      Date.parse('2026-08-01T09:00:04.000Z'),
      0,
      undefined,
      undefined,
      'claude-sonnet-4-5-20250929',
      '2.1.212',
      'standard',
    ]);
    expect(calls['claude-code:msg:msg_00Z']).toEqual([
      Date.parse('2025-05-30T12:00:00.000Z'),
      2_500_000,
      12_345,
      'vendor',
      'claude-opus-4-20250514',
      '1.0.2',
      '',
    ]);
    expect(calls['claude-code:req_011B']?.at(-1)).toBe('fast');
  });

  it('tells of a failure of the API with the model that was asked, and of no other made-up message', async () => {
    const { rows } = await readFile('claude-code', fixture(`${folder}/${session}.jsonl`));
    const fields = ['model', 'status_code', 'error_type', 'error_msg', 'ok'];
    expect(pick(rows, 'hive.model_invocations', fields)['claude-code:failed:a7']).toEqual([
      'claude-sonnet-4-5-20250929',
      529,
      'overloaded',
      'API Error: 529 Overloaded. Try again.',
      0,
    ]);
    expect(rows.filter(({ table }) => table === 'hive.model_invocations')).toHaveLength(5);
  });

  it('brings tools and their results together', async () => {
    const { rows } = await readFile('claude-code', fixture(`${folder}/${session}.jsonl`));
    const fields = ['tool_name', 'dur_us', 'ok', 'error_type', 'decision', 'mcp_server', 'input_json', 'output_bytes'];
    expect(pick(rows, 'hive.tool_calls', fields)).toEqual({
      'claude-code:toolu_01R': [
        'Read',
        250_000,
        1,
        '',
        undefined,
        '',
        '{"file_path":"/home/ann/shop/cart.ts"}',
        'export const cart = 1;'.length,
      ],
      'claude-code:toolu_01B': ['Bash', 12_500_000, 0, 'exit_code', undefined, '', '{"command":"npm test"}', 20],
      'claude-code:toolu_01M': [
        'mcp__github__create_issue',
        15_000_000,
        0,
        'rejected',
        'reject',
        'github',
        '{"title":"Cart"}',
        79,
      ],
      // The tool measured itself.
      'claude-code:toolu_01T': ['Task', 58_000_000, 1, '', undefined, '', '{"prompt":"Look around"}', 32],
    });
  });

  it('keeps subagents, and drops what a side question repeats of its session', async () => {
    const messages = new MessageMemory();
    await readFile('claude-code', fixture(`${folder}/${session}.jsonl`), messages);
    const { rows } = await readFile(
      'claude-code',
      fixture(`${folder}/${session}/subagents/agent-a1b2c3.jsonl`),
      messages,
    );
    expect(pick(rows, 'hive.model_invocations', ['agent_id', 'node_id', 'thread_id', 'output_tokens'])).toEqual({
      'claude-code:req_011S': ['a1b2c3', 'Explore', session, 33],
    });
  });

  it('gives a copied line of a resumed session the name that it had', async () => {
    const messages = new MessageMemory();
    const first = await readFile('claude-code', fixture(`${folder}/${session}.jsonl`), messages);
    const resumed = await readFile('claude-code', fixture(`${folder}/${session.slice(0, -1)}2.jsonl`), messages);
    const known = new Set(first.rows.map(({ id }) => id));
    expect(resumed.rows.map(({ id }) => [id, known.has(id)])).toEqual([
      ['claude-code:req_011B', true],
      ['claude-code:req_011R', false],
    ]);
  });
});

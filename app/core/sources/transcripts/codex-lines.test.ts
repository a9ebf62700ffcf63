import { describe, expect, it } from 'vitest';
import { fixture, pick, readFile } from './testing/read-file.ts';

const folder = 'codex/sessions/2026/08/03';
const parent = '0199a213-81c0-7800-8aa1-bbab2a035a53';
const child = '0199a213-81c0-7800-8aa1-bbab2a035a99';

describe('lines of Codex', () => {
  it('tells of each answer once, with disjoint tokens, by hand-worked table', async () => {
    const { rows } = await readFile('codex', fixture(`${folder}/rollout-2026-08-03T10-00-00-${parent}.jsonl`));
    const fields = [
      'input_tokens',
      'cache_read_tokens',
      'output_tokens',
      'reasoning_tokens',
      'tool_calls',
      'model',
      'effort',
      'query_source',
    ];
    expect(pick(rows, 'hive.model_invocations', fields)).toEqual({
      // Told twice with the same totals: once.
      [`codex:${parent}:9000:4000:300:120`]: [5_000, 4_000, 180, 120, 1, 'gpt-5.4-codex', 'high', ''],
      [`codex:${parent}:10000:9500:150:0`]: [500, 9_500, 150, 0, 2, 'gpt-5.4-codex', 'high', ''],
      [`codex:${parent}:20000:0:900:0`]: [20_000, 0, 900, 0, 0, 'gpt-5.4-codex', 'high', 'compaction'],
    });
    const calls = rows.filter(({ table }) => table === 'hive.model_invocations');
    expect(calls).toHaveLength(3);
    expect(calls[0]?.row).toMatchObject({
      ts_ms: Date.parse('2026-08-03T10:00:05.600Z'),
      thread_id: parent,
      provider: 'openai',
      source: 'codex-jsonl',
      source_version: '0.144.0',
    });
  });

  it('brings tools and their outputs together, in every form that outputs had', async () => {
    const { rows } = await readFile('codex', fixture(`${folder}/rollout-2026-08-03T10-00-00-${parent}.jsonl`));
    expect(pick(rows, 'hive.tool_calls', ['tool_name', 'dur_us', 'ok', 'error_type', 'mcp_server'])).toEqual({
      'codex:call_1': ['shell', 4_200_000, 0, 'exit_code', ''],
      'codex:call_2': ['apply_patch', 500_000, 1, '', ''],
      'codex:call_3': ['search', 1_250_000, 1, '', 'docs'],
    });
  });

  it('leaves out what a forked session copies of its parent', async () => {
    const { rows } = await readFile('codex', fixture(`${folder}/rollout-2026-08-03T10-05-00-${child}.jsonl`));
    const fields = ['agent_id', 'parent_agent_id', 'model', 'input_tokens', 'output_tokens'];
    expect(pick(rows, 'hive.model_invocations', fields)).toEqual({
      [`codex:${child}:500:100:60:10`]: [child, parent, 'gpt-5.4-mini', 400, 50],
    });
    expect(rows).toHaveLength(1);
  });
});

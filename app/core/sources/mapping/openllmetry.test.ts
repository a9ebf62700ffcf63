import { describe, expect, it } from 'vitest';

import { tellFixture, tokensOf } from './fixtures/told.ts';

describe('OpenLLMetry spans of a workflow', async () => {
  const told = await tellFixture('openllmetry/workflow');

  it('split what is written to the cache by how long it stays', () => {
    // 9000 in, of which 6000 read and 2500 written, 2000 of them for an hour; 600 out, of which 250 reasoned.
    expect(tokensOf(told)).toEqual([
      {
        model: 'claude-opus-4-5-20251101',
        input: 500,
        read: 6000,
        write5m: 500,
        write1h: 2000,
        output: 350,
        reasoning: 250,
        cost: null,
      },
    ]);
  });

  it('become calls within their workflow and task, with the first streamed chunk', () => {
    expect(told.calls[0]).toMatchObject({
      thread_id: 'chat-31',
      node_id: 'collect',
      graph_name: 'research',
      provider: 'anthropic',
      ttft_us: 1_200_000,
      tool_calls: 1,
      finish_reason: 'tool_use',
      source: 'openllmetry',
    });
    expect(told.tools).toMatchObject([
      { tool_name: 'fetch', node_id: 'collect', dur_us: 250_000, ok: 1, output_json: '"<html>"' },
    ]);
    expect(told.events).toEqual(['collect.task', 'research.workflow']);
  });
});

describe('OpenLLMetry spans in old names', async () => {
  const told = await tellFixture('openllmetry/old-names');

  it('are read in both old spellings, without the embedding', () => {
    expect(tokensOf(told)).toMatchObject([
      { model: 'gpt-4o-mini-2024-07-18', input: 400, output: 100 },
      { model: 'gpt-4o-mini-2024-07-18', input: 300, output: 50 },
      { model: 'mistral-large-latest', input: 10, output: 5 },
    ]);
    expect(told.calls).toMatchObject([
      { provider: 'openai', finish_reason: 'tool_use', tool_calls: 1 },
      { provider: 'openai', finish_reason: 'stop', tool_calls: 0 },
      // The framework is named where the provider belongs; the model tells it.
      { provider: 'mistral', thread_id: 't-5', node_id: 'draft' },
    ]);
    expect(told.events).toEqual(['openai.embeddings']);
  });
});

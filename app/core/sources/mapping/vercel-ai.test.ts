import { describe, expect, it } from 'vitest';

import { tellFixture, tokensOf } from './fixtures/told.ts';

describe('spans of the Vercel AI SDK 6', async () => {
  const told = await tellFixture('vercel-ai/version-6');

  it('count each request to the model, not the span around them that adds them up', () => {
    expect(tokensOf(told)).toEqual([
      // 3000 in: 200 fresh, 2000 read, 800 written for an hour; 120 out, of which 30 reasoned.
      {
        model: 'claude-sonnet-4-5-20250929',
        input: 200,
        read: 2000,
        write5m: 0,
        write1h: 800,
        output: 90,
        reasoning: 30,
        cost: null,
      },
      { model: 'claude-sonnet-4-5', input: 0, read: 0, write5m: 0, write1h: 0, output: 0, reasoning: 0, cost: null },
    ]);
    expect(told.events).toEqual(['ai.generateText']);
  });

  it('become calls and tool calls of the function that the program named', () => {
    expect(told.calls).toMatchObject([
      {
        provider: 'anthropic',
        thread_id: 'chat-8',
        node_id: 'weather-agent',
        tool_calls: 1,
        finish_reason: 'tool_use',
        request_id: 'msg_1',
        service_tier: 'standard',
        ok: 1,
      },
      { ok: 0, error_type: 'overloaded', error_msg: 'Overloaded', dur_us: 500_000 },
    ]);
    expect(told.tools).toMatchObject([
      {
        tool_name: 'weather',
        tool_call_id: 't1',
        input_json: '{"city":"Bergen"}',
        output_json: '{"rain":true}',
        thread_id: 'chat-8',
        node_id: 'weather-agent',
      },
    ]);
  });
});

describe('spans of older versions of the Vercel AI SDK', () => {
  it('count the cache of Anthropic beside the input, as version 5 does', async () => {
    const told = await tellFixture('vercel-ai/version-5');
    expect(tokensOf(told)).toEqual([
      {
        model: 'claude-3-5-haiku-20241022',
        input: 1500,
        read: 1000,
        write5m: 300,
        write1h: 0,
        output: 80,
        reasoning: 0,
        cost: null,
      },
    ]);
    expect(told.calls[0]).toMatchObject({ ttft_us: 612_500, finish_reason: 'stop' });
    expect(told.events).toEqual(['ai.streamText']);
  });

  it('find what version 4 hides in the metadata of the provider', async () => {
    const told = await tellFixture('vercel-ai/version-4');
    expect(tokensOf(told)).toEqual([
      // 700 in, of which 512 read; 400 out, of which 320 reasoned.
      {
        model: 'o4-mini-2025-04-16',
        input: 188,
        read: 512,
        write5m: 0,
        write1h: 0,
        output: 80,
        reasoning: 320,
        cost: null,
      },
      { model: 'xai/grok-4', input: 60, read: 0, write5m: 0, write1h: 0, output: 16, reasoning: 0, cost: 420 },
    ]);
    expect(told.calls).toMatchObject([
      { provider: 'openai', service_tier: 'flex' },
      { provider: 'xai', finish_reason: 'length', cost_source: 'vendor' },
    ]);
  });
});

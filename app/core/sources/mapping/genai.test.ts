import { describe, expect, it } from 'vitest';

import { tellFixture, tokensOf } from './fixtures/told.ts';

describe('spans in the current names of the GenAI conventions', async () => {
  const told = await tellFixture('genai/current-names');

  it('count tokens once, in columns that do not overlap', () => {
    expect(tokensOf(told)).toEqual([
      // 1200 in, of which 1024 read; 340 out, of which 256 reasoned.
      {
        model: 'gpt-5.1-2025-11-13',
        input: 176,
        read: 1024,
        write5m: 0,
        write1h: 0,
        output: 84,
        reasoning: 256,
        cost: null,
      },
      // 5000 in, of which 3000 read and 1500 written.
      {
        model: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
        input: 500,
        read: 3000,
        write5m: 1500,
        write1h: 0,
        output: 150,
        reasoning: 0,
        cost: 13_275,
      },
    ]);
  });

  it('become calls with their place, first token, tools and end', () => {
    expect(told.calls[0]).toMatchObject({
      ts_ms: 1_763_719_200_100,
      thread_id: 'conv_5j66UpCpwteGg4YSxUnt7lPY',
      node_id: 'planner',
      graph_name: 'trip',
      provider: 'openai',
      dur_us: 1_500_250,
      ttft_us: 412_500,
      tool_calls: 2,
      ok: 1,
      finish_reason: 'tool_use',
      request_id: 'chatcmpl-Bqs8',
      service_tier: 'default',
      source: 'otel-genai',
      source_version: '2.3.1',
      event_id: 'opentelemetry:span:5b8efff798038103d269b633813fc60c:00f067aa0ba90201',
      trace_id: '5b8efff798038103d269b633813fc60c',
      span_id: '00f067aa0ba90201',
    });
    expect(told.calls[1]).toMatchObject({ provider: 'bedrock', finish_reason: 'stop', cost_source: 'vendor' });
  });

  it('become tool calls, failed ones with their reason', () => {
    expect(told.tools).toMatchObject([
      {
        tool_name: 'search_flights',
        tool_call_id: 'call_1',
        input_json: '{"to":"OSL"}',
        output_json: '[{"flight":"SK1466"}]',
        dur_us: 230_000,
        ok: 1,
        node_id: 'planner',
      },
      {
        tool_name: 'search_hotels',
        ok: 0,
        error_type: 'timeout',
        error_msg: 'hotel service did not answer within 80 ms',
      },
    ]);
  });

  it('leave the agent, which repeats the usage of its requests, and embeddings as trace events', () => {
    expect(told.events).toEqual(['embeddings text-embedding-3-small', 'invoke_agent planner']);
  });
});

describe('spans in old names of the GenAI conventions', async () => {
  const told = await tellFixture('genai/old-names');

  it('count tokens told as text, and tokens that a program counts beside the input', () => {
    expect(tokensOf(told)).toEqual([
      { model: 'gemini-2.5-pro', input: 80, read: 0, write5m: 0, write1h: 0, output: 20, reasoning: 0, cost: null },
      // 12 in cannot hold 4000 read and 700 written: they stand beside it.
      {
        model: 'claude-3-7-sonnet-20250219',
        input: 12,
        read: 4000,
        write5m: 700,
        write1h: 0,
        output: 90,
        reasoning: 0,
        cost: null,
      },
      { model: 'gpt-4o', input: 0, read: 0, write5m: 0, write1h: 0, output: 0, reasoning: 0, cost: null },
    ]);
  });

  it('find requests that name no operation, indexed tool calls, and the reason of a failure', () => {
    expect(told.calls).toMatchObject([
      { provider: 'google', finish_reason: 'length', ok: 1 },
      { provider: 'anthropic', finish_reason: 'tool_use', tool_calls: 2, ok: 1 },
      {
        provider: 'openai',
        ok: 0,
        status_code: 429,
        error_type: 'rate_limit',
        error_msg: 'Error code: 429 - You exceeded your current quota',
      },
    ]);
    expect(told.calls.map(({ thread_id }) => thread_id)).toEqual(Array(3).fill('11112222333344445555666677778888'));
  });

  it('note once that a program counts other than its convention says', () => {
    expect(told.events).toEqual(['hivebar.tokens_beside_total']);
  });
});

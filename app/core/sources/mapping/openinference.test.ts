import { describe, expect, it } from 'vitest';

import { tellFixture, tokensOf } from './fixtures/told.ts';

describe('OpenInference spans of a LangGraph program', async () => {
  const told = await tellFixture('openinference/langgraph');

  it('count a request once that two instrumentations tell, by the inner one', () => {
    expect(told.calls.map(({ span_id }) => span_id)).toEqual(['b000000000000004', 'b000000000000008']);
    expect(tokensOf(told)).toEqual([
      // 900 in, of which 512 read.
      {
        model: 'gpt-4.1-mini-2025-04-14',
        input: 388,
        read: 512,
        write5m: 0,
        write1h: 0,
        output: 60,
        reasoning: 0,
        cost: null,
      },
      // 4096 in, of which 2048 read and 1024 written; 310 out, of which 110 reasoned; 0.0040588 dollars.
      {
        model: 'claude-haiku-4-5-20251001',
        input: 1024,
        read: 2048,
        write5m: 1024,
        write1h: 0,
        output: 200,
        reasoning: 110,
        cost: 4059,
      },
    ]);
  });

  it('give the inner request the conversation, node and graph that the spans around it name', () => {
    expect(told.calls[0]).toMatchObject({
      thread_id: 'thread-77',
      node_id: 'triage',
      graph_name: 'support_graph',
      provider: 'azure',
      ttft_us: 300_500,
      tool_calls: 1,
      finish_reason: 'tool_use',
      effort: 'low',
      source: 'openinference',
    });
    expect(told.calls[1]).toMatchObject({ node_id: 'answer', provider: 'anthropic', cost_source: 'vendor' });
  });

  it('quote the arguments of a tool that are plain text', () => {
    expect(told.tools).toMatchObject([
      {
        tool_name: 'lookup_order',
        tool_call_id: 'call_a',
        input_json: '"order 17"',
        output_json: '{"state":"shipped"}',
        thread_id: 'thread-77',
        node_id: 'tools',
        dur_us: 30_000,
        ok: 1,
      },
    ]);
  });

  it('come from langgraph when the service says so', () => {
    expect(new Set(told.rows.map(({ source }) => source))).toEqual(new Set(['langgraph']));
    expect(told.rows.every(({ id, source }) => id.startsWith(`${source}:`))).toBe(true);
  });
});

describe('OpenInference spans of an agent', async () => {
  const told = await tellFixture('openinference/agent');

  it('keep reasoning apart when the total shows that output does not hold it', () => {
    expect(tokensOf(told)[0]).toEqual({
      model: 'gemini-2.5-flash',
      input: 1000,
      read: 0,
      write5m: 0,
      write1h: 0,
      output: 200,
      reasoning: 150,
      cost: null,
    });
  });

  it('tell a failed request with its sort', () => {
    expect(told.calls[1]).toMatchObject({
      ok: 0,
      error_type: 'overloaded',
      error_msg: '503 UNAVAILABLE. The model is overloaded.',
      node_id: 'writer',
      thread_id: 's-9',
      graph_name: 'Notes.run',
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { OtlpRecord } from '../otlp/otlp-record.ts';
import { request, span, spanIdOf } from './fixtures/records.ts';
import { tell } from './fixtures/told.ts';
import { createInferenceMapper } from './inference-mapper.ts';
import { createRouter } from './route-records.ts';

/** The requests that count, out of batches that arrive one after the other. */
function counted(batches: readonly (readonly OtlpRecord[])[], maxSpans?: number): readonly (readonly string[])[] {
  const router = createRouter({ mappers: [createInferenceMapper(maxSpans === undefined ? {} : { maxSpans })] });
  return batches.map((batch) => tell(batch, router).calls.map(({ span_id }) => span_id ?? ''));
}

function ids(...numbers: readonly number[]): readonly string[] {
  return numbers.map(spanIdOf);
}

describe('a request that several instrumentations tell', () => {
  it('counts once, by the innermost span, whatever the order within a batch', () => {
    const spans = [request(1), request(2, 1), span(3, 2), request(4, 3)];
    expect(counted([spans])).toEqual([ids(4)]);
    expect(counted([spans.toReversed()])).toEqual([ids(4)]);
  });

  it('counts by the innermost span when those around it come later', () => {
    expect(counted([[request(4, 3)], [span(3, 2), request(2, 1)], [request(1)]])).toEqual([ids(4), [], []]);
  });

  it('counts by the outer span when that came first, for it was counted already', () => {
    expect(counted([[request(1)], [request(2, 1)], [request(3, 1), request(4, 3)]])).toEqual([ids(1), [], []]);
  });

  it('counts the same when every batch is sent again', () => {
    const late = [[request(1)], [request(2, 1)]];
    expect(counted([...late, ...late])).toEqual([ids(1), [], ids(1), []]);
    const early = [[request(2, 1)], [request(1)]];
    expect(counted([...early, ...early])).toEqual([ids(2), [], ids(2), []]);
  });

  it('is no repetition of its neighbours, nor of requests in other traces', () => {
    const elsewhere = { ...request(2, 1), traceId: 'f'.repeat(32) };
    expect(counted([[request(3, 1), request(4, 1), request(1)], [elsewhere]])).toEqual([ids(3, 4), ids(2)]);
  });

  it('is not looked for without end where spans are inside each other, or inside themselves', () => {
    expect(counted([[span(1, 2), span(2, 1), request(3, 2)]])).toEqual([ids(3)]);
    expect(counted([[request(1, 1)]])).toEqual([ids(1)]);
  });
});

describe('a run of a tool that several instrumentations tell', () => {
  const toolRun = (number: number, parent: number | undefined, name: string) =>
    span(number, parent, { attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name } });
  const runs = (...batches: readonly (readonly OtlpRecord[])[]): readonly (readonly string[])[] => {
    const router = createRouter({ mappers: [createInferenceMapper()] });
    return batches.map((batch) => tell(batch, router).tools.map(({ span_id }) => span_id ?? ''));
  };

  it('counts once, by the outermost span of a batch, whatever plain spans lie between', () => {
    const spans = [toolRun(4, 3, 'weather'), span(3, 2), toolRun(2, 1, 'weather'), span(1, undefined)];
    expect(runs(spans, spans.toReversed())).toEqual([ids(2), ids(2)]);
  });

  it('counts by the span that came first when they come apart', () => {
    expect(runs([toolRun(3, 2, 'weather')], [span(2, 1)], [toolRun(1, undefined, 'weather')])).toEqual([
      ids(3),
      [],
      [],
    ]);
    expect(runs([toolRun(1, undefined, 'weather')], [span(2, 1), toolRun(3, 2, 'weather')])).toEqual([ids(1), []]);
  });

  it('counts the same when the batches are sent again', () => {
    const batches = [[toolRun(2, 1, 'weather')], [toolRun(1, undefined, 'weather')]];
    expect(runs(...batches, ...batches)).toEqual([ids(2), [], ids(2), []]);
  });

  it('is another run where names differ, or an agent works between them', () => {
    expect(runs([toolRun(2, 1, 'fetch'), toolRun(1, undefined, 'research')])).toEqual([ids(2, 1)]);
    const agent = span(2, 1, { attributes: { 'gen_ai.operation.name': 'invoke_agent' } });
    expect(runs([toolRun(3, 2, 'delegate'), agent, toolRun(1, undefined, 'delegate')])).toEqual([ids(3, 1)]);
    expect(runs([toolRun(3, 2, 'delegate')], [agent], [toolRun(1, undefined, 'delegate')])).toEqual([
      ids(3),
      [],
      ids(1),
    ]);
  });
});

describe('what the mapper remembers', () => {
  it('has a limit: a request around one that was forgotten counts', () => {
    const between = Array.from({ length: 10 }, (_, index) => span(100 + index, undefined));
    expect(counted([[request(2, 1)], between, [request(1)]], 5)).toEqual([ids(2), [], ids(1)]);
  });

  it('gives a request the place that spans around it told in the same batch or before', () => {
    const agent = span(1, undefined, { attributes: { 'gen_ai.agent.name': 'cook', 'gen_ai.conversation.id': 'c1' } });
    const own = request(3, 1, { 'gen_ai.agent.name': 'waiter' });
    expect(tell([request(2, 1), own, agent]).calls).toMatchObject([
      { node_id: 'cook', thread_id: 'c1' },
      { node_id: 'waiter', thread_id: 'c1' },
    ]);
  });
});

it('notes once that tokens stand beside the input, for each program and model', () => {
  const router = createRouter({ mappers: [createInferenceMapper()] });
  const beside = (number: number, model: string) =>
    request(number, undefined, {
      'gen_ai.request.model': model,
      'gen_ai.usage.input_tokens': 5,
      'gen_ai.usage.cache_read.input_tokens': 50,
    });
  const first = tell([beside(1, 'a'), beside(2, 'a'), beside(3, 'b')], router);
  expect(first.events).toEqual(['hivebar.tokens_beside_total', 'hivebar.tokens_beside_total']);
  expect(first.calls).toMatchObject(Array(3).fill({ input_tokens: 5, cache_read_tokens: 50 }));
  expect(tell([beside(4, 'a')], router).events).toEqual([]);
});

it('takes the word of the vendor for a cost, but not for a cost of nothing', () => {
  const costs = [0.5, '0.25', 0, -1, 'free', Number.NaN, 1e-9].map((cost, index) =>
    request(index + 1, undefined, { 'gen_ai.usage.cost': cost }),
  );
  expect(tell(costs).calls.map((call) => [call.cost_micros, call.cost_source])).toEqual([
    [500_000, 'vendor'],
    [250_000, 'vendor'],
    [null, ''],
    [null, ''],
    [null, ''],
    [null, ''],
    [0, 'vendor'],
  ]);
});

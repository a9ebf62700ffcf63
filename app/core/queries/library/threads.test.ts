import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoDatabase, insertRows, startDemoDatabase } from '../../demo/testing.ts';
import { ask } from '../ask.ts';
import { sumBy, valueOf } from '../testing.ts';

const timeZone = 'UTC';
const nowMs = Date.UTC(2026, 8, 9, 15);

let demo: DemoDatabase;
const deps = () => ({ reader: demo.database.reader, present: () => ({ nowMs, timeZone }) });

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 2, timeZone });
});
afterAll(() => demo.stop());

/** The thread of the demo with the most model calls. */
function busiest(): string {
  const counts = sumBy(demo.rows('hive.model_invocations'), (row) => [[row.thread_id ?? '', 1]]);
  return [...counts].sort(([, left], [, right]) => right - left)[0]?.[0] ?? '';
}

describe('the events of a thread', () => {
  it('are its steps once each, its model calls and its tool calls, in order', async () => {
    const thread = busiest();
    const of = <T extends { thread_id?: string }>(rows: readonly T[]) => rows.filter((row) => row.thread_id === thread);
    const { rows } = valueOf(await ask(deps(), 'thread-events', { thread_id: thread, limit: 10_000 }));
    expect(Object.fromEntries(sumBy(rows, ({ kind }) => [[kind, 1]]))).toEqual({
      step: of(demo.rows('hive.supersteps')).filter((row) => row.status === 'started').length,
      model: of(demo.rows('hive.model_invocations')).length,
      tool: of(demo.rows('hive.tool_calls')).length,
    });
    const begins = rows.map((row) => row.ts_ms);
    expect(begins).toEqual(begins.toSorted((a, b) => a - b));
    const [call] = of(demo.rows('hive.model_invocations'));
    expect(rows.find((row) => row.event_id === call?.event_id)).toMatchObject({
      kind: 'model',
      name: call?.model,
      node_id: call?.node_id,
      dur_ms: (call?.dur_us ?? 0) / 1000,
      input_tokens: call?.input_tokens,
      cache_read_tokens: call?.cache_read_tokens,
    });
    const cut = valueOf(await ask(deps(), 'thread-events', { thread_id: thread, limit: 3 })).rows;
    expect(cut).toEqual(rows.slice(0, 3));
    const next = valueOf(await ask(deps(), 'thread-events', { thread_id: thread, limit: 3, skip: 3 })).rows;
    expect(next).toEqual(rows.slice(3, 6));
  });

  it('keep apart a step that never ended, a step of a subgraph, and a step that was run again', async () => {
    const at = Date.UTC(2025, 0, 1);
    const step = { thread_id: 'steps', graph_name: 'demo', step_index: 1, ts_ms: at, status: 'started' };
    await insertRows(demo.database.writer, 'hive.supersteps', [
      step,
      { ...step, status: 'interrupted', dur_us: 5_000_000 },
      { ...step, checkpoint_ns: 'read:1', ts_ms: at + 1 },
      { ...step, checkpoint_ns: 'read:1', ts_ms: at + 1, status: 'error', error_msg: 'demo: broken', dur_us: 1000 },
      { ...step, ts_ms: at + 60_000 },
    ]);
    const { rows } = valueOf(await ask(deps(), 'thread-events', { thread_id: 'steps', limit: 10 }));
    expect(rows.map((row) => [row.namespace, row.ts_ms - at, row.state, row.dur_ms, row.error_msg])).toEqual([
      ['', 0, 'interrupted', 5000, ''],
      ['read:1', 1, 'error', 1, 'demo: broken'],
      ['', 60_000, 'started', 0, ''],
    ]);
    const [run] = valueOf(await ask(deps(), 'agent-thread', { thread_id: 'steps' })).rows;
    expect(run).toMatchObject({ steps: 2, failed_steps: 1, state: 'started', started_ms: at, ended_ms: at + 60_000 });
  });

  it('know the first token and the end of a call from the span that was told beside it', async () => {
    const at = Date.UTC(2025, 5, 1);
    const call = { ts_ms: at, provider: 'demo', model: 'beside', ok: 1, thread_id: 'beside', event_id: 'beside:1' };
    await insertRows(demo.database.writer, 'hive.model_invocations', [{ ...call, dur_us: 9000 }]);
    await insertRows(demo.database.writer, 'hive.model_call_additions', [
      { ts_ms: at - 20, provider: 'demo', model: 'beside', event_id: 'beside:1', ttft_us: 3000, finish_reason: 'stop' },
    ]);
    const { rows } = valueOf(await ask(deps(), 'thread-events', { thread_id: 'beside', limit: 10 }));
    expect(rows).toMatchObject([{ ttft_ms: 3, finish_reason: 'stop', cost_usd: null }]);
  });

  it('are none of a thread that nobody knows', async () => {
    expect(valueOf(await ask(deps(), 'thread-events', { thread_id: 'nobody', limit: 10 })).rows).toEqual([]);
    expect(valueOf(await ask(deps(), 'agent-thread', { thread_id: 'nobody' })).rows).toEqual([]);
  });
});

describe('the content of a tool call', () => {
  it('is what was kept of that call, cut when it is very long', async () => {
    const [call] = demo.rows('hive.tool_calls').filter((row) => row.ok === 1);
    const asked = {
      thread_id: call?.thread_id ?? '',
      tool_name: call?.tool_name ?? '',
      at_ms: call?.ts_ms ?? 0,
      event_id: call?.event_id ?? '',
    };
    const { rows } = valueOf(await ask(deps(), 'tool-call-content', asked));
    expect(rows).toEqual([{ input_json: call?.input_json, output_json: call?.output_json }]);
    const at = Date.UTC(2025, 6, 1);
    const long = { thread_id: 'long', tool_name: 'long', event_id: 'long' };
    await insertRows(demo.database.writer, 'hive.tool_calls', [
      { ...long, ts_ms: at, ok: 1, input_json: 'ä'.repeat(30_000) },
    ]);
    const [found] = valueOf(await ask(deps(), 'tool-call-content', { ...long, at_ms: at })).rows;
    expect(found).toEqual({ input_json: 'ä'.repeat(20_000), output_json: '' });
  });
});

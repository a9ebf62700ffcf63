import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoDatabase, insertRows, startDemoDatabase } from '../../demo/testing.ts';
import { isLocal } from '../../prices/local-providers.ts';
import { ask } from '../ask.ts';
import { expectEachClose, numbersIn, sumBy, valueOf } from '../testing.ts';

const timeZone = 'Asia/Kathmandu';
const hourMs = 3_600_000;
const quarterMs = 900_000;
const nowMs = Date.UTC(2026, 8, 9, 11, 10);
/** On a full hour, as sums are kept by it. */
const fromMs = Math.floor(nowMs / hourMs) * hourMs - 48 * hourMs;
const range = { from_ms: fromMs, to_ms: nowMs };

let demo: DemoDatabase;
const deps = () => ({ reader: demo.database.reader, present: () => ({ nowMs, timeZone }) });
const calls = () => demo.rows('hive.model_invocations').filter(({ ts_ms }) => ts_ms >= fromMs);
const toolCalls = () => demo.rows('hive.tool_calls').filter(({ ts_ms }) => ts_ms >= fromMs);
const steps = () => demo.rows('hive.supersteps').filter((row) => row.ts_ms >= fromMs && row.status !== 'started');

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 4, timeZone });
});
afterAll(() => demo.stop());

const everyRun = { ...range, search: '', order_by: 'started', direction: 'descending', limit: 1000 } as const;

describe('agent runs', () => {
  it('are the threads of the range, newest first, with what each did in it', async () => {
    const { rows } = valueOf(await ask(deps(), 'agent-runs', everyRun));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.every((row) => row.runs === rows.length)).toBe(true);
    const started = rows.map((row) => row.started_ms);
    expect(started).toEqual(started.toSorted((a, b) => b - a));
    const column = (name: keyof (typeof rows)[number]) => numbersIn(rows, (row) => row.thread_id, name);
    const threads = new Set([...calls(), ...toolCalls(), ...steps()].map((row) => row.thread_id ?? ''));
    function expectSums<T extends { thread_id?: string }>(
      name: keyof (typeof rows)[number],
      given: readonly T[],
      value: (row: T) => number,
    ): void {
      const nothing = [...threads].map((thread) => [thread, 0] as const);
      expectEachClose(
        column(name),
        new Map([...nothing, ...sumBy(given, (row) => [[row.thread_id ?? '', value(row)]])]),
      );
    }
    expectSums('model_calls', calls(), () => 1);
    expectSums('failed_calls', calls(), (row) => 1 - row.ok);
    expectSums('tool_calls', toolCalls(), () => 1);
    expectSums('failed_tools', toolCalls(), (row) => 1 - row.ok);
    expectSums('steps', steps(), () => 1);
    expectSums('failed_steps', steps(), (row) => (row.status === 'error' ? 1 : 0));
    expectSums('cost_usd', calls(), (row) => (row.cost_micros ?? 0) / 1_000_000);
    expectSums(
      'tokens',
      calls(),
      (row) =>
        (row.input_tokens ?? 0) +
        (row.output_tokens ?? 0) +
        (row.cache_read_tokens ?? 0) +
        (row.cache_write_5m_tokens ?? 0) +
        (row.reasoning_tokens ?? 0),
    );
  });

  it('say how the latest step of each ended', async () => {
    const { rows } = valueOf(await ask(deps(), 'agent-runs', everyRun));
    const latest = new Map<string, { ts_ms: number; status: string }>();
    for (const step of demo.rows('hive.supersteps').filter(({ ts_ms }) => ts_ms >= fromMs)) {
      // While a step of a subgraph ends, the step that it belongs to goes on.
      if (step.checkpoint_ns !== '') continue;
      const known = latest.get(step.thread_id);
      if (known === undefined || step.ts_ms >= known.ts_ms) latest.set(step.thread_id, step);
    }
    expect(new Map(rows.map((row) => [row.thread_id, row.state]))).toEqual(
      new Map([...latest].map(([thread, { status }]) => [thread, status])),
    );
  });

  it('can be searched by graph and model, sorted by any figure, and cut', async () => {
    const { rows } = valueOf(
      await ask(deps(), 'agent-runs', { ...everyRun, search: 'RESEARCH-assist', order_by: 'cost' }),
    );
    const all = valueOf(await ask(deps(), 'agent-runs', everyRun)).rows;
    const expected = all.filter((row) => row.graph_names === 'demo-research-assist');
    expect(new Set(rows.map((row) => row.thread_id))).toEqual(new Set(expected.map((row) => row.thread_id)));
    const costs = rows.map((row) => row.cost_usd);
    expect(costs).toEqual(costs.toSorted((a, b) => b - a));
    const shortest = valueOf(
      await ask(deps(), 'agent-runs', { ...everyRun, order_by: 'length', direction: 'ascending', limit: 3 }),
    ).rows;
    expect(shortest).toHaveLength(3);
    expect(shortest[0]?.runs).toBe(all.length);
    const lengths = shortest.map((row) => row.ended_ms - row.started_ms);
    expect(lengths[0]).toBe(Math.min(...all.map((row) => row.ended_ms - row.started_ms)));
    const byModel = valueOf(await ask(deps(), 'agent-runs', { ...everyRun, search: 'qwen' })).rows;
    expect(byModel.every((row) => row.model_names.includes('Qwen'))).toBe(true);
  });

  it('leave out a thread that ended in the hour of the range but before it', async () => {
    const at = Date.UTC(2025, 1, 1, 12);
    const call = { provider: 'demo', model: 'demo', ok: 1, dur_us: 1_000_000 };
    await insertRows(demo.database.writer, 'hive.model_invocations', [
      { ...call, ts_ms: at, thread_id: 'over before' },
      { ...call, ts_ms: at + 50 * 60_000, thread_id: 'within' },
      { ...call, ts_ms: at + 50 * 60_000, thread_id: '' },
    ]);
    const asked = { ...everyRun, from_ms: at + 30 * 60_000, to_ms: at + 55 * 60_000 };
    const { rows } = valueOf(await ask(deps(), 'agent-runs', asked));
    expect(rows.map((row) => [row.thread_id, row.state])).toEqual([['within', 'finished']]);
  });
});

describe('latency by node', () => {
  it('counts every call and failure, and has the tail above the median', async () => {
    const { rows } = valueOf(await ask(deps(), 'latency-by-node', range));
    const key = (row: { graph_name?: string; node_id?: string }) => `${row.graph_name}/${row.node_id}`;
    expectEachClose(
      numbersIn(rows, key, 'calls'),
      sumBy(calls(), (row) => [[key(row), 1]]),
    );
    expectEachClose(
      numbersIn(rows, key, 'errors'),
      sumBy(calls(), (row) => [[key(row), 1 - row.ok]]),
    );
    for (const row of rows) expect(row.p99_ms).toBeGreaterThanOrEqual(row.p50_ms ?? Number.NaN);
  });
});

describe('tokens by class per hour', () => {
  it('sum to the tokens of the calls, in a zone off by three quarters', async () => {
    const { rows } = valueOf(await ask(deps(), 'tokens-per-hour', range));
    const hourOf = (ms: number) => String(Math.floor((ms - quarterMs) / hourMs) * hourMs + quarterMs);
    const column = (name: keyof (typeof rows)[number]) => numbersIn(rows, (row) => String(row.hour_ms), name);
    for (const name of ['input_tokens', 'output_tokens', 'cache_read_tokens', 'reasoning_tokens'] as const) {
      expectEachClose(
        column(name),
        sumBy(calls(), (row) => [[hourOf(row.ts_ms), row[name] ?? 0]]),
      );
    }
    expectEachClose(
      column('cache_write_tokens'),
      sumBy(calls(), (row) => [[hourOf(row.ts_ms), row.cache_write_5m_tokens ?? 0]]),
    );
  });
});

describe('local and cloud models', () => {
  it('are told apart as the prices tell them apart', async () => {
    const at = Date.UTC(2025, 3, 1);
    const strange = [
      { provider: 'ollama.chat', model: 'qwen3' },
      { provider: 'Ollama', model: 'gpt-oss:120b-cloud' },
      { provider: 'anthropic', model: 'claude' },
    ];
    await insertRows(
      demo.database.writer,
      'hive.model_invocations',
      strange.map((call) => ({ ...call, ts_ms: at, ok: 1 })),
    );
    for (const [asked, given] of [
      [range, calls()],
      [{ from_ms: at, to_ms: at + 1 }, strange],
    ] as const) {
      const { rows } = valueOf(await ask(deps(), 'local-and-cloud', asked));
      expectEachClose(
        numbersIn(rows, (row) => row.location, 'calls'),
        sumBy<{ provider: string; model: string }>(given, ({ provider, model }) => [
          [isLocal(provider, model) ? 'local' : 'cloud', 1],
        ]),
      );
    }
  });
});

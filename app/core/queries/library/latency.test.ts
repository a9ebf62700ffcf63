import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelInvocationRow } from '../../../contract/rows.ts';
import { type DemoDatabase, insertRows, startDemoDatabase } from '../../demo/testing.ts';
import { askByName } from '../ask.ts';
import { valueOf } from '../testing.ts';

const timeZone = 'UTC';
const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 8, 9, 15);

let demo: DemoDatabase;
const deps = () => ({ reader: demo.database.reader, present: () => ({ nowMs, timeZone }) });

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 3, timeZone, scale: 5 });
});
afterAll(() => demo.stop());

function groups(
  calls: readonly ModelInvocationRow[],
  key: (call: ModelInvocationRow) => string,
): Map<string, ModelInvocationRow[]> {
  const found = new Map<string, ModelInvocationRow[]>();
  for (const call of calls) found.set(key(call), [...(found.get(key(call)) ?? []), call]);
  return found;
}

/** The value at a rank of the sorted list, as quantileExact picks it. */
function quantileMs(values: readonly number[], level: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor(level * sorted.length)] ?? Number.NaN) / 1000;
}

describe('latency per node', () => {
  it('is exact over the last hour', async () => {
    const recent = demo.rows('hive.model_invocations').filter(({ ts_ms }) => ts_ms >= nowMs - hourMs);
    const expected = groups(recent, (call) => `${call.graph_name}/${call.node_id}`);
    const { rows } = valueOf(await askByName(deps(), 'node-latency', {}));
    expect(rows).toHaveLength(expected.size);
    for (const row of rows) {
      const calls = expected.get(`${String(row['graph_name'])}/${String(row['node_id'])}`) ?? [];
      const durations = calls.map((call) => call.dur_us ?? 0);
      expect(row['calls']).toBe(calls.length);
      expect(row['p50_ms']).toBeCloseTo(quantileMs(durations, 0.5), 6);
      expect(row['p99_ms']).toBeCloseTo(quantileMs(durations, 0.99), 6);
    }
  });

  it('knows the first token of a call from the span that was told beside it', async () => {
    const at = Date.UTC(2024, 5, 1);
    const call = { ts_ms: at, provider: 'demo', model: 'beside', ok: 1, node_id: 'beside', dur_us: 9000 };
    await insertRows(demo.database.writer, 'hive.model_invocations', [
      { ...call, event_id: 'beside:1' },
      { ...call, event_id: 'beside:2', ttft_us: 3000 },
    ]);
    const addition = { ts_ms: at + 20, provider: 'demo', model: 'beside', node_id: 'beside' };
    await insertRows(demo.database.writer, 'hive.model_call_additions', [
      { ...addition, event_id: 'beside:1', ttft_us: 3000 },
    ]);
    for (const [name, toMs] of [
      ['node-latency', at + 1],
      ['performance-by-operation', at + hourMs],
    ] as const) {
      const { rows } = valueOf(await askByName(deps(), name, { from_ms: at, to_ms: toMs }));
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ calls: 2 });
      expect(Math.abs(Number(rows[0]?.['ttft_p50_ms']) - 3)).toBeLessThan(0.04);
    }
  });

  it('leaves out calls whose length is unknown, and is null where no length is known', async () => {
    const at = Date.UTC(2024, 0, 1);
    const call = { ts_ms: at, provider: 'demo', model: 'demo', ok: 1 };
    await insertRows(demo.database.writer, 'hive.model_invocations', [
      { ...call, node_id: 'half known', dur_us: 5000 },
      { ...call, node_id: 'half known' },
      { ...call, node_id: 'unknown' },
    ]);
    for (const name of ['node-latency', 'performance-by-operation']) {
      const { rows } = valueOf(await askByName(deps(), name, { from_ms: at, to_ms: at + 1 }));
      const found = new Map(rows.map((row) => [row['node_id'], [row['calls'], row['p99_ms'], row['ttft_p50_ms']]]));
      expect(found).toEqual(
        new Map([
          ['half known', [2, expect.closeTo(5, 1), null]],
          ['unknown', [1, null, null]],
        ]),
      );
    }
  });
});

describe('performance by operation', () => {
  it('is within one percent of exact, and counts every call and failure', async () => {
    const calls = demo.rows('hive.model_invocations');
    const expected = groups(calls, (call) => [call.graph_name, call.node_id, call.provider, call.model].join('/'));
    const { rows } = valueOf(await askByName(deps(), 'performance-by-operation', {}));
    expect(rows).toHaveLength(expected.size);
    for (const row of rows) {
      const key = [row['graph_name'], row['node_id'], row['provider'], row['model']].join('/');
      const found = expected.get(key) ?? [];
      expect(row['calls']).toBe(found.length);
      expect(row['errors']).toBe(found.filter((call) => call.ok === 0).length);
      for (const [column, level] of [
        ['p50_ms', 0.5],
        ['p95_ms', 0.95],
        ['p99_ms', 0.99],
      ] as const) {
        // The sketch picks a neighbouring rank at times: its answer lies within 1 % of the values around the exact one.
        const sorted = found.map((call) => (call.dur_us ?? 0) / 1000).toSorted((a, b) => a - b);
        const rank = level * (sorted.length - 1);
        const low = sorted[Math.max(0, Math.floor(rank) - 1)] ?? Number.NaN;
        const high = sorted[Math.min(sorted.length - 1, Math.ceil(rank) + 1)] ?? Number.NaN;
        expect(row[column]).toBeGreaterThanOrEqual(low * 0.99);
        expect(row[column]).toBeLessThanOrEqual(high * 1.01);
      }
    }
  });
});

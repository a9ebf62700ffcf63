import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelInvocationRow } from '../../../contract/rows.ts';
import { type DemoDatabase, insertRows, startDemoDatabase } from '../../demo/testing.ts';
import { nextDayStart, nextLocalMidnight } from '../../local-day.ts';
import { type Answer, ask, askByName } from '../ask.ts';
import { expectEachClose, numbersIn, sumBy, valueOf } from '../testing.ts';

const timeZone = 'America/New_York';
const nowMs = Date.UTC(2026, 5, 17, 18, 40);
const hourMs = 3_600_000;

let demo: DemoDatabase;
const deps = () => ({ reader: demo.database.reader, present: () => ({ nowMs, timeZone }) });

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 5, timeZone, scale: 2 });
});
afterAll(() => demo.stop());

function tokensOf(call: ModelInvocationRow): number {
  const { input_tokens = 0, output_tokens = 0, reasoning_tokens = 0, cache_read_tokens = 0 } = call;
  const { cache_write_5m_tokens = 0, cache_write_1h_tokens = 0 } = call;
  return (
    input_tokens + output_tokens + reasoning_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens
  );
}

function callsBetween(fromMs: number, toMs: number): ModelInvocationRow[] {
  return demo.rows('hive.model_invocations').filter(({ ts_ms }) => ts_ms >= fromMs && ts_ms < toMs);
}

function costUsd(calls: readonly ModelInvocationRow[]): number {
  return calls.reduce((sum, call) => sum + (call.cost_micros ?? 0), 0) / 1_000_000;
}

const unpriced = (call: ModelInvocationRow): boolean => typeof call.cost_micros !== 'number';

describe('cost now', () => {
  it('sums this hour and this local day, and counts what has no price', async () => {
    const midnight = nextLocalMidnight(nowMs - 24 * hourMs, timeZone);
    const today = callsBetween(midnight, nowMs);
    const hour = callsBetween(Date.UTC(2026, 5, 17, 18), nowMs);
    const { rows } = valueOf(await ask(deps(), 'cost-now', { tz: timeZone }));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toEqual({
      cost_hour_usd: expect.closeTo(costUsd(hour), 9) as number,
      cost_today_usd: expect.closeTo(costUsd(today), 9) as number,
      calls_hour: hour.length,
      calls_today: today.length,
      unpriced_hour: hour.filter(unpriced).length,
      unpriced_today: today.filter(unpriced).length,
      tokens_today: today.reduce((sum, call) => sum + tokensOf(call), 0),
    });
    expect(today.filter(unpriced).length).toBeGreaterThan(0);
  });

  it('begins the day at local midnight where that is no full UTC hour', async () => {
    // 18:15 UTC is midnight in Kathmandu: of four calls around it, two belong to the new day.
    const midnight = Date.UTC(2025, 1, 2, 18, 15);
    const call = { provider: 'demo', model: 'demo-midnight', ok: 1, cost_micros: 1_000_000 };
    await insertRows(
      demo.database.writer,
      'hive.model_invocations',
      [-60_000, -1, 0, 60_000].map((offset) => ({ ...call, ts_ms: midnight + offset })),
    );
    const kathmandu = { ...deps(), present: () => ({ nowMs: midnight + 10 * 60_000, timeZone: 'Asia/Kathmandu' }) };
    const { rows } = valueOf(await askByName(kathmandu, 'cost-now', {}));
    expect(rows[0]).toMatchObject({ cost_today_usd: 2, calls_today: 2, cost_hour_usd: 2 });
    const perHour = valueOf(await askByName(kathmandu, 'cost-per-hour', {}));
    expect(perHour.rows.map(({ hour_ms, calls }) => [hour_ms, calls])).toEqual([
      [midnight - hourMs, 2],
      [midnight, 2],
    ]);
  });

  it.each(['Europe/Berlin', 'Australia/Lord_Howe', 'Africa/Cairo', 'Asia/Kathmandu'])(
    'begins the day at the hour that the person has set, also where clocks change, in %s',
    async (zone) => {
      for (const hour of [0, 2, 4]) {
        for (const day of ['2024-03-30', '2024-04-06', '2024-04-25', '2024-10-05', '2024-10-26', '2024-10-31']) {
          const opening = nextDayStart(Date.parse(`${day}T12:00:00Z`), zone, hour);
          const quarter = Math.ceil(opening / 900_000) * 900_000;
          const model = `${zone} ${hour} ${day}`;
          const call = { provider: 'demo', model, ok: 1, cost_micros: 1_000_000 };
          const calls = [quarter - 1, quarter, quarter + 1].map((ts_ms) => ({ ...call, ts_ms }));
          await insertRows(demo.database.writer, 'hive.model_invocations', calls);
          const present = () => ({ nowMs: quarter + 2, timeZone: zone, dayStartHour: hour });
          const { rows } = valueOf(await askByName({ ...deps(), present }, 'local-and-cloud-today', {}));
          expect([model, rows[0]?.['calls']]).toEqual([model, 2]);
          await demo.database.admin.command({
            query: `ALTER TABLE hive.cost_per_hour DELETE WHERE model = {model:String}`,
            query_params: { model },
            clickhouse_settings: { mutations_sync: '2' },
          });
        }
      }
    },
  );

  it('is zero in one row while nothing has been recorded', async () => {
    const empty = { ...deps(), present: () => ({ nowMs: Date.UTC(2020, 0, 1), timeZone }) };
    const { rows } = valueOf(await askByName(empty, 'cost-now', {}));
    expect(rows).toEqual([
      {
        cost_hour_usd: 0,
        cost_today_usd: 0,
        calls_hour: 0,
        calls_today: 0,
        unpriced_hour: 0,
        unpriced_today: 0,
        tokens_today: 0,
      },
    ]);
  });
});

describe('cost per hour', () => {
  it('agrees with a sum over the calls, by local hour and model', async () => {
    const fromMs = nowMs - 72 * hourMs - 40 * 60_000;
    const calls = callsBetween(fromMs, nowMs);
    const { rows } = valueOf(await ask(deps(), 'cost-per-hour', { from_ms: fromMs, to_ms: nowMs }));
    const key = (row: { hour_ms: number; model: string }): string => `${row.hour_ms} ${row.model}`;
    const hour = (call: ModelInvocationRow): string => `${Math.floor(call.ts_ms / hourMs) * hourMs} ${call.model}`;
    const sums = {
      cost_usd: (call: ModelInvocationRow) => (call.cost_micros ?? 0) / 1_000_000,
      calls: () => 1,
      unpriced_calls: (call: ModelInvocationRow) => (unpriced(call) ? 1 : 0),
      input_tokens: (call: ModelInvocationRow) => call.input_tokens ?? 0,
      output_tokens: (call: ModelInvocationRow) => call.output_tokens ?? 0,
    } as const;
    for (const [column, part] of Object.entries(sums)) {
      expectEachClose(
        numbersIn(rows, key, column as keyof typeof sums),
        sumBy(calls, (call) => [[hour(call), part(call)]]),
      );
    }
    expect(rows.length).toBeGreaterThan(40);
  });

  it('reads sums, not calls', async () => {
    const answer: Answer = valueOf(await askByName(deps(), 'cost-per-hour', { from_ms: 0, to_ms: nowMs }));
    expect(answer.rowsRead).toBeLessThan(demo.rows('hive.model_invocations').length);
  });
});

describe('cost by model', () => {
  it('sums tokens in disjoint classes', async () => {
    const fromMs = nowMs - 48 * hourMs - 10 * 60_000;
    const calls = callsBetween(fromMs, nowMs);
    const { rows } = valueOf(await askByName(deps(), 'cost-by-model', { from_ms: fromMs }));
    const sum = (part: (call: ModelInvocationRow) => number): Map<string, number> =>
      sumBy(calls, (call) => [[call.model, part(call)]]);
    const column = (name: string): Map<string, number> => numbersIn(rows, (row) => String(row['model']), name);
    expectEachClose(
      column('cost_usd'),
      sum((call) => (call.cost_micros ?? 0) / 1_000_000),
    );
    expectEachClose(
      column('failed_calls'),
      sum((call) => (call.ok === 0 ? 1 : 0)),
    );
    expectEachClose(
      column('unpriced_calls'),
      sum((call) => (unpriced(call) ? 1 : 0)),
    );
    expectEachClose(
      sumBy(rows, (row) => [
        [
          String(row['model']),
          ['input', 'output', 'reasoning', 'cache_read', 'cache_write']
            .map((part) => Number(row[`${part}_tokens`]))
            .reduce((all, part) => all + part),
        ],
      ]),
      sum(tokensOf),
    );
  });
});

describe('local and cloud models today', () => {
  it('are told apart by provider, and free is not unpriced', async () => {
    const midnight = nextLocalMidnight(nowMs - 24 * hourMs, timeZone);
    const today = callsBetween(midnight, nowMs);
    const cloud = today.filter(({ provider }) => provider !== 'mlx');
    const { rows } = valueOf(await askByName(deps(), 'local-and-cloud-today', {}));
    expect(rows.map((row) => [row['location'], row['calls'], row['unpriced_calls']])).toEqual([
      ['local', today.length - cloud.length, 0],
      ['cloud', cloud.length, cloud.filter(unpriced).length],
    ]);
    expect(rows[0]?.['cost_usd']).toBe(0);
    expect(rows[1]?.['cost_usd']).toBeCloseTo(costUsd(cloud), 9);
  });

  it('follow the list of local providers that is given', async () => {
    const { rows } = valueOf(await askByName(deps(), 'local-and-cloud-today', { local_providers: 'openai,google' }));
    expect(rows[0]?.['unpriced_calls']).toBeGreaterThan(0);
  });
});

describe('models without a price', () => {
  it('are estimated with the price that held when they were called, and stay unknown without one', async () => {
    const at = Date.UTC(2025, 7, 10);
    const price = { provider: 'demo', model: 'demo-late', price_rev: 'test', updated_ms: 1 };
    const free = { output_usd_per_mtok: 0, cache_write_5m_usd_per_mtok: 0, cache_write_1h_usd_per_mtok: 0 };
    await insertRows(demo.database.writer, 'hive.model_prices', [
      { ...price, ...free, valid_from_ms: 0, input_usd_per_mtok: 1, cache_read_usd_per_mtok: 0 },
      { ...price, ...free, valid_from_ms: at, input_usd_per_mtok: 4, cache_read_usd_per_mtok: 2 },
    ]);
    const call = { provider: 'demo', model: 'demo-late', ok: 1, input_tokens: 1_000_000, cache_read_tokens: 500_000 };
    await insertRows(demo.database.writer, 'hive.model_invocations', [
      { ...call, ts_ms: at - 1 },
      { ...call, ts_ms: at },
      { ...call, ts_ms: at, cost_micros: 7 },
      { ...call, ts_ms: at, model: 'demo-never-priced' },
    ]);
    const { rows } = valueOf(await askByName(deps(), 'unpriced-models', { from_ms: at - hourMs, to_ms: at + hourMs }));
    expect(rows).toEqual([
      { provider: 'demo', model: 'demo-late', calls: 2, tokens: 3_000_000, estimated_usd: 1 + 4 + 1 },
      { provider: 'demo', model: 'demo-never-priced', calls: 1, tokens: 1_500_000, estimated_usd: null },
    ]);
  });
});

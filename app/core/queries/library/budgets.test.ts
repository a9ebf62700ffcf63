import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoDatabase, startDemoDatabase } from '../../demo/testing.ts';
import { nextLocalMidnight } from '../../local-day.ts';
import { ask } from '../ask.ts';
import { valueOf } from '../testing.ts';

const timeZone = 'America/New_York';
const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 5, 17, 18, 40);

let demo: DemoDatabase;
beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 2, timeZone, scale: 2 });
});
afterAll(() => demo.stop());

async function budgetsAt(atMs: number) {
  const deps = { reader: demo.database.reader, present: () => ({ nowMs: atMs, timeZone }) };
  const [row] = valueOf(await ask(deps, 'budget-now', { tz: timeZone })).rows;
  const calls = demo
    .rows('hive.model_invocations')
    .filter(({ ts_ms }) => ts_ms < Math.floor(atMs / 900_000 + 1) * 900_000);
  const cost = (fromMs: number) =>
    calls.filter(({ ts_ms }) => ts_ms >= fromMs).reduce((sum, call) => sum + (call.cost_micros ?? 0), 0) / 1_000_000;
  return { row, calls, cost };
}

describe('figures for budgets', () => {
  it('are those of this hour, this local day, and the last hour in quarters', async () => {
    const { row, calls, cost } = await budgetsAt(nowMs);
    const lastHour = calls.filter(({ ts_ms }) => ts_ms >= Date.UTC(2026, 5, 17, 17, 45));
    expect(row).toEqual({
      cost_hour_usd: expect.closeTo(cost(Date.UTC(2026, 5, 17, 18)), 9) as number,
      cost_today_usd: expect.closeTo(cost(nextLocalMidnight(nowMs - 24 * hourMs, timeZone)), 9) as number,
      calls_last_hour: lastHour.length,
      failed_last_hour: lastHour.filter(({ ok }) => ok === 0).length,
    });
    expect(lastHour.length).toBeGreaterThan(0);
  });

  it('look back over midnight for failures, but not for the cost of today', async () => {
    const midnight = nextLocalMidnight(nowMs - 24 * hourMs, timeZone);
    const { row, cost } = await budgetsAt(midnight + 60_000);
    expect(row?.cost_today_usd).toBeCloseTo(cost(midnight), 9);
    expect(row?.cost_hour_usd).toBeCloseTo(cost(midnight), 9);
  });
});

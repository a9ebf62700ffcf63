import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoDatabase, startDemoDatabase } from '../../demo/testing.ts';
import { ask } from '../ask.ts';
import { valueOf } from '../testing.ts';

const timeZone = 'UTC';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const nowMs = Date.UTC(2026, 8, 9, 14, 30);
const today = Date.UTC(2026, 8, 9);

let demo: DemoDatabase;
const deps = () => ({ reader: demo.database.reader, present: () => ({ nowMs, timeZone }) });

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 6, timeZone });
});
afterAll(() => demo.stop());

function expected(fromMs: number, toMs: number) {
  const within = ({ ts_ms }: { ts_ms: number }) => ts_ms >= fromMs && ts_ms < toMs;
  const calls = demo.rows('hive.model_invocations').filter(within);
  const minutes = demo
    .rows('seq.context')
    .filter((row) => row.afk !== 1)
    .map((row) => (Math.min(row.ts_ms + row.dur_ms, toMs) - Math.max(row.ts_ms, fromMs)) / 60_000)
    .filter((spent) => spent > 0);
  return {
    minutes: minutes.reduce((sum, spent) => sum + spent, 0),
    calls: calls.length,
    cost_usd: calls.reduce((sum, row) => sum + (row.cost_micros ?? 0), 0) / 1_000_000,
    unpriced_calls: calls.filter((row) => typeof row.cost_micros !== 'number').length,
    model_errors: calls.filter((row) => row.ok === 0).length,
    tool_errors: demo.rows('hive.tool_calls').filter((row) => within(row) && row.ok === 0).length,
  };
}

describe('totals of a range', () => {
  it('end within a day, to the minute for time at the keyboard', async () => {
    const ranges = [
      { from_ms: today - dayMs, to_ms: nowMs - dayMs, from_day: '2026-09-08', whole_days_end: '2026-09-08' },
      { from_ms: today - 4 * dayMs, to_ms: nowMs - dayMs, from_day: '2026-09-05', whole_days_end: '2026-09-08' },
      { from_ms: today - 3 * dayMs, to_ms: today - dayMs, from_day: '2026-09-06', whole_days_end: '2026-09-08' },
    ];
    for (const range of ranges) {
      const asked = { ...range, tail_from_ms: Date.parse(range.whole_days_end) };
      const { rows } = valueOf(await ask(deps(), 'range-totals', asked));
      const should = expected(range.from_ms, range.to_ms);
      expect(should.minutes).toBeGreaterThan(0);
      expect(rows).toHaveLength(1);
      for (const [name, value] of Object.entries(should)) {
        expect([name, rows[0]?.[name as keyof typeof should]]).toEqual([name, expect.closeTo(value, 6)]);
      }
    }
  });

  it('are one row of zeros where nothing was recorded', async () => {
    const at = Date.UTC(2020, 0, 1);
    const asked = {
      from_ms: at,
      to_ms: at + dayMs,
      from_day: '2020-01-01',
      whole_days_end: '2020-01-01',
      tail_from_ms: at,
    };
    expect(valueOf(await ask(deps(), 'range-totals', asked)).rows).toEqual([
      { minutes: 0, calls: 0, cost_usd: 0, unpriced_calls: 0, model_errors: 0, tool_errors: 0 },
    ]);
  });
});

import { afterEach, expect, it, vi } from 'vitest';
import { resolveRange } from '../format/day-range.ts';
import { bucketFor, bucketsOf, costPoints, costTotals, hoursBetween } from './hours.ts';
import { stack } from './series.ts';

afterEach(() => vi.unstubAllEnvs());

const row = (hour: string, cost: number, model = 'm') => ({
  hour_ms: Date.parse(hour),
  model,
  cost_usd: cost,
  calls: 2,
  unpriced_calls: 1,
  input_tokens: 10,
  output_tokens: 5,
});

it('has an hour for each of the 25 hours of the day on which clocks go back', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  const { fromMs, toMs } = resolveRange(
    { kind: 'custom', fromDay: '2026-10-25', toDay: '2026-10-25' },
    Date.parse('2026-11-01T00:00:00Z'),
    0,
  );
  expect(hoursBetween(fromMs, toMs)).toHaveLength(25);
});

it('covers a day in a zone of half hours with the hours of UTC that it touches', () => {
  vi.stubEnv('TZ', 'Asia/Kolkata');
  const { fromMs, toMs } = resolveRange({ kind: 'today' }, Date.parse('2026-11-21T12:00:00Z'), 0);
  const hours = hoursBetween(fromMs, toMs);
  expect(new Date(hours[0] ?? 0).toISOString()).toBe('2026-11-20T18:00:00.000Z');
  expect(hours).toHaveLength(25);
});

it('fills hours without calls with zeros', () => {
  const ats = hoursBetween(Date.parse('2026-11-21T00:00:00Z'), Date.parse('2026-11-21T04:00:00Z'));
  const rows = [row('2026-11-21T01:00:00Z', 0.5), row('2026-11-21T03:00:00Z', 0.25)];
  const { columns } = stack(costPoints(rows, 'hour', 0), { ats, top: 7 });
  expect(columns.map(({ total }) => total)).toEqual([0, 0.5, 0, 0.25]);
});

it('adds up days of this zone beyond a week', () => {
  vi.stubEnv('TZ', 'America/New_York');
  expect([bucketFor(7), bucketFor(8)]).toEqual(['hour', 'day']);
  const range = resolveRange(
    { kind: 'custom', fromDay: '2026-11-01', toDay: '2026-11-10' },
    Date.parse('2026-11-20T00:00:00Z'),
    0,
  );
  const ats = bucketsOf('day', range);
  expect(ats).toHaveLength(10);
  // 03:00 UTC still belongs to the evening of November 1 in New York.
  const rows = [row('2026-11-02T03:00:00Z', 1), row('2026-11-01T12:00:00Z', 2), row('2026-11-02T12:00:00Z', 4)];
  const { columns } = stack(costPoints(rows, 'day', 0), { ats, top: 7 });
  expect(columns.slice(0, 3).map(({ total }) => total)).toEqual([3, 4, 0]);
});

it('adds up days that begin at another hour', () => {
  vi.stubEnv('TZ', 'UTC');
  const range = resolveRange(
    { kind: 'custom', fromDay: '2026-11-01', toDay: '2026-11-10' },
    Date.parse('2026-11-20T00:00:00Z'),
    4,
  );
  const rows = [row('2026-11-02T03:00:00Z', 1), row('2026-11-02T04:00:00Z', 2), row('2026-11-11T03:00:00Z', 4)];
  const { columns } = stack(costPoints(rows, 'day', 4), { ats: bucketsOf('day', range), top: 7 });
  expect(columns.map(({ total }) => total)).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0, 4]);
});

it('sums all rows', () => {
  expect(costTotals([row('2026-11-21T01:00:00Z', 0.5), row('2026-11-21T02:00:00Z', 0.25, 'n')])).toEqual({
    costUsd: 0.75,
    calls: 4,
    unpricedCalls: 2,
    inputTokens: 20,
    outputTokens: 10,
  });
});

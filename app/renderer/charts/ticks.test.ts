import { afterEach, expect, it, vi } from 'vitest';
import { hoursBetween } from './hours.ts';
import { everyNth, hourTickColumns, minuteTicks, moneyTicks } from './ticks.ts';

afterEach(() => vi.unstubAllEnvs());

it('steps minutes so that hours stay whole', () => {
  expect(minuteTicks(523)).toEqual([0, 120, 240, 360, 480, 600]);
  expect(minuteTicks(42)).toEqual([0, 10, 20, 30, 40, 50]);
  expect(minuteTicks(0)).toEqual([0, 1]);
  expect(minuteTicks(100_000).at(-1)).toBeGreaterThanOrEqual(100_000);
});

it('steps money by 1, 2 or 5 and reaches the largest value', () => {
  expect(moneyTicks(2.97)).toEqual([0, 1, 2, 3]);
  expect(moneyTicks(0.27)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(moneyTicks(0)).toEqual([0, 1]);
  expect(moneyTicks(0.000_4)).toEqual([0, 0.000_1, 0.000_2, 0.000_3, 0.000_4]);
});

it('labels local midnights over several days, also inside a column', () => {
  vi.stubEnv('TZ', 'Asia/Kolkata');
  const hours = hoursBetween(Date.parse('2026-11-17T18:30:00Z'), Date.parse('2026-11-20T18:30:00Z'));
  expect(hourTickColumns(hours, 4, 0).map((at) => new Date(at).toISOString())).toEqual([
    '2026-11-17T18:00:00.000Z',
    '2026-11-18T18:00:00.000Z',
    '2026-11-19T18:00:00.000Z',
  ]);
});

it('labels the hour at which days begin', () => {
  vi.stubEnv('TZ', 'UTC');
  const hours = hoursBetween(Date.parse('2026-11-17T04:00:00Z'), Date.parse('2026-11-20T04:00:00Z'));
  expect(hourTickColumns(hours, 4, 4).map((at) => new Date(at).getUTCHours())).toEqual([4, 4, 4]);
});

it('labels every so many local hours within a day', () => {
  vi.stubEnv('TZ', 'America/New_York');
  const hours = hoursBetween(Date.parse('2026-11-21T05:00:00Z'), Date.parse('2026-11-22T05:00:00Z'));
  expect(hourTickColumns(hours, 6, 0).map((at) => new Date(at).getHours())).toEqual([0, 6, 12, 18]);
  expect(hourTickColumns([], 6, 0)).toEqual([]);
});

it('thins labels out from the newest', () => {
  expect(everyNth([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7]);
  expect(everyNth([1, 2], 10)).toEqual([1, 2]);
});

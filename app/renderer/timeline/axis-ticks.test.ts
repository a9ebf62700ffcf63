import { afterEach, describe, expect, it, vi } from 'vitest';
import { axisTicks } from './axis-ticks.ts';

const hourMs = 3_600_000;

function localDay(zone: string, year: number, month: number, date: number) {
  vi.stubEnv('TZ', zone);
  return { fromMs: new Date(year, month, date).getTime(), toMs: new Date(year, month, date + 1).getTime() };
}
const hoursOf = (span: { fromMs: number; toMs: number }, most: number) =>
  axisTicks(span, most).map(({ atMs }) => new Date(atMs).getHours());

afterEach(() => void vi.unstubAllEnvs());

describe('ticks of the time axis', () => {
  it('stand at round local hours, from midnight to midnight', () => {
    expect(hoursOf(localDay('Asia/Kathmandu', 2026, 4, 20), 8)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 0]);
  });

  it('follow the clock over an hour that is skipped and one that comes twice', () => {
    const spring = localDay('Europe/Berlin', 2026, 2, 29);
    expect(spring.toMs - spring.fromMs).toBe(23 * hourMs);
    expect(hoursOf(spring, 24)).toEqual([0, 1, ...Array.from({ length: 21 }, (_, index) => index + 3), 0]);
    const autumn = localDay('Europe/Berlin', 2026, 9, 25);
    expect(hoursOf(autumn, 25).slice(0, 5)).toEqual([0, 1, 2, 2, 3]);
    expect(hoursOf(autumn, 8)).toEqual([0, 4, 8, 12, 16, 20, 0]);
  });

  it('show seconds where a minute fills the width', () => {
    const fromMs = Date.UTC(2026, 4, 20, 9, 30);
    const ticks = axisTicks({ fromMs, toMs: fromMs + 60_000 }, 6);
    expect(ticks.map(({ atMs }) => (atMs - fromMs) / 1000)).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(ticks[1]?.label).toMatch(/:10/);
  });
});

import { afterEach, expect, it, vi } from 'vitest';
import { formatClock, formatDay, formatHourSpan, formatLongDay, formatMoment, formatWeekday } from './time.ts';

afterEach(() => vi.unstubAllEnvs());

const ms = Date.parse('2026-11-21T18:42:07Z');

it('speaks local time, also after the machine has moved to another zone', () => {
  vi.stubEnv('TZ', 'America/New_York');
  expect([formatWeekday(ms), formatDay(ms)]).toEqual(['Sat', 'Nov 21']);
  expect(formatClock(ms)).toMatch(/^(1:42 PM|13:42)$/);
  vi.stubEnv('TZ', 'Asia/Tokyo');
  expect([formatWeekday(ms), formatDay(ms)]).toEqual(['Sun', 'Nov 22']);
  expect(formatClock(ms)).toMatch(/^(3:42 AM|0?3:42)$/);
  expect(formatLongDay(ms)).toBe('Sun, Nov 22, 2026');
  expect(formatMoment(ms)).toMatch(/^Sun, Nov 22.*42:07/);
});

it('names the half hours at which an hour of UTC begins elsewhere', () => {
  vi.stubEnv('TZ', 'Asia/Kolkata');
  expect(formatHourSpan(Date.parse('2026-11-21T04:00:00Z'))).toMatch(/^Sat, Nov 21, 0?9:30( AM)? to 10:30( AM)?$/);
});

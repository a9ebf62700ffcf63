import { afterEach, describe, expect, it, vi } from 'vitest';
import { addDays, dayOf, daysBetween, isDay, startOfDay } from './local-day.ts';

afterEach(() => vi.unstubAllEnvs());

describe.each(['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'])('in %s', (zone) => {
  it('every day of a year is followed by the next, also where a day has 23 or 25 hours', () => {
    vi.stubEnv('TZ', zone);
    const days = daysBetween('2026-01-01', '2026-12-31');
    expect(days).toHaveLength(365);
    expect(new Set(days).size).toBe(365);
    for (const day of days) expect(dayOf(startOfDay(day))).toBe(day);
  });
});

it('counts a moment for the local day it lies in', () => {
  vi.stubEnv('TZ', 'Asia/Tokyo');
  expect(dayOf(Date.parse('2026-11-21T15:30:00Z'))).toBe('2026-11-22');
  vi.stubEnv('TZ', 'America/Los_Angeles');
  expect(dayOf(Date.parse('2026-11-21T07:30:00Z'))).toBe('2026-11-20');
});

it('crosses months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
});

it('refuses dates that do not exist', () => {
  expect(['2026-02-30', '2026-13-01', '', '2026-1-1', 'today'].filter(isDay)).toEqual([]);
  expect(isDay('2028-02-29')).toBe(true);
});

it('has no days between a later and an earlier one', () => {
  expect(daysBetween('2026-11-22', '2026-11-21')).toEqual([]);
});

describe('a day that begins at four in the morning', () => {
  it('holds the hours after midnight of the calendar’s next day', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    expect(dayOf(new Date(2026, 10, 21, 3, 59, 59, 999).getTime(), 4)).toBe('2026-11-20');
    expect(dayOf(new Date(2026, 10, 21, 4).getTime(), 4)).toBe('2026-11-21');
    expect(startOfDay('2026-11-21', 4)).toBe(new Date(2026, 10, 21, 4).getTime());
  });

  it.each([0, 1, 2, 3, 4, 23])('or at hour %i, is one day after the other where clocks change', (hour) => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Africa/Cairo', 'Australia/Lord_Howe']) {
      vi.stubEnv('TZ', zone);
      for (const day of daysBetween('2026-01-01', '2026-12-31')) {
        const opening = startOfDay(day, hour);
        expect([zone, dayOf(opening, hour), dayOf(opening - 1, hour)]).toEqual([zone, day, addDays(day, -1)]);
      }
    }
  });
});

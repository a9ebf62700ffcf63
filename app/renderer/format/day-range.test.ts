import { afterEach, expect, it, vi } from 'vitest';
import { longestRangeDays, parseCustomRange, resolveRange, restOfRange } from './day-range.ts';

afterEach(() => vi.unstubAllEnvs());

it('covers whole local days up to the midnight after the last, over a change of the clocks', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  const nowMs = Date.parse('2026-10-27T11:00:00Z');
  expect(resolveRange({ kind: '7days' }, nowMs, 0)).toEqual({
    fromDay: '2026-10-21',
    toDay: '2026-10-27',
    fromMs: Date.parse('2026-10-20T22:00:00Z'),
    toMs: Date.parse('2026-10-27T23:00:00Z'),
    days: 7,
    startHour: 0,
  });
});

it('covers days that begin at the hour that the person has set, which may have passed midnight', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  const atTwo = Date.parse('2026-10-25T00:30:00Z');
  expect(resolveRange({ kind: 'today' }, atTwo, 4)).toEqual({
    fromDay: '2026-10-24',
    toDay: '2026-10-24',
    fromMs: Date.parse('2026-10-24T02:00:00Z'),
    toMs: Date.parse('2026-10-25T03:00:00Z'),
    days: 1,
    startHour: 4,
  });
});

it('means one, seven and thirty days by its presets', () => {
  const nowMs = Date.parse('2026-11-21T12:00:00Z');
  expect(resolveRange({ kind: 'today' }, nowMs, 0).days).toBe(1);
  expect(resolveRange({ kind: '7days' }, nowMs, 0).days).toBe(7);
  expect(resolveRange({ kind: '30days' }, nowMs, 0).days).toBe(30);
});

it('takes a custom range and says what is wrong with one it refuses', () => {
  const today = '2026-11-21';
  expect(parseCustomRange('2026-11-01', '2026-11-21', today)).toEqual({
    ok: true,
    value: { kind: 'custom', fromDay: '2026-11-01', toDay: '2026-11-21' },
  });
  const refused = (from: string, to: string) => {
    const parsed = parseCustomRange(from, to, today);
    return parsed.ok ? null : parsed.error;
  };
  expect(refused('', '2026-11-21')).toBe('Choose both dates.');
  expect(refused('2026-11-21', '2026-11-01')).toBe('The first day lies after the last.');
  expect(refused('2027-01-01', '2027-01-02')).toBe('The first day lies in the future.');
  expect(refused('2020-01-01', '2026-11-21')).toBe(`Choose at most ${longestRangeDays} days.`);
});

it('lets answers about many days and about past ones stand longest', () => {
  const noonMs = Date.UTC(2026, 6, 7, 12);
  const rest = (choice: Parameters<typeof resolveRange>[0]) => restOfRange(resolveRange(choice, noonMs, 0), noonMs);
  expect(rest({ kind: 'today' })).toBe(0);
  expect(rest({ kind: '7days' })).toBe(15_000);
  expect(rest({ kind: '30days' })).toBe(60_000);
  expect(rest({ kind: 'custom', fromDay: '2020-01-01', toDay: '2020-01-01' })).toBe(60_000);
});

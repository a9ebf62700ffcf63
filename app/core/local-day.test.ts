import { describe, expect, it } from 'vitest';
import { localDay, nextDayStart, nextLocalMidnight } from './local-day.ts';
import { utcOffsetMin } from './utc-offset.ts';

const at = (iso: string) => Date.parse(iso);

describe('the local day', () => {
  it('has 23 hours when clocks go forward and 25 when they go back', () => {
    const spring = nextLocalMidnight(at('2026-03-28T23:00:00Z'), 'Europe/Berlin');
    expect(new Date(spring).toISOString()).toBe('2026-03-29T22:00:00.000Z');
    const autumn = nextLocalMidnight(at('2026-10-24T22:00:00Z'), 'Europe/Berlin');
    expect(new Date(autumn).toISOString()).toBe('2026-10-25T23:00:00.000Z');
  });

  it('knows offsets that are no whole hours', () => {
    expect(utcOffsetMin(at('2026-06-01T00:00:00Z'), 'Asia/Kathmandu')).toBe(345);
    expect(utcOffsetMin(at('2026-01-01T00:00:00.999Z'), 'America/St_Johns')).toBe(-210);
  });

  it('starts where midnight does not exist at the first moment of the day', () => {
    // Clocks in Cairo went from 23:59:59 to 01:00 on 2026-04-24.
    const edge = nextLocalMidnight(at('2026-04-23T12:00:00Z'), 'Africa/Cairo');
    expect(localDay(edge, 'Africa/Cairo')).toBe('2026-04-24');
    expect(localDay(edge - 1, 'Africa/Cairo')).toBe('2026-04-23');
  });
});

describe('a local day that begins at another hour', () => {
  const starts = (from: string, zone: string, hour: number) =>
    new Date(nextDayStart(at(from), zone, hour)).toISOString();

  it('holds the hours after midnight of the next day of the calendar', () => {
    expect(localDay(at('2026-05-21T01:59:59.999Z'), 'Europe/Berlin', 4)).toBe('2026-05-20');
    expect(localDay(at('2026-05-21T02:00:00Z'), 'Europe/Berlin', 4)).toBe('2026-05-21');
  });

  it('begins behind the gap where clocks skip the hour', () => {
    expect(starts('2026-03-28T12:00:00Z', 'Europe/Berlin', 2)).toBe('2026-03-29T01:00:00.000Z');
    expect(starts('2026-03-28T12:00:00Z', 'Europe/Berlin', 3)).toBe('2026-03-29T01:00:00.000Z');
    expect(starts('2026-10-03T12:00:00Z', 'Australia/Lord_Howe', 2)).toBe('2026-10-03T15:30:00.000Z');
  });

  it('begins once where clocks show the hour twice', () => {
    expect(starts('2026-10-24T12:00:00Z', 'Europe/Berlin', 2)).toBe('2026-10-25T00:00:00.000Z');
    expect(starts('2026-10-25T00:00:00Z', 'Europe/Berlin', 2)).toBe('2026-10-26T01:00:00.000Z');
    expect(starts('2026-10-24T12:00:00Z', 'Europe/Berlin', 3)).toBe('2026-10-25T02:00:00.000Z');
  });
});

import { describe, expect, it } from 'vitest';
import { utcOffsetMin } from '../utc-offset.ts';
import { nextLocalHour } from './local-hours.ts';

/** How many pieces of which lengths, in minutes, the hours cut a local day into. */
function hoursOf(fromUtc: string, toUtc: string, zone: string): { minutes: number; pieces: number; odd: number[] } {
  const end = Date.parse(toUtc);
  const lengths: number[] = [];
  for (let at = Date.parse(fromUtc); at < end;) {
    const next = Math.min(nextLocalHour(at, zone), end);
    lengths.push((next - at) / 60_000);
    at = next;
  }
  return {
    minutes: lengths.reduce((sum, length) => sum + length, 0),
    pieces: lengths.length,
    odd: lengths.filter((length) => length !== 60),
  };
}

describe('local hours', () => {
  it('are 24 in a plain day, from 04:00 to 04:00 as from midnight', () => {
    expect(hoursOf('2026-03-02T03:00:00Z', '2026-03-03T03:00:00Z', 'Europe/Berlin').pieces).toBe(24);
    expect(hoursOf('2026-03-01T23:00:00Z', '2026-03-02T23:00:00Z', 'Europe/Berlin').pieces).toBe(24);
  });

  it('are 23 when the clocks are put forward and 25 when they are put back', () => {
    expect(hoursOf('2026-03-28T03:00:00Z', '2026-03-29T02:00:00Z', 'Europe/Berlin')).toEqual({
      minutes: 1380,
      pieces: 23,
      odd: [],
    });
    expect(hoursOf('2026-10-24T02:00:00Z', '2026-10-25T03:00:00Z', 'Europe/Berlin')).toEqual({
      minutes: 1500,
      pieces: 25,
      odd: [],
    });
  });

  it('follow zones that are off by part of an hour', () => {
    expect(nextLocalHour(Date.parse('2026-03-02T09:00:00Z'), 'Asia/Kathmandu')).toBe(
      Date.parse('2026-03-02T09:15:00Z'),
    );
    expect(utcOffsetMin(Date.parse('2026-03-02T09:00:00Z'), 'Asia/Kathmandu')).toBe(345);
  });

  it('end at the change of the clocks where that lies within an hour', () => {
    // Lord Howe Island puts its clocks forward by 30 minutes at 02:00, to 02:30: the hour from 02:00 has 30 minutes.
    expect(hoursOf('2026-10-03T14:30:00Z', '2026-10-03T17:00:00Z', 'Australia/Lord_Howe')).toEqual({
      minutes: 150,
      pieces: 3,
      odd: [30],
    });
  });

  it('are those of UTC in a zone that nobody knows', () => {
    expect(nextLocalHour(Date.parse('2026-03-02T09:10:00Z'), 'Mars/Olympus')).toBe(Date.parse('2026-03-02T10:00:00Z'));
  });
});

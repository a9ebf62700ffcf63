import { describe, expect, it } from 'vitest';
import { formatAgo, formatCountdown, formatElapsed, formatMinutes, formatMinuteTick } from './duration.ts';

describe('minutes', () => {
  it.each([
    [0, '0 min'],
    [-3, '0 min'],
    [0.2, '< 1 min'],
    [1, '1 min'],
    [59.4, '59 min'],
    [59.6, '1 h'],
    [60, '1 h'],
    [192, '3 h 12 min'],
    [60 * 1_234 + 5, '1,234 h 5 min'],
  ])('%d reads %s', (minutes, text) => expect(formatMinutes(minutes)).toBe(text));

  it('stand on an axis without a unit at zero', () => {
    expect([0, 30, 120].map(formatMinuteTick)).toEqual(['0', '30 min', '2 h']);
  });
});

describe('elapsed time', () => {
  it('counts seconds below a minute and never rounds up', () => {
    expect([-50, 999, 59_999, 60_000, 119_999].map(formatElapsed)).toEqual(['0 s', '0 s', '59 s', '1 min', '1 min']);
  });
});

describe('a countdown', () => {
  it.each([
    [751_000, '12:31'],
    [750_001, '12:31'],
    [59_000, '0:59'],
    [60_000, '1:00'],
    [3_751_000, '1:02:31'],
    [26 * 3_600_000, '26:00:00'],
    [0, '0:00'],
    [-5_000, '0:00'],
  ])('with %d ms left shows %s', (leftMs, text) => expect(formatCountdown(leftMs)).toBe(text));
});

describe('how long ago', () => {
  it.each([
    [-400, 'just now'],
    [1_999, 'just now'],
    [42_000, '42 s ago'],
    [12 * 60_000, '12 min ago'],
    [47 * 3_600_000, '47 h ago'],
    [72 * 3_600_000, '3 d ago'],
  ])('%d ms reads %s', (ms, text) => expect(formatAgo(ms)).toBe(text));
});

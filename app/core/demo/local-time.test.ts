import { describe, expect, it } from 'vitest';
import { localTime } from './local-time.ts';

describe('local time', () => {
  const berlin = localTime('Europe/Berlin');

  it('knows the offset on both sides of a clock change', () => {
    expect(berlin.offsetMinutes(Date.UTC(2026, 2, 29, 0, 59))).toBe(60);
    expect(berlin.offsetMinutes(Date.UTC(2026, 2, 29, 1, 0))).toBe(120);
    expect(localTime('Asia/Kathmandu').offsetMinutes(0)).toBe(330);
    expect(localTime('Asia/Kathmandu').offsetMinutes(Date.UTC(2026, 0, 1))).toBe(345);
  });

  it('finds midnight of days with 23 and 25 hours', () => {
    expect(berlin.startOfDay(Date.UTC(2026, 2, 29, 20))).toBe(Date.UTC(2026, 2, 28, 23));
    expect(berlin.startOfDay(Date.UTC(2026, 2, 30, 1))).toBe(Date.UTC(2026, 2, 29, 22));
    expect(berlin.startOfDay(Date.UTC(2026, 9, 25, 22, 59))).toBe(Date.UTC(2026, 9, 24, 22));
    expect(berlin.startOfDay(Date.UTC(2026, 9, 25, 23))).toBe(Date.UTC(2026, 9, 25, 23));
  });

  it('finds midnight west of Greenwich', () => {
    expect(localTime('America/Los_Angeles').startOfDay(Date.UTC(2026, 0, 2, 3))).toBe(Date.UTC(2026, 0, 1, 8));
  });
});

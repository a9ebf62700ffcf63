import { describe, expect, it } from 'vitest';
import { timeAxis } from './time-axis.ts';

const second = 1_000;
const span = (startMs: number, endMs: number) => ({ startMs, endMs });

describe('a time axis', () => {
  it('goes evenly where there is no long pause', () => {
    const axis = timeAxis([span(0, 4 * second), span(3 * second, 6 * second), span(6.1 * second, 10 * second)]);
    expect(axis.pauses).toEqual([]);
    expect(axis.position(0)).toBe(0);
    expect(axis.position(5 * second)).toBeCloseTo(0.5, 6);
    expect(axis.position(10 * second)).toBe(1);
  });

  it('shortens the pause of a night so that both evenings are wide, and says where', () => {
    const night = 10 * 3_600 * second;
    const axis = timeAxis([span(0, 60 * second), span(60 * second + night, 120 * second + night)]);
    const [pause] = axis.pauses;
    expect(pause).toMatchObject({ startMs: 60 * second, endMs: 60 * second + night });
    expect(axis.position(60 * second)).toBeGreaterThan(0.45);
    expect((pause?.to ?? 1) - (pause?.from ?? 0)).toBeLessThan(0.02);
    expect(axis.position(60 * second + night / 2)).toBeGreaterThan(pause?.from ?? 1);
  });

  it('leaves room for the work when there are thousands of pauses', () => {
    const spans = Array.from({ length: 5_000 }, (_, index) =>
      span(index * 100 * second, index * 100 * second + second),
    );
    const axis = timeAxis(spans);
    const pausesWidth = axis.pauses.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(pausesWidth).toBeLessThanOrEqual(0.2 + 1e-9);
  });

  it('reads backwards what it reads forwards, and stays within its ends', () => {
    const axis = timeAxis([span(0, 10 * second), span(500 * second, 520 * second)]);
    for (const ms of [0, 4_200, 10_000, 300_000, 505_000, 520_000]) {
      expect(axis.momentAt(axis.position(ms))).toBeCloseTo(ms, 3);
    }
    expect([axis.position(-5), axis.position(9e9), axis.momentAt(-1), axis.momentAt(2)]).toEqual([0, 1, 0, 520_000]);
  });

  it('holds a single moment, and nothing at all', () => {
    expect(timeAxis([span(7, 7)]).position(7)).toBe(0);
    expect(timeAxis([]).position(7)).toBe(0);
  });
});

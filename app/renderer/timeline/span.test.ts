import { describe, expect, it } from 'vitest';
import { leastSpanMs, panned, showing, within, zoomed } from './span.ts';

const hourMs = 3_600_000;
const day = { fromMs: 0, toMs: 24 * hourMs };

describe('the stretch that is shown', () => {
  it('keeps the moment under the pointer where it is while looking closer', () => {
    const closer = zoomed(day, day, 0.5, 6 * hourMs);
    expect(closer).toEqual({ fromMs: 3 * hourMs, toMs: 15 * hourMs });
    expect((6 * hourMs - closer.fromMs) / (closer.toMs - closer.fromMs)).toBe(0.25);
  });

  it('never leaves its day, however far it is moved or widened', () => {
    const hour = { fromMs: hourMs, toMs: 2 * hourMs };
    expect(panned(hour, day, -5 * hourMs)).toEqual({ fromMs: 0, toMs: hourMs });
    expect(panned(hour, day, 50 * hourMs)).toEqual({ fromMs: 23 * hourMs, toMs: 24 * hourMs });
    expect(zoomed(hour, day, 1000, hourMs)).toEqual(day);
  });

  it('is never shorter than can be shown', () => {
    const closest = zoomed({ fromMs: 0, toMs: 20_000 }, day, 0.001, 10_000);
    expect(closest.toMs - closest.fromMs).toBe(leastSpanMs);
    expect(within({ fromMs: 5, toMs: 5 }, day)).toEqual({ fromMs: 5, toMs: 5 + leastSpanMs });
  });

  it('spans a day of 23 and one of 25 hours whole', () => {
    for (const hours of [23, 25]) {
      const dstDay = { fromMs: 0, toMs: hours * hourMs };
      expect(zoomed(dstDay, dstDay, 2, hourMs)).toEqual(dstDay);
    }
  });

  it('moves to what is chosen only when that lies outside of it', () => {
    const morning = { fromMs: 6 * hourMs, toMs: 12 * hourMs };
    expect(showing(morning, day, { fromMs: 7 * hourMs, toMs: 8 * hourMs })).toBe(morning);
    const moved = showing(morning, day, { fromMs: 20 * hourMs, toMs: 21 * hourMs });
    expect(moved).toEqual({ fromMs: 17.5 * hourMs, toMs: 23.5 * hourMs });
  });
});

import { describe, expect, it } from 'vitest';
import { coarsened, detailFor } from './detail-level.ts';

const hourMs = 3_600_000;
const day = { fromMs: 1_000 * hourMs, toMs: 1_024 * hourMs };

describe('the detail that is asked for', () => {
  it('is the whole day in buckets of about a pixel when the whole day is shown', () => {
    const { from_ms, to_ms, bucket_ms } = detailFor(day, day, 1000);
    expect([from_ms, to_ms]).toEqual([day.fromMs, day.toMs]);
    const pixelMs = (24 * hourMs) / 1000;
    expect(bucket_ms).toBeGreaterThan(pixelMs);
    expect(bucket_ms).toBeLessThanOrEqual(2 * pixelMs);
  });

  it('holds what is shown, and little more', () => {
    for (let index = 0; index < 200; index += 1) {
      const fromMs = day.fromMs + index * 400_000;
      const span = { fromMs, toMs: Math.min(day.toMs, fromMs + 10_000 + index * 30_000) };
      const { from_ms, to_ms } = detailFor(span, day, 900);
      expect(from_ms).toBeLessThanOrEqual(span.fromMs);
      expect(to_ms).toBeGreaterThanOrEqual(span.toMs);
      expect(to_ms - from_ms).toBeLessThanOrEqual(4 * (span.toMs - span.fromMs) + 2);
    }
  });

  it('is every row as it is from close by', () => {
    const span = { fromMs: day.fromMs + hourMs, toMs: day.fromMs + hourMs + 120_000 };
    expect(detailFor(span, day, 1000).bucket_ms).toBe(0);
  });

  it('has wider buckets for events when there are too many of them, and not for a usual day', () => {
    const detail = detailFor(day, day, 1000);
    expect(coarsened(detail, day, { runs: 20, events: 3_000 })).toBe(detail);
    const { bucket_ms } = coarsened(detail, day, { runs: 250, events: 20_000 });
    expect((250 * 3 * 24 * hourMs) / bucket_ms).toBeLessThanOrEqual(4_000);
    const close = detailFor({ fromMs: day.fromMs, toMs: day.fromMs + 60_000 }, day, 1000);
    expect(coarsened(close, day, { runs: 250, events: 20_000 })).toBe(close);
  });

  it('stays the same while the view moves a little or the window changes by some pixels', () => {
    const span = { fromMs: day.fromMs + 6.1 * hourMs, toMs: day.fromMs + 7.1 * hourMs };
    const moved = { fromMs: span.fromMs + 120_000, toMs: span.toMs + 120_000 };
    expect(detailFor(moved, day, 1010)).toEqual(detailFor(span, day, 1000));
  });
});

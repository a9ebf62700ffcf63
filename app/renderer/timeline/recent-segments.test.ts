import { describe, expect, it } from 'vitest';
import { addSeen, followSegments, type SegmentRow } from './recent-segments.ts';

const minuteMs = 60_000;
const at = (app: string, sinceMs: number) => ({ app, title: `${app} title`, sinceMs, afk: false });

function stored(app: string, fromMs: number, toMs: number): SegmentRow {
  return {
    ts_ms: fromMs,
    end_ms: toMs,
    dur_ms: toMs - fromMs,
    app,
    window_title: '',
    url: '',
    afk: 0,
    segments: 1,
    apps: 1,
  };
}
const drawn = (rows: readonly SegmentRow[]) => rows.map(({ app, ts_ms, end_ms }) => [app, ts_ms, end_ms]);

describe('windows that are not stored yet', () => {
  it('grow while they are in front, and stand where they were until they are stored', () => {
    let seen = followSegments([], at('Editor', 0), 5_000);
    expect(drawn(addSeen([], seen, 5_000))).toEqual([['Editor', 0, 5_000]]);
    expect(drawn(addSeen([], seen, 9_000))).toEqual([['Editor', 0, 9_000]]);
    seen = followSegments(seen, at('Browser', 10_000), 20_000);
    expect(drawn(addSeen([], seen, 20_000))).toEqual([
      ['Editor', 0, 10_000],
      ['Browser', 10_000, 20_000],
    ]);
  });

  it('are drawn once, whether stored already or not', () => {
    let seen = followSegments([], at('Editor', 0), 5_000);
    seen = followSegments(seen, at('Browser', 10_000), 20_000);
    const rows = [stored('Editor', 0, 10_000)];
    expect(drawn(addSeen(rows, seen, 20_000))).toEqual([
      ['Editor', 0, 10_000],
      ['Browser', 10_000, 20_000],
    ]);
  });

  it('are given up when they were not stored in time', () => {
    let seen = followSegments([], at('Editor', 0), 5_000);
    seen = followSegments(seen, null, 10_000);
    expect(seen).toHaveLength(1);
    seen = followSegments(seen, null, 6 * minuteMs);
    expect(seen).toEqual([]);
  });

  it('stay the same object while nothing changes, so that nothing is drawn again', () => {
    const seen = followSegments([], at('Editor', 0), 5_000);
    expect(followSegments(seen, at('Editor', 0), 8_000)).toBe(seen);
  });
});

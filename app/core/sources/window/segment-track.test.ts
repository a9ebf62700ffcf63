import { beforeEach, describe, expect, it } from 'vitest';
import { type Segment, SegmentTrack } from './segment-track.ts';
import { type WindowFacts } from './window-sample.ts';

const pulse = 2_000;
const start = Date.parse('2026-03-02T09:00:00Z');
const editor = window('Editor');
const browser = window('Browser');

let closed: Segment[];
let track: SegmentTrack;

beforeEach(() => {
  closed = [];
  track = newTrack({ settleMs: 0 });
});

function window(app: string, title = ''): WindowFacts {
  return { app, bundleId: app.toLowerCase(), title, url: '' };
}

function newTrack({ settleMs }: { settleMs: number }): SegmentTrack {
  let id = 0;
  return new SegmentTrack({
    settleMs,
    restlessMs: 5_000,
    longestMs: 15 * 60_000,
    newId: () => String((id += 1)),
    closed: (segment) => closed.push(segment),
  });
}

function see(offsetMs: number, facts: WindowFacts | null, zone = 'UTC'): void {
  track.observe(start + offsetMs, facts, pulse, zone);
}

function spans(): [string, number, number][] {
  return closed.map(({ facts, startMs, endMs }) => [facts.app, startMs - start, endMs - start]);
}

describe('merging', () => {
  it('takes the same window exactly one pulse later for the same segment', () => {
    see(0, editor);
    see(pulse, editor);
    track.close(start + pulse);
    expect(spans()).toEqual([['Editor', 0, pulse]]);
  });

  it('leaves a gap when the same window comes one millisecond after the pulse', () => {
    see(0, editor);
    see(1_000, editor);
    see(1_000 + pulse + 1, editor);
    track.close(start + 5_000);
    expect(spans()).toEqual([
      ['Editor', 0, 1_000],
      ['Editor', 3_001, 5_000],
    ]);
  });

  it('never shrinks a segment for an observation that is a little late', () => {
    see(0, editor);
    see(1_500, editor);
    see(1_200, editor);
    expect(track.current(start + 1_500)).toMatchObject({ startMs: start, endMs: start + 1_500 });
  });

  it('starts anew when the clock was put back', () => {
    see(0, editor);
    see(1_000, editor);
    see(-3_600_000, editor);
    see(-3_599_000, editor);
    track.close(start - 3_599_000);
    expect(spans()).toEqual([
      ['Editor', 0, 1_000],
      ['Editor', -3_600_000, -3_599_000],
    ]);
  });

  it('ends a segment no later than the last observation can vouch for', () => {
    see(0, editor);
    see(1_000, editor);
    track.close(start + 3_600_000);
    expect(spans()).toEqual([['Editor', 0, 1_000]]);
  });

  it('tells windows of one application apart by title and by address', () => {
    see(0, window('Browser', 'a'));
    see(1_000, { ...window('Browser', 'a'), url: 'https://a.example/' });
    see(2_000, window('Browser', 'b'));
    track.close(start + 3_000);
    expect(closed).toHaveLength(3);
  });
});

describe('settling', () => {
  beforeEach(() => {
    track = newTrack({ settleMs: 400 });
  });

  it('forgets a change that was taken back at once', () => {
    see(0, editor);
    see(1_000, browser);
    see(1_200, editor);
    see(2_000, editor);
    track.close(start + 3_000);
    expect(spans()).toEqual([['Editor', 0, 3_000]]);
  });

  it('assigns every moment to exactly one segment when a window was seen once between two others', () => {
    see(0, editor);
    see(1_000, browser);
    see(2_000, editor);
    see(3_000, editor);
    track.close(start + 3_500);
    expect(spans()).toEqual([
      ['Editor', 0, 1_000],
      ['Browser', 1_000, 2_000],
      ['Editor', 2_000, 3_500],
    ]);
  });

  it('takes a window that never rests as it is every five seconds', () => {
    see(0, editor);
    for (let at = 1_000; at <= 12_000; at += 200) see(at, window('Terminal', String(at)));
    track.close(start + 12_200);
    const total = closed.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    expect([closed.length, total]).toEqual([4, 12_200]);
  });
});

describe('edges', () => {
  function work(from: string, to: string, zone: (atMs: number) => string): void {
    const end = Date.parse(to);
    for (let at = Date.parse(from); at <= end; at += 1_000) track.observe(at, editor, pulse, zone(at));
    track.close(end);
  }

  function pieces(): string[] {
    return closed.map(({ startMs, endMs, tz, utcOffsetMin }) => {
      const time = (ms: number): string => new Date(ms).toISOString().slice(11, 19);
      return `${time(startMs)}-${time(endMs)} ${tz} ${utcOffsetMin}`;
    });
  }

  it('cuts at the local hour and after fifteen minutes', () => {
    work('2026-03-02T09:20:00Z', '2026-03-02T10:10:00Z', () => 'UTC');
    expect(pieces()).toEqual([
      '09:20:00-09:35:00 UTC 0',
      '09:35:00-09:50:00 UTC 0',
      '09:50:00-10:00:00 UTC 0',
      '10:00:00-10:10:00 UTC 0',
    ]);
  });

  it('cuts where the clocks are put forward, and no piece has two offsets', () => {
    // 2026-03-29 in Berlin: 01:59:59 is followed by 03:00:00, at 01:00 UTC.
    work('2026-03-29T00:55:00Z', '2026-03-29T01:05:00Z', () => 'Europe/Berlin');
    expect(pieces()).toEqual(['00:55:00-01:00:00 Europe/Berlin 60', '01:00:00-01:05:00 Europe/Berlin 120']);
  });

  it('cuts where the clocks are put back by half an hour', () => {
    // 2026-04-05 on Lord Howe Island: 02:00 becomes 01:30, at 15:00 UTC the day before.
    work('2026-04-04T14:55:00Z', '2026-04-04T15:05:00Z', () => 'Australia/Lord_Howe');
    expect(pieces()).toEqual([
      '14:55:00-15:00:00 Australia/Lord_Howe 660',
      '15:00:00-15:05:00 Australia/Lord_Howe 630',
    ]);
  });

  it('cuts where the person changed the zone', () => {
    const arrival = Date.parse('2026-03-02T09:05:00Z');
    work('2026-03-02T09:01:00Z', '2026-03-02T09:10:00Z', (at) => (at < arrival ? 'Europe/Berlin' : 'Asia/Kolkata'));
    expect(pieces()).toEqual(['09:01:00-09:05:00 Europe/Berlin 60', '09:05:00-09:10:00 Asia/Kolkata 330']);
  });
});

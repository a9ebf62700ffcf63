import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { endDays, recordDay } from './testing/record-day.ts';

afterEach(endDays);

const minutes = (count: number): number => count * 60_000;
const seconds = (count: number): number => count * 1_000;

describe('windows', () => {
  it('ends a segment where the next one starts, so that the sum is the time that passed', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Editor' });
    await clock.advance(seconds(90));
    desk.focus({ app: 'Browser', title: 'News' });
    await clock.advance(seconds(30));
    await recording.stop();
    expect(sink.timeline()).toEqual(['09:00:00-09:01:30 Editor', '09:01:30-09:02:00 Browser|News']);
  });

  it('gives a window that is passed through to what follows it', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Editor' });
    await clock.advance(seconds(10));
    desk.focus({ app: 'Chat' });
    await clock.advance(200);
    desk.focus({ app: 'Browser' });
    await clock.advance(seconds(10));
    await recording.stop();
    expect(sink.timeline()).toEqual(['09:00:00-09:00:10 Editor', '09:00:10-09:00:20.200 Browser']);
  });

  it('counts a look at Hivebar to the window before it', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focusOwn();
    await clock.advance(seconds(10));
    expect(recording.current()).toBeNull();
    desk.focus({ app: 'Editor' });
    await clock.advance(seconds(30));
    desk.focusOwn();
    await clock.advance(seconds(20));
    expect(recording.current()?.app).toBe('Editor');
    desk.focus({ app: 'Browser' });
    await clock.advance(seconds(10));
    await recording.stop();
    expect(sink.timeline()).toEqual(['09:00:10-09:01:00 Editor', '09:01:00-09:01:10 Browser']);
  });

  it('shows the open segment before it is stored', async () => {
    const { clock, desk, recording } = await recordDay();
    desk.focus({ app: 'Editor', title: 'notes' });
    await clock.advance(seconds(7));
    expect(recording.current()).toEqual({
      app: 'Editor',
      title: 'notes',
      sinceMs: Date.parse('2026-03-02T09:00:00Z'),
      afk: false,
    });
  });

  it('tells programs the context of now: window, address, idle time, and nothing of a window in a pause', async () => {
    const { clock, desk, recording } = await recordDay();
    desk.focus({ app: 'Browser', title: 'Docs', url: 'https://example.org/a?q=1' });
    await clock.advance(seconds(7));
    const known = { app: 'Browser', title: 'Docs', url: 'https://example.org/a', afk: false, presence: 'active' };
    expect(recording.context()).toMatchObject({ ...known, paused: false, screenText: null });
    await clock.advance(minutes(4));
    expect(recording.context()).toMatchObject({ app: 'Browser', afk: true, presence: 'idle' });
    expect(recording.context().idleMs).toBeGreaterThan(minutes(3));
    recording.pause();
    const nothing = { app: null, title: null, url: null, sinceMs: null };
    expect(recording.context()).toMatchObject({ ...nothing, presence: 'paused', paused: true });
  });

  it('stores every segment twice over: as a row and as a memory event that says the same', async () => {
    const { clock, desk, sink, recording } = await recordDay({ zone: 'Asia/Kolkata' });
    desk.focus({ app: 'Browser', bundleId: 'org.browser', title: 'News', url: 'https://news.example/a?b=c' });
    await clock.advance(seconds(20));
    await recording.stop();
    const [context] = sink.contexts();
    const event = sink.rows.find(({ table }) => table === 'seq.mem_events')?.row;
    expect(context).toMatchObject({ url: 'https://news.example/a', tz: 'Asia/Kolkata', utc_offset_min: 330, afk: 0 });
    expect(event).toMatchObject({ ts_ms: context?.ts_ms, kind: 'window_context', app: 'Browser', subject: 'News' });
    const payload: unknown = JSON.parse((event as { payload: string }).payload);
    expect(payload).toEqual({
      dur_ms: 20_000,
      bundle_id: 'org.browser',
      url: 'https://news.example/a',
      afk: 0,
      tz: 'Asia/Kolkata',
      utc_offset_min: 330,
      segment_id: context?.segment_id,
    });
  });

  it('reads on after failures and says so meanwhile', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Editor' });
    await clock.advance(seconds(10));
    desk.windowProblem = { message: 'The X server is gone.', retry: true };
    await clock.advance(seconds(30));
    expect(recording.health()[0]).toMatchObject({ name: 'window', state: 'failing' });
    desk.windowProblem = undefined;
    await clock.advance(seconds(30));
    expect(recording.health()[0]).toMatchObject({ state: 'ok' });
    await recording.stop();
    const [first, second] = sink.contexts();
    expect([first?.dur_ms, (second?.ts_ms ?? 0) > (first?.ts_ms ?? 0) + seconds(30)]).toEqual([seconds(10), true]);
  });
});

describe('presence', () => {
  it('does not count 179 seconds without input as away', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Editor' });
    await clock.advance(seconds(179));
    desk.type();
    await clock.advance(minutes(2));
    await recording.stop();
    expect(sink.whereabouts()).toEqual(['09:00:00-09:04:59 active']);
    expect(sink.timeline()).toEqual(['09:00:00-09:04:59 Editor']);
  });

  it('follows a change of when someone is away and how often that is looked at, without an absence of its own', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Editor' });
    await clock.advance(minutes(1));
    recording.applyRecording({
      idleAfterMs: seconds(60),
      pollMs: 1_000,
      idleExemptApps: [],
      dayStartHour: 0,
      screenText: false,
    });
    desk.type();
    await clock.advance(seconds(70));
    desk.type();
    await clock.advance(seconds(50));
    await recording.stop();
    expect(sink.whereabouts()).toEqual([
      '09:00:00-09:01:00 active',
      '09:01:00-09:02:10 idle',
      '09:02:10-09:03:00 active',
    ]);
  });

  it('dates an absence back to the last input and ends it at the next one', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Editor' });
    await clock.advance(minutes(2));
    desk.type();
    await clock.advance(minutes(10));
    desk.type();
    await clock.advance(minutes(1));
    await recording.stop();
    expect(sink.whereabouts()).toEqual([
      '09:00:00-09:02:00 active',
      '09:02:00-09:12:00 idle',
      '09:12:00-09:13:00 active',
    ]);
    expect(sink.timeline()).toEqual([
      '09:00:00-09:02:00 Editor',
      '09:02:00-09:12:00 Editor away',
      '09:12:00-09:13:00 Editor',
    ]);
  });

  it('marks windows that changed by themselves after the last input as away', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Terminal', title: 'build' });
    await clock.advance(minutes(1));
    desk.focus({ app: 'Terminal', title: 'done' }, { input: false });
    await clock.advance(minutes(4));
    await recording.stop();
    expect(sink.timeline()).toEqual(['09:00:00-09:01:00 Terminal|build away', '09:01:00-09:05:00 Terminal|done away']);
  });

  it('does not count a locked screen as time at the keyboard, however short', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Editor' });
    desk.typing = true;
    await clock.advance(minutes(10));
    desk.typing = false;
    desk.announce('lock');
    await clock.advance(minutes(2) + seconds(55));
    desk.type();
    desk.announce('unlock');
    await clock.advance(minutes(1));
    await recording.stop();
    expect(sink.whereabouts()).toEqual([
      '09:00:00-09:10:00 active',
      '09:10:00-09:12:55 locked',
      '09:12:55-09:13:55 active',
    ]);
    expect(sink.timeline()).toEqual(['09:00:00-09:10:00 Editor', '09:12:55-09:13:55 Editor']);
  });

  it('begins a lock at the last input when that was minutes before', async () => {
    const { clock, desk, sink, recording } = await recordDay({ recording: { idleAfterMs: 600_000 } });
    desk.focus({ app: 'Editor' });
    await clock.advance(minutes(4));
    desk.announce('lock');
    await clock.advance(minutes(1));
    await recording.stop();
    expect(sink.whereabouts()).toEqual(['09:00:00-09:05:00 locked']);
    expect(sink.timeline()).toEqual(['09:00:00-09:04:00 Editor away']);
  });

  async function nightWithDarkWakes(announced: 'announced' | 'silent' | 'late' | 'twice') {
    const day = await recordDay({ start: '2026-03-02T02:00:00Z' });
    const { clock, desk } = day;
    desk.focus({ app: 'Editor' });
    desk.typing = true;
    await clock.advanceTo('2026-03-02T02:09:00Z');
    desk.typing = false;
    if (announced !== 'silent' && announced !== 'late') desk.announce('suspend');
    if (announced === 'twice') desk.announce('suspend');
    await clock.advance(0);
    for (const wake of ['2026-03-02T04:00:00Z', '2026-03-02T06:30:00Z']) {
      clock.sleepUntil(wake);
      if (announced === 'late') desk.announce('suspend');
      if (announced !== 'silent') desk.announce('resume');
      if (announced === 'twice') desk.announce('resume');
      // A maintenance wake puts the idle counter back to zero with nobody there.
      desk.focus({ app: 'loginwindow' });
      await clock.advance(seconds(40));
      if (announced !== 'silent') desk.announce('suspend');
      await clock.advance(0);
    }
    clock.sleepUntil('2026-03-02T09:02:00Z');
    desk.focus({ app: 'Editor' });
    desk.announce('unlock');
    await clock.advance(minutes(2));
    await day.recording.stop();
    return day;
  }

  it.each(['announced', 'twice', 'late', 'silent'] as const)(
    'takes a night with maintenance wakes for one absence (sleep %s)',
    async (announced) => {
      const { sink } = await nightWithDarkWakes(announced);
      const away = sink.presences().filter(({ state }) => state !== 'active');
      const first = away[0];
      const last = away.at(-1);
      const begun = (first?.ts_ms ?? 0) - Date.parse('2026-03-02T02:09:00Z');
      expect(Math.abs(begun)).toBeLessThanOrEqual(5_000);
      expect((last?.ts_ms ?? 0) + (last?.dur_ms ?? 0)).toBe(Date.parse('2026-03-02T09:02:00Z'));
      expect(away.reduce((sum, row) => sum + row.dur_ms, 0)).toBe(
        Date.parse('2026-03-02T09:02:00Z') - (first?.ts_ms ?? 0),
      );
      expect(new Set(away.map(({ state }) => state))).toEqual(new Set(['asleep']));
      expect(sink.contexts().filter(({ app }) => app === 'loginwindow')).toEqual([]);
      const duringTheNight = sink.contexts().filter(({ ts_ms, dur_ms, afk }) => {
        const end = ts_ms + dur_ms;
        return afk === 0 && end > Date.parse('2026-03-02T02:09:00Z') && ts_ms < Date.parse('2026-03-02T09:02:00Z');
      });
      expect(duringTheNight).toEqual([]);
    },
  );

  it('keeps the raw idle time of a meeting and counts its window as attended', async () => {
    const { clock, desk, sink, recording } = await recordDay({ recording: { idleExemptApps: ['ZOOM'] } });
    desk.focus({ app: 'zoom', bundleId: 'us.zoom' });
    await clock.advance(minutes(40));
    desk.focus({ app: 'Editor' });
    await clock.advance(minutes(1));
    await recording.stop();
    expect(sink.whereabouts()).toEqual(['09:00:00-09:40:00 idle', '09:40:00-09:41:00 active']);
    const zoom = sink.contexts().filter(({ app }) => app === 'zoom');
    expect(zoom.map(({ afk }) => afk)).toEqual(zoom.map(() => 0));
    expect(zoom.reduce((sum, { dur_ms }) => sum + dur_ms, 0)).toBe(minutes(40));
  });

  it('calls presence unknown, not idle, when idle time cannot be read', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Editor' });
    await clock.advance(minutes(1));
    desk.type();
    desk.idleProblem = 'No screen saver extension.';
    await clock.advance(minutes(1));
    expect(recording.health()[1]).toMatchObject({ name: 'presence', state: 'degraded' });
    desk.idleProblem = undefined;
    desk.type();
    await clock.advance(minutes(1));
    await recording.stop();
    expect(sink.presences().map(({ state }) => state)).toEqual(['active', 'unknown', 'active']);
  });
});

describe('handing over', () => {
  it('makes rows of all until now and leaves nothing of it in the journal', async () => {
    const { clock, desk, sink, recording, journalPath } = await recordDay();
    desk.focus({ app: 'Editor', title: 'a secret' });
    await clock.advance(seconds(40));
    desk.focus({ app: 'Browser' });
    await clock.advance(seconds(20));
    desk.focusOwn();
    await clock.advance(seconds(5));
    expect(readFileSync(journalPath, 'utf8')).toContain('a secret');
    expect(recording.handOver()).toBe(true);
    expect(sink.timeline()).toEqual(['09:00:00-09:00:40 Editor|a secret', '09:00:40-09:01:05 Browser']);
    expect(readFileSync(journalPath, 'utf8')).not.toMatch(/a secret|Browser/);
  });

  it('does not take up the last window again while the person looks at Hivebar', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Editor' });
    await clock.advance(seconds(10));
    desk.focusOwn();
    await clock.advance(seconds(5));
    recording.handOver();
    await clock.advance(seconds(30));
    expect(recording.current()).toBeNull();
    desk.focus({ app: 'Editor' });
    await clock.advance(seconds(5));
    await recording.stop();
    expect(sink.timeline()).toEqual(['09:00:00-09:00:15 Editor', '09:00:45-09:00:50 Editor']);
  });

  it('leaves presence without gap or overlap when the person is found to have left before', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Editor' });
    await clock.advance(minutes(2));
    recording.handOver();
    await clock.advance(minutes(3));
    await recording.stop();
    expect(sink.whereabouts()).toEqual(['09:00:00-09:02:00 active', '09:02:00-09:05:00 idle']);
  });
});

describe('pause', () => {
  it('ends the segment at once, reads nothing and shows as paused', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.focus({ app: 'Editor' });
    await clock.advance(minutes(1));
    recording.pause();
    const reads = desk.reads;
    desk.focus({ app: 'Secret' });
    await clock.advance(minutes(10));
    expect([desk.reads, recording.current()]).toEqual([reads, null]);
    expect(recording.health().map(({ state }) => state)).toEqual(['paused', 'paused']);
    recording.resume();
    desk.focus({ app: 'Editor' });
    await clock.advance(minutes(1));
    await recording.stop();
    expect(sink.timeline()).toEqual(['09:00:00-09:01:00 Editor', '09:11:00-09:12:00 Editor']);
    expect(sink.presences().map(({ state }) => state)).toEqual(['active', 'paused', 'active']);
  });

  it('holds from the start when the person paused before', async () => {
    const { clock, desk, sink, recording } = await recordDay({ paused: true });
    desk.focus({ app: 'Editor' });
    await clock.advance(minutes(5));
    await recording.stop();
    expect([sink.timeline(), sink.whereabouts()]).toEqual([[], ['09:00:00-09:05:00 paused']]);
  });
});

describe('the clock', () => {
  it('goes on recording after it was put back', async () => {
    const { clock, desk, sink, recording } = await recordDay();
    desk.typing = true;
    desk.focus({ app: 'Editor' });
    await clock.advance(minutes(10));
    clock.sleepUntil('2026-03-02T08:30:00Z');
    await clock.advance(minutes(5));
    await recording.stop();
    expect(sink.contexts().map(({ dur_ms }) => dur_ms > 0)).not.toContain(false);
    const last = sink.contexts().at(-1);
    expect((last?.ts_ms ?? 0) + (last?.dur_ms ?? 0)).toBe(Date.parse('2026-03-02T08:35:00Z'));
    expect(last?.dur_ms).toBeGreaterThanOrEqual(minutes(5) - seconds(5));
    expect(sink.presences().map(({ state }) => state)).toEqual(['active', 'active']);
  });
});

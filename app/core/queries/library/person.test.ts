import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContextRow } from '../../../contract/rows.ts';
import { type DemoDatabase, insertRows, startDemoDatabase } from '../../demo/testing.ts';
import { localDay, nextDayStart, nextLocalMidnight } from '../../local-day.ts';
import { ask, askByName } from '../ask.ts';
import { expectEachClose, numbersIn, sumBy, valueOf } from '../testing.ts';

const timeZone = 'Europe/Berlin';
/** The day after the clocks went forward: the range holds a day of 23 hours. */
const nowMs = Date.UTC(2026, 2, 30, 14, 20);
const minuteMs = 60_000;

let demo: DemoDatabase;
const deps = () => ({ reader: demo.database.reader, present: () => ({ nowMs, timeZone }) });

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 6, timeZone });
});
afterAll(() => demo.stop());

/** Minutes of a segment that lie on a local day, by the zone's own calendar. */
function minutesPerDay(row: ContextRow, zone: string, hour = 0): [day: string, minutes: number][] {
  const pieces: [string, number][] = [];
  const endMs = row.ts_ms + row.dur_ms;
  for (let at = row.ts_ms; at < endMs;) {
    const next = Math.min(endMs, nextDayStart(at, zone, hour));
    pieces.push([localDay(at, zone, hour), (next - at) / minuteMs]);
    at = next;
  }
  return pieces;
}

describe('app minutes', () => {
  it('per day and application are the minutes at the keyboard, over a clock change', async () => {
    const expected = sumBy(
      demo.rows('seq.context').filter((row) => row.afk !== 1),
      (row) => minutesPerDay(row, timeZone).map(([day, minutes]) => [`${day} ${row.app}`, minutes]),
    );
    const answer = valueOf(await ask(deps(), 'app-minutes-per-day', { from_day: '2026-03-25', to_day: '2026-03-30' }));
    expectEachClose(
      numbersIn(answer.rows, ({ day, app }) => `${day} ${app}`, 'minutes'),
      expected,
    );
    expect(expected.size).toBeGreaterThan(20);
  });

  it('today are those since local midnight', async () => {
    const answer = valueOf(await ask(deps(), 'app-minutes-today', { tz: timeZone }));
    const expected = sumBy(
      demo.rows('seq.context').filter((row) => row.afk !== 1 && localDay(row.ts_ms, timeZone) === '2026-03-30'),
      (row) => [[row.app, row.dur_ms / minuteMs]],
    );
    expectEachClose(
      numbersIn(answer.rows, ({ app }) => app, 'minutes'),
      expected,
    );
  });

  it.each([1, 2, 3, 10, 23])('count for days that begin at %i o’clock, over a clock change', async (hour) => {
    const shifted = { ...deps(), present: () => ({ nowMs, timeZone, dayStartHour: hour }) };
    const expected = sumBy(
      demo.rows('seq.context').filter((row) => row.afk !== 1),
      (row) => minutesPerDay(row, timeZone, hour).map(([day, minutes]) => [`${day} ${row.app}`, minutes]),
    );
    const answer = valueOf(await ask(shifted, 'app-minutes-per-day', { from_day: '2026-03-24', to_day: '2026-03-30' }));
    expectEachClose(
      numbersIn(answer.rows, ({ day, app }) => `${day} ${app}`, 'minutes'),
      expected,
    );
    const today = localDay(nowMs, timeZone, hour);
    const { rows } = valueOf(await ask(shifted, 'app-minutes-today', { tz: timeZone }));
    expectEachClose(
      numbersIn(rows, ({ app }) => `${today} ${app}`, 'minutes'),
      new Map([...expected].filter(([key]) => key.startsWith(today))),
    );
  });

  it('of one segment over midnight belong to both of its local days, wherever the person was', async () => {
    const zones = { 'Asia/Kathmandu': 345, 'America/Los_Angeles': -480, UTC: 0 };
    for (const [zone, offset] of Object.entries(zones)) {
      const midnight = nextLocalMidnight(Date.UTC(2025, 0, 7, 12), zone);
      await insertRows(demo.database.writer, 'seq.context', [
        {
          ts_ms: midnight - 5 * minuteMs,
          dur_ms: 12 * minuteMs,
          app: `over midnight in ${zone}`,
          bundle_id: '',
          window_title: '',
          tz: zone,
          utc_offset_min: offset,
        },
      ]);
      const { rows } = valueOf(
        await ask(deps(), 'app-minutes-per-day', { from_day: '2025-01-01', to_day: '2025-01-31' }),
      );
      const found = rows.filter(({ app }) => app === `over midnight in ${zone}`);
      expect(found.map(({ minutes }) => minutes)).toEqual([5, 7]);
      expect(found.map(({ day }) => day)).toEqual([localDay(midnight - 1, zone), localDay(midnight, zone)]);
    }
  });

  it('of a segment without length or with an absurd one do not disturb the others', async () => {
    const row = { ts_ms: Date.UTC(2025, 5, 1), app: 'odd', bundle_id: '', window_title: '' };
    await insertRows(demo.database.writer, 'seq.context', [
      { ...row, dur_ms: 0 },
      { ...row, dur_ms: '18446744073709551615' },
      { ...row, dur_ms: 3 * minuteMs },
    ]);
    const { rows } = valueOf(
      await ask(deps(), 'app-minutes-per-day', { from_day: '2025-06-01', to_day: '2025-12-31' }),
    );
    const odd = rows.filter(({ app }) => app === 'odd');
    expect(odd).toHaveLength(31);
    expect(odd[0]?.minutes).toBe(24 * 60 + 3);
  });
});

describe('presence today', () => {
  it('covers the time since local midnight, cut at both ends', async () => {
    const midnight = nextLocalMidnight(nowMs - 24 * 3_600_000, timeZone);
    const expected = sumBy(demo.rows('seq.presence'), ({ ts_ms, dur_ms, state }) => {
      const overlap = Math.min(ts_ms + dur_ms, nowMs) - Math.max(ts_ms, midnight);
      return overlap > 0 ? [[state, overlap / minuteMs]] : [];
    });
    const { rows } = valueOf(await ask(deps(), 'presence-today', { tz: timeZone }));
    const found = numbersIn(rows, ({ state }) => state, 'minutes');
    expectEachClose(found, expected);
    expect([...found.values()].reduce((sum, minutes) => sum + minutes)).toBeCloseTo((nowMs - midnight) / minuteMs);
  });
});

describe('a day that begins at another hour than midnight', () => {
  const away = Date.UTC(2025, 2, 25);
  beforeAll(async () => {
    const row = { ts_ms: away, dur_ms: 10 * 86_400_000, state: 'active', tz: timeZone, utc_offset_min: 60 };
    await insertRows(demo.database.writer, 'seq.presence', [row]);
  });

  it.each([
    // Clocks in Berlin go from 02:00 to 03:00 on 2025-03-30: neither hour begins a day before 01:00 UTC.
    [2, '2025-03-30T00:59:00Z', '2025-03-29T01:00:00Z'],
    [2, '2025-03-30T01:01:00Z', '2025-03-30T01:00:00Z'],
    [3, '2025-03-30T01:01:00Z', '2025-03-30T01:00:00Z'],
    [4, '2025-03-30T01:59:00Z', '2025-03-29T03:00:00Z'],
    [4, '2025-03-30T02:00:01Z', '2025-03-30T02:00:00Z'],
  ])('%i o’clock: at %s, today has lasted since %s', async (hour, now, since) => {
    const present = () => ({ nowMs: Date.parse(now), timeZone, dayStartHour: hour });
    const { rows } = valueOf(await ask({ ...deps(), present }, 'presence-today', { tz: timeZone }));
    expect(rows).toEqual([{ state: 'active', minutes: (Date.parse(now) - Date.parse(since)) / minuteMs }]);
  });
});

describe('context switches per hour', () => {
  it('count changes of the application, each in the hour in which it happened', async () => {
    const fromMs = nowMs - 24 * 3_600_000;
    const seen = demo
      .rows('seq.context')
      .filter((row) => row.afk !== 1 && row.ts_ms >= fromMs && row.ts_ms < nowMs)
      .toSorted((a, b) => a.ts_ms - b.ts_ms);
    const hourOf = (ms: number): number => Math.floor(ms / 3_600_000) * 3_600_000;
    const switches = sumBy(seen, (row, index) => {
      const before = seen[index - 1];
      return [[String(hourOf(row.ts_ms)), before !== undefined && before.app !== row.app ? 1 : 0]];
    });
    const { rows } = valueOf(await askByName(deps(), 'context-switches-per-hour', {}));
    expectEachClose(
      numbersIn(rows, ({ hour_ms }) => String(hour_ms), 'switches'),
      switches,
    );
    for (const { hour_ms, apps } of rows) {
      expect(apps).toBe(new Set(seen.filter((row) => hourOf(row.ts_ms) === hour_ms).map((row) => row.app)).size);
    }
  });
});

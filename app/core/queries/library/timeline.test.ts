import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoDatabase, insertRows, startDemoDatabase } from '../../demo/testing.ts';
import { ask } from '../ask.ts';
import { sumBy, valueOf } from '../testing.ts';

const timeZone = 'Europe/Berlin';
const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 8, 9, 18, 20);
const range = { from_ms: Date.UTC(2026, 8, 8, 22), to_ms: Date.UTC(2026, 8, 9, 22) };

let demo: DemoDatabase;
const deps = () => ({ reader: demo.database.reader, present: () => ({ nowMs, timeZone }) });

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 3, timeZone, scale: 4 });
});
afterAll(() => demo.stop());

const segmentsOfDay = () =>
  demo.rows('seq.context').filter((row) => row.ts_ms < range.to_ms && row.ts_ms + row.dur_ms >= range.from_ms);
const overlapping = (row: { ts_ms: number; dur_us?: number; wait_us?: number }): boolean =>
  row.ts_ms < range.to_ms && row.ts_ms + Math.floor(((row.dur_us ?? 0) + (row.wait_us ?? 0)) / 1000) >= range.from_ms;

describe('windows over a day', () => {
  it('are told as they are without a bucket', async () => {
    const { rows } = valueOf(await ask(deps(), 'day-segments', { ...range, bucket_ms: 0 }));
    const told = rows.map(({ ts_ms, dur_ms, app, window_title, url, afk }) => ({
      ts_ms,
      dur_ms,
      app,
      window_title,
      url,
      afk,
    }));
    const expected = segmentsOfDay()
      .map(({ ts_ms, dur_ms, app, window_title, url, afk }) => ({ ts_ms, dur_ms, app, window_title, url, afk }))
      .toSorted((a, b) => a.ts_ms - b.ts_ms);
    expect(told).toEqual(expected);
    expect(rows.every((row) => row.end_ms === row.ts_ms + row.dur_ms && row.segments === 1)).toBe(true);
  });

  it('keep long ones, and count every short one once under the app that had most of its bucket', async () => {
    const bucketMs = 5 * 60_000;
    const { rows } = valueOf(await ask(deps(), 'day-segments', { ...range, bucket_ms: bucketMs }));
    const all = segmentsOfDay();
    expect(rows.length).toBeLessThan(all.length / 2);
    expect(rows.reduce((sum, row) => sum + row.segments, 0)).toBe(all.length);
    expect(rows.reduce((sum, row) => sum + row.dur_ms, 0)).toBe(all.reduce((sum, row) => sum + row.dur_ms, 0));
    for (const row of rows.filter(({ segments }) => segments > 1)) {
      const bucket = Math.floor(row.ts_ms / bucketMs);
      const short = all.filter((one) => one.dur_ms < bucketMs && Math.floor(one.ts_ms / bucketMs) === bucket);
      const byApp = sumBy(short, (one) => [[one.app, one.dur_ms]]);
      expect(byApp.get(row.app)).toBe(Math.max(...byApp.values()));
      expect(row.apps).toBe(byApp.size);
    }
  });

  it('give a picture of 5,000 segments in as few rows as it has columns', async () => {
    const day = Date.UTC(2025, 4, 4);
    const row = { bundle_id: '', window_title: '' };
    await insertRows(
      demo.database.writer,
      'seq.context',
      Array.from({ length: 5000 }, (_, index) => ({
        ...row,
        app: `App ${index % 7}`,
        ts_ms: day + index * 17_000,
        dur_ms: 17_000,
      })),
    );
    const asked = { from_ms: day, to_ms: day + 24 * hourMs, bucket_ms: 24 * 3600 };
    const { rows } = valueOf(await ask(deps(), 'day-segments', asked));
    expect(rows.length).toBeLessThanOrEqual(1001);
    expect(rows.reduce((sum, { segments }) => sum + segments, 0)).toBe(5000);
  });

  it('hold a segment that began before the range, and none that ended before it', async () => {
    const at = Date.UTC(2025, 1, 2, 12);
    const row = { app: 'XTerm', bundle_id: '', window_title: '' };
    await insertRows(demo.database.writer, 'seq.context', [
      { ...row, ts_ms: at - 60_000, dur_ms: 90_000 },
      { ...row, ts_ms: at - 60_000, dur_ms: 30_000 },
      { ...row, ts_ms: at + hourMs, dur_ms: 30_000 },
    ]);
    const asked = { from_ms: at, to_ms: at + hourMs, bucket_ms: 0 };
    const { rows } = valueOf(await ask(deps(), 'day-segments', asked));
    expect(rows.map(({ ts_ms, end_ms }) => [ts_ms - at, end_ms - at])).toEqual([[-60_000, 30_000]]);
  });
});

describe('presence over a day', () => {
  it('holds every span that reaches into the day', async () => {
    const { rows } = valueOf(await ask(deps(), 'day-presence', range));
    const expected = demo
      .rows('seq.presence')
      .filter((row) => row.ts_ms < range.to_ms && row.ts_ms + row.dur_ms > range.from_ms)
      .map(({ ts_ms, dur_ms, state, cause }) => ({ ts_ms, end_ms: ts_ms + dur_ms, state, cause }))
      .toSorted((a, b) => a.ts_ms - b.ts_ms);
    expect(rows).toEqual(expected);
    expect(new Set(rows.map(({ state }) => state)).size).toBeGreaterThan(1);
  });
});

describe('agents over a day', () => {
  const calls = () => demo.rows('hive.model_invocations').filter(overlapping);
  const tools = () => demo.rows('hive.tool_calls').filter(overlapping);
  const steps = () => demo.rows('hive.supersteps').filter((row) => row.status !== 'started' && overlapping(row));

  it('are one row for each thread, with what it did', async () => {
    const { rows } = valueOf(await ask(deps(), 'day-agent-runs', range));
    const count = (of: readonly { thread_id?: string }[]) => sumBy(of, (row) => [[row.thread_id ?? '', 1]]);
    const [models, toolCalls, stepCounts] = [count(calls()), count(tools()), count(steps())];
    expect(new Set(rows.map(({ thread_id }) => thread_id))).toEqual(
      new Set([...models.keys(), ...toolCalls.keys(), ...stepCounts.keys()]),
    );
    for (const row of rows) {
      expect([row.model_calls, row.tool_calls, row.steps]).toEqual([
        models.get(row.thread_id) ?? 0,
        toolCalls.get(row.thread_id) ?? 0,
        stepCounts.get(row.thread_id) ?? 0,
      ]);
      const of = calls().filter(({ thread_id }) => thread_id === row.thread_id);
      expect(row.cost_usd).toBeCloseTo(of.reduce((sum, { cost_micros }) => sum + (cost_micros ?? 0), 0) / 1e6, 6);
      expect(row.end_ms).toBeGreaterThanOrEqual(row.ts_ms);
    }
  });

  it('tell each call and step once, in buckets or without', async () => {
    for (const bucket_ms of [0, 60_000]) {
      const { rows } = valueOf(await ask(deps(), 'day-agent-events', { ...range, bucket_ms }));
      expect(sumBy(rows, (row) => [[row.kind, row.events]])).toEqual(
        new Map([
          ['model call', calls().length],
          ['tool call', tools().length],
          ['step', steps().length],
        ]),
      );
      const failed = calls().filter(({ ok }) => ok === 0).length;
      const errors = rows.filter(({ kind }) => kind === 'model call').reduce((sum, row) => sum + row.errors, 0);
      expect(errors).toBe(failed);
    }
  });

  it('of 20,000 events take as few rows as a thread has buckets', async () => {
    const day = Date.UTC(2025, 5, 5);
    await insertRows(
      demo.database.writer,
      'hive.tool_calls',
      Array.from({ length: 20_000 }, (_, index) => ({
        ts_ms: day + index * 4000,
        thread_id: 'one',
        tool_name: 'Read',
        dur_us: 3_000_000,
        ok: 1,
      })),
    );
    const asked = { from_ms: day, to_ms: day + 24 * hourMs, bucket_ms: 24 * 3600 };
    const { rows } = valueOf(await ask(deps(), 'day-agent-events', asked));
    expect(rows.length).toBeLessThanOrEqual(1001);
    expect(rows.reduce((sum, { events }) => sum + events, 0)).toBe(20_000);
  });
});

describe('errors over a day', () => {
  it('are every failure in it and what programs logged as one, with the text of the last', async () => {
    const at = Date.UTC(2025, 2, 3, 8);
    await insertRows(demo.database.writer, 'seq.trace_events', [
      { ts_ms: at, level: 'error', component: 'sync', event: 'lost', message: 'first' },
      { ts_ms: at + 5, level: 'fatal', component: 'sync', event: 'lost', message: 'last' },
      { ts_ms: at + 6, level: 'warn', component: 'sync', event: 'late', message: 'no error' },
    ]);
    const logged = { from_ms: at, to_ms: at + hourMs, bucket_ms: 60_000 };
    expect(valueOf(await ask(deps(), 'day-errors', logged)).rows).toEqual([
      { ts_ms: at, end_ms: at + 5, kind: 'log', name: 'sync: lost', thread_id: '', message: 'last', errors: 2 },
    ]);

    const began = ({ ts_ms }: { ts_ms: number }): boolean => ts_ms >= range.from_ms && ts_ms < range.to_ms;
    const failed = {
      'model call': demo.rows('hive.model_invocations').filter((row) => row.ok === 0 && began(row)).length,
      'tool call': demo.rows('hive.tool_calls').filter((row) => row.ok === 0 && began(row)).length,
      step: demo.rows('hive.supersteps').filter((row) => row.status === 'error' && began(row)).length,
    };
    for (const bucket_ms of [0, 600_000]) {
      const { rows } = valueOf(await ask(deps(), 'day-errors', { ...range, bucket_ms }));
      expect(Object.fromEntries(sumBy(rows, (row) => [[row.kind, row.errors]]))).toEqual(
        Object.fromEntries(Object.entries(failed).filter(([, errors]) => errors > 0)),
      );
    }
  });
});

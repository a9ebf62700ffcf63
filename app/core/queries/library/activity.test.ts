import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoDatabase, insertRows, startDemoDatabase } from '../../demo/testing.ts';
import { askByName } from '../ask.ts';
import { expectEachClose, numbersIn, sumBy, valueOf } from '../testing.ts';

const timeZone = 'Asia/Kolkata';
const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 8, 9, 11, 10);
const fromMs = nowMs - 24 * hourMs;

let demo: DemoDatabase;
const deps = () => ({ reader: demo.database.reader, present: () => ({ nowMs, timeZone }) });
const inRange = ({ ts_ms }: { ts_ms: number }): boolean => ts_ms >= fromMs && ts_ms < nowMs;
/** Local hours begin at half past there. */
const hourOf = (ms: number): string => String(Math.floor((ms - hourMs / 2) / hourMs) * hourMs + hourMs / 2);

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 3, timeZone });
});
afterAll(() => demo.stop());

describe('agent timeline', () => {
  it('holds every step, model call and tool call of the range, newest first', async () => {
    const expected = {
      step: demo.rows('hive.supersteps').filter((row) => row.status !== 'started' && inRange(row)).length,
      'model call': demo.rows('hive.model_invocations').filter(inRange).length,
      'tool call': demo.rows('hive.tool_calls').filter(inRange).length,
    };
    const { rows } = valueOf(await askByName(deps(), 'agent-timeline', { limit: 10_000 }));
    expect(Object.fromEntries(sumBy(rows, (row) => [[String(row['kind']), 1]]))).toEqual(expected);
    const times = rows.map((row) => Number(row['ts_ms']));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const newest = valueOf(await askByName(deps(), 'agent-timeline', { limit: 5 }));
    expect(newest.rows).toEqual(rows.slice(0, 5));
  });
});

describe('tool calls', () => {
  it('count failures and rejections by tool', async () => {
    const calls = demo.rows('hive.tool_calls').filter(inRange);
    const { rows } = valueOf(await askByName(deps(), 'tool-calls', { from_ms: fromMs }));
    const column = (name: string): Map<string, number> => numbersIn(rows, (row) => String(row['tool_name']), name);
    expectEachClose(
      column('calls'),
      sumBy(calls, (row) => [[row.tool_name, 1]]),
    );
    expectEachClose(
      column('failed'),
      sumBy(calls, (row) => [[row.tool_name, row.ok === 0 ? 1 : 0]]),
    );
    expectEachClose(
      column('rejected'),
      sumBy(calls, (row) => [[row.tool_name, row.error_type === 'rejected' ? 1 : 0]]),
    );
    const threads = new Map(
      [...column('calls').keys()].map((tool) => [
        tool,
        new Set(calls.filter((row) => row.tool_name === tool).map((row) => row.thread_id)).size,
      ]),
    );
    expectEachClose(column('threads'), threads);
    for (const row of rows) {
      const waits = calls.filter((call) => call.tool_name === row['tool_name'] && (call.wait_us ?? 0) > 0);
      expect(row['wait_p50_ms'] === null).toBe(waits.length === 0);
      const durations = calls.filter((call) => call.tool_name === row['tool_name']).map((call) => call.dur_us ?? 0);
      expect(row['p99_ms']).toBeLessThanOrEqual((Math.max(...durations) / 1000) * 1.01);
    }
  });

  it('follow one another within a thread, whatever happens in other threads between', async () => {
    const calls = demo
      .rows('hive.tool_calls')
      .filter(inRange)
      .toSorted((a, b) => a.ts_ms - b.ts_ms || ((a.event_id ?? '') < (b.event_id ?? '') ? -1 : 1));
    const last = new Map<string, (typeof calls)[number]>();
    const pairs: [key: string, failed: number, afterFailure: number][] = [];
    for (const call of calls) {
      const before = last.get(call.thread_id ?? '');
      if (before !== undefined) {
        pairs.push([`${before.tool_name} ${call.tool_name}`, 1 - call.ok, 1 - before.ok]);
      }
      last.set(call.thread_id ?? '', call);
    }
    const { rows } = valueOf(await askByName(deps(), 'tool-patterns', { limit: 1000 }));
    const column = (name: string): Map<string, number> =>
      numbersIn(rows, (row) => `${String(row['previous_tool'])} ${String(row['tool_name'])}`, name);
    expectEachClose(
      column('calls'),
      sumBy(pairs, ([key]) => [[key, 1]]),
    );
    expectEachClose(
      column('failed'),
      sumBy(pairs, ([key, failed]) => [[key, failed]]),
    );
    expectEachClose(
      column('after_failure'),
      sumBy(pairs, ([key, , afterFailure]) => [[key, afterFailure]]),
    );
    expect(pairs.length).toBeGreaterThan(50);
  });
});

describe('coding time and agent calls per hour', () => {
  it('adds minutes in editors to the local hours they lie in, beside the calls of that hour', async () => {
    const coding = demo
      .rows('seq.context')
      .filter((row) => row.afk !== 1 && ['Visual Studio Code', 'Terminal'].includes(row.app));
    const minutes = sumBy(coding, (row) => {
      const pieces: [string, number][] = [];
      const endMs = Math.min(row.ts_ms + row.dur_ms, nowMs);
      for (let at = Math.max(row.ts_ms, fromMs); at < endMs;) {
        const next = Math.min(endMs, Number(hourOf(at)) + hourMs);
        pieces.push([hourOf(at), (next - at) / 60_000]);
        at = next;
      }
      return pieces;
    });
    const { rows } = valueOf(await askByName(deps(), 'coding-and-agents-per-hour', {}));
    const column = (name: string): Map<string, number> =>
      new Map([...numbersIn(rows, (row) => String(row['hour_ms']), name)].filter(([, value]) => value !== 0));
    expectEachClose(column('coding_minutes'), minutes);
    // A range is widened to whole quarters of an hour where sums are read.
    const modelFromMs = Math.floor(fromMs / 900_000) * 900_000;
    const models = demo.rows('hive.model_invocations').filter(({ ts_ms }) => ts_ms >= modelFromMs && ts_ms < nowMs);
    expectEachClose(
      column('model_calls'),
      sumBy(models, (row) => [[hourOf(row.ts_ms), 1]]),
    );
    expectEachClose(
      column('tool_calls'),
      sumBy(
        demo.rows('hive.tool_calls').filter(({ ts_ms }) => ts_ms >= modelFromMs && ts_ms < nowMs),
        (row) => [[hourOf(row.ts_ms), 1]],
      ),
    );
    const active = column('active_minutes');
    for (const [hour, spent] of column('coding_minutes')) expect(active.get(hour)).toBeGreaterThanOrEqual(spent - 1e-9);
    expect(Math.max(...active.values())).toBeLessThanOrEqual(60 + 1e-9);
  });

  it('takes in segments that reach over both ends of the range, and those of no length', async () => {
    const at = Date.UTC(2025, 2, 2, 12);
    const row = { app: 'XTerm', bundle_id: '', window_title: '' };
    await insertRows(demo.database.writer, 'seq.context', [
      { ...row, ts_ms: at - 3 * hourMs, dur_ms: 6 * hourMs },
      { ...row, ts_ms: at + 60_000, dur_ms: 0 },
      { ...row, ts_ms: at, dur_ms: 30 * 60_000, afk: 1 },
    ]);
    const range = { from_ms: at, to_ms: at + 2 * hourMs, tz: 'UTC' };
    const { rows } = valueOf(await askByName(deps(), 'coding-and-agents-per-hour', range));
    expect(rows.map(({ hour_ms, coding_minutes }) => [hour_ms, coding_minutes])).toEqual([
      [at, 60],
      [at + hourMs, 60],
    ]);
  });
});

describe('last events', () => {
  it('name the newest row of each table and its age, null for an empty table, without reading rows', async () => {
    const { rows, rowsRead } = valueOf(await askByName(deps(), 'last-events', {}));
    const steps = demo.rows('hive.supersteps');
    const newest = Math.max(...steps.map((row) => row.ts_ms));
    expect(rows.find((row) => row['table_name'] === 'hive.supersteps')).toEqual({
      table_name: 'hive.supersteps',
      row_count: steps.length,
      last_ts_ms: newest,
      lag_ms: nowMs - newest,
    });
    expect(rows).toHaveLength(7);
    expect(rowsRead).toBeLessThan(100);
  });
});

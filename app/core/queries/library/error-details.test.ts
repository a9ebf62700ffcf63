import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoDatabase, insertRows, startDemoDatabase } from '../../demo/testing.ts';
import { ask } from '../ask.ts';
import { expectEachClose, numbersIn, sumBy, valueOf } from '../testing.ts';

const timeZone = 'Asia/Kolkata';
const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 8, 9, 12);
const range = { from_ms: nowMs - 72 * hourMs, to_ms: nowMs };

let demo: DemoDatabase;
const deps = () => ({ reader: demo.database.reader, present: () => ({ nowMs, timeZone }) });

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 5, timeZone, scale: 3 });
});
afterAll(() => demo.stop());

interface Ended {
  readonly kind: 'model' | 'tool' | 'step';
  readonly graph_name: string;
  readonly name: string;
  readonly ts_ms: number;
  readonly failed: boolean;
  readonly message: string;
}

/** Everything of the demo that can fail, in one shape. */
function ended(): Ended[] {
  return [
    ...demo.rows('hive.model_invocations').map((row) => ({
      kind: 'model' as const,
      graph_name: row.graph_name ?? '',
      name: row.node_id ?? '',
      ts_ms: row.ts_ms,
      failed: row.ok === 0,
      message: row.error_msg ?? '',
    })),
    ...demo.rows('hive.tool_calls').map((row) => ({
      kind: 'tool' as const,
      graph_name: '',
      name: row.tool_name,
      ts_ms: row.ts_ms,
      failed: row.ok === 0,
      message: row.error_msg ?? '',
    })),
    ...demo
      .rows('hive.supersteps')
      .filter((row) => row.status !== 'started')
      .map((row) => ({
        kind: 'step' as const,
        graph_name: row.graph_name,
        name: '',
        ts_ms: row.ts_ms,
        failed: row.status === 'error',
        message: row.error_msg ?? '',
      })),
  ];
}

const placeOf = (row: { kind: string; graph_name: string; name: string }) =>
  `${row.kind}/${row.graph_name}/${row.name}`;
const inRange = ({ ts_ms }: { ts_ms: number }) => ts_ms >= range.from_ms && ts_ms < range.to_ms;
const failedInRange = () => ended().filter((row) => row.failed && inRange(row));

describe('places where failures gather', () => {
  it('have every failure, the share of all, the first ever and the last', async () => {
    const { rows } = valueOf(await ask(deps(), 'error-places', { ...range, limit: 100 }));
    const column = (name: keyof (typeof rows)[number]) => numbersIn(rows, placeOf, name);
    const failing = new Set(failedInRange().map(placeOf));
    const all = ended().filter((row) => inRange(row) && failing.has(placeOf(row)));
    expectEachClose(
      column('errors'),
      sumBy(failedInRange(), (row) => [[placeOf(row), 1]]),
    );
    expectEachClose(
      column('calls'),
      sumBy(all, (row) => [[placeOf(row), 1]]),
    );
    expect(new Set(rows.map((row) => row.kind))).toEqual(new Set(['model', 'tool', 'step']));
    for (const row of rows) {
      const ever = ended().filter((one) => one.failed && placeOf(one) === placeOf(row));
      expect(row.first_ts_ms).toBe(Math.min(...ever.map(({ ts_ms }) => ts_ms)));
      expect(row.last_ts_ms).toBe(Math.max(...ever.map(({ ts_ms }) => ts_ms)));
      expect(ever.filter(({ ts_ms }) => ts_ms === row.last_ts_ms).map(({ message }) => message)).toContain(
        row.last_message,
      );
      expect(row.error_percent).toBeCloseTo((row.errors * 100) / row.calls, 9);
    }
    expect(rows.some((row) => row.first_ts_ms < range.from_ms)).toBe(true);
  });

  it('have their failures in equal parts of the range', async () => {
    const { rows } = valueOf(await ask(deps(), 'error-place-trend', { ...range, parts: 12 }));
    const partOf = (ms: number) => Math.floor(((ms - range.from_ms) * 12) / (range.to_ms - range.from_ms));
    expectEachClose(
      numbersIn(rows, (row) => `${placeOf(row)}/${row.part}`, 'errors'),
      sumBy(failedInRange(), (row) => [[`${placeOf(row)}/${partOf(row.ts_ms)}`, 1]]),
    );
  });
});

describe('messages of a place', () => {
  const at = Date.UTC(2025, 2, 2);
  const place = { kind: 'tool', graph_name: '', name: 'talkative' } as const;
  const asked = { from_ms: at, to_ms: at + hourMs, ...place };

  it('are one where they differ in numbers and ids only', async () => {
    const texts = [
      'exit code 1 after 3.5 s',
      'exit code 127 after 12 s',
      'no file 550e8400-e29b-41d4-a716-446655440000',
      'no file 1b4e28ba-2fa1-11d2-883f-0016d3cca427',
      'request req_011CSHoEeqs5C35K2UUqR7Fy failed',
      'request req_99zzSHoEeqs5C35K2UUqR7Fy failed',
      'commit 6c40f1e9b1d2 is facade',
    ];
    await insertRows(
      demo.database.writer,
      'hive.tool_calls',
      texts.map((error_msg, index) => ({
        ts_ms: at + index,
        tool_name: 'talkative',
        thread_id: `thread ${index % 2}`,
        ok: 0,
        error_msg,
      })),
    );
    const { rows } = valueOf(await ask(deps(), 'error-messages', { ...asked, limit: 10 }));
    expect(rows.map((row) => [row.pattern, row.errors, row.threads, row.last_message])).toEqual([
      ['commit # is facade', 1, 1, texts[6]],
      ['request # failed', 2, 2, texts[5]],
      ['no file #', 2, 2, texts[3]],
      ['exit code # after # s', 2, 2, texts[1]],
    ]);
  });

  it('lead to their single failures, each with its thread', async () => {
    const pattern = 'exit code # after # s';
    const { rows } = valueOf(await ask(deps(), 'error-occurrences', { ...asked, pattern, limit: 10 }));
    expect(rows).toEqual([
      { ts_ms: at + 1, thread_id: 'thread 1', provider: '', model: '', message: 'exit code 127 after 12 s' },
      { ts_ms: at, thread_id: 'thread 0', provider: '', model: '', message: 'exit code 1 after 3.5 s' },
    ]);
  });

  it('name the model of a failed model call', async () => {
    const [call] = demo.rows('hive.model_invocations').filter((row) => row.ok === 0 && inRange(row));
    const node = { kind: 'model', graph_name: call?.graph_name ?? '', name: call?.node_id ?? '' } as const;
    const groups = valueOf(await ask(deps(), 'error-messages', { ...range, ...node, limit: 50 })).rows;
    const found = [];
    for (const { pattern } of groups) {
      found.push(...valueOf(await ask(deps(), 'error-occurrences', { ...range, ...node, pattern, limit: 1000 })).rows);
    }
    expect(found).toContainEqual({
      ts_ms: call?.ts_ms,
      thread_id: call?.thread_id,
      provider: call?.provider,
      model: call?.model,
      message: call?.error_msg,
    });
    expect(found).toHaveLength(groups.reduce((sum, { errors }) => sum + errors, 0));
  });
});

describe('error rates by kind', () => {
  it('count what ended and what failed in each local hour', async () => {
    const { rows } = valueOf(await ask(deps(), 'error-rate-by-kind', range));
    const hourOf = (ms: number) => Math.floor((ms - hourMs / 2) / hourMs) * hourMs + hourMs / 2;
    const key = (row: Ended) => `${row.kind}/${hourOf(row.ts_ms)}`;
    const column = (name: 'calls' | 'errors') => numbersIn(rows, (row) => `${row.kind}/${row.hour_ms}`, name);
    expectEachClose(
      column('calls'),
      sumBy(ended().filter(inRange), (row) => [[key(row), 1]]),
    );
    expectEachClose(
      column('errors'),
      sumBy(ended().filter(inRange), (row) => [[key(row), row.failed ? 1 : 0]]),
    );
  });
});

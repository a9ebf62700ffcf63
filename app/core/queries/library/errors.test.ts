import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoDatabase, insertRows, startDemoDatabase } from '../../demo/testing.ts';
import { ask, askByName } from '../ask.ts';
import { expectEachClose, numbersIn, sumBy, valueOf } from '../testing.ts';

const timeZone = 'Australia/Adelaide';
const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 8, 9, 6, 45);
const fromMs = nowMs - 48 * hourMs;

let demo: DemoDatabase;
const deps = () => ({ reader: demo.database.reader, present: () => ({ nowMs, timeZone }) });
const inRange = ({ ts_ms }: { ts_ms: number }): boolean => ts_ms >= fromMs && ts_ms < nowMs;

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 5, timeZone, scale: 3 });
});
afterAll(() => demo.stop());

interface Hotspot {
  errors: number;
  last_ts_ms: number;
  last_error: string;
}

/** Failures by key, with the last of each. */
function hotspots<T extends { ts_ms: number; ok: number; error_msg?: string }>(
  rows: readonly T[],
  key: (row: T) => string,
): Map<string, Hotspot> {
  const found = new Map<string, Hotspot>();
  for (const row of rows.filter((candidate) => candidate.ok === 0 && inRange(candidate))) {
    const kept = found.get(key(row)) ?? { errors: 0, last_ts_ms: 0, last_error: '' };
    const last = row.ts_ms > kept.last_ts_ms ? { last_ts_ms: row.ts_ms, last_error: row.error_msg ?? '' } : {};
    found.set(key(row), { ...kept, ...last, errors: kept.errors + 1 });
  }
  return found;
}

describe('failing nodes and tools', () => {
  it('count failed model calls by node, with the text of the last', async () => {
    const expected = hotspots(demo.rows('hive.model_invocations'), (row) => `${row.graph_name}/${row.node_id}`);
    const { rows } = valueOf(await ask(deps(), 'failing-nodes', { from_ms: fromMs, to_ms: nowMs, limit: 100 }));
    expect(new Map(rows.map(({ graph_name, node_id, ...spot }) => [`${graph_name}/${node_id}`, spot]))).toEqual(
      expected,
    );
    expect(rows.map(({ errors }) => errors)).toEqual(rows.map(({ errors }) => errors).toSorted((a, b) => b - a));
    expect(expected.size).toBeGreaterThan(3);
  });

  it('count failed and rejected tool calls by tool, and cut the list where asked', async () => {
    const expected = hotspots(demo.rows('hive.tool_calls'), (row) => row.tool_name);
    const { rows } = valueOf(await ask(deps(), 'failing-tools', { from_ms: fromMs, to_ms: nowMs, limit: 100 }));
    expect(new Map(rows.map(({ tool_name, ...spot }) => [tool_name, spot]))).toEqual(expected);
    const first = valueOf(await ask(deps(), 'failing-tools', { from_ms: fromMs, to_ms: nowMs, limit: 2 }));
    expect(first.rows).toEqual(rows.slice(0, 2));
  });

  it('name the sort of failure where the source gave no text, and cut texts that are very long', async () => {
    const at = Date.UTC(2024, 3, 3);
    const call = { provider: 'demo', model: 'demo', ok: 0, ts_ms: at };
    await insertRows(demo.database.writer, 'hive.model_invocations', [
      { ...call, node_id: 'silent', error_type: 'timeout' },
      { ...call, node_id: 'wordy', error_msg: 'ä'.repeat(5000) },
    ]);
    const { rows } = valueOf(await ask(deps(), 'failing-nodes', { from_ms: at, to_ms: at + 1, limit: 10 }));
    expect(new Map(rows.map((row) => [row.node_id, row.last_error]))).toEqual(
      new Map([
        ['silent', 'timeout'],
        ['wordy', 'ä'.repeat(500)],
      ]),
    );
  });
});

describe('failing graphs', () => {
  it('count steps by how they ended', async () => {
    const ended = demo.rows('hive.supersteps').filter((row) => row.status !== 'started' && inRange(row));
    const { rows } = valueOf(await askByName(deps(), 'failing-graphs', { from_ms: fromMs }));
    const column = (name: string): Map<string, number> => numbersIn(rows, (row) => String(row['graph_name']), name);
    expectEachClose(
      column('steps'),
      sumBy(ended, (row) => [[row.graph_name, 1]]),
    );
    expectEachClose(
      column('errors'),
      sumBy(ended, (row) => [[row.graph_name, row.status === 'error' ? 1 : 0]]),
    );
    expectEachClose(
      column('interrupted'),
      sumBy(ended, (row) => [[row.graph_name, row.status === 'interrupted' ? 1 : 0]]),
    );
  });
});

describe('error rates', () => {
  it('over time are failed calls out of all calls of each local hour, in a zone off by half an hour', async () => {
    const calls = demo.rows('hive.model_invocations').filter(inRange);
    const hourOf = (ms: number): string => String(Math.floor((ms + hourMs / 2) / hourMs) * hourMs - hourMs / 2);
    const all = sumBy(calls, (call) => [[hourOf(call.ts_ms), 1]]);
    const failed = sumBy(calls, (call) => [[hourOf(call.ts_ms), call.ok === 0 ? 1 : 0]]);
    const { rows } = valueOf(await askByName(deps(), 'error-rate-over-time', { from_ms: fromMs }));
    const column = (name: string): Map<string, number> => numbersIn(rows, (row) => String(row['hour_ms']), name);
    expectEachClose(column('calls'), all);
    expectEachClose(column('failed_calls'), failed);
    expectEachClose(
      column('error_percent'),
      new Map([...all].map(([hour, count]) => [hour, ((failed.get(hour) ?? 0) * 100) / count])),
    );
  });

  it('by source and model leave out those at or below the share that is asked for', async () => {
    const calls = demo.rows('hive.model_invocations').filter(inRange);
    const key = (row: { source?: unknown; model?: unknown }): string => `${String(row.source)}/${String(row.model)}`;
    const all = sumBy(calls, (call) => [[key(call), 1]]);
    const failed = sumBy(calls, (call) => [[key(call), call.ok === 0 ? 1 : 0]]);
    const rates = [...all].map(([name, count]) => [name, ((failed.get(name) ?? 0) * 100) / count] as const);
    for (const over of [0, 1, 4.5]) {
      const { rows } = valueOf(
        await askByName(deps(), 'error-rate-by-source', { from_ms: fromMs, over_percent: String(over) }),
      );
      expectEachClose(numbersIn(rows, key, 'error_percent'), new Map(rates.filter(([, rate]) => rate > over)));
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoDatabase, startDemoDatabase } from '../../demo/testing.ts';
import { askByName } from '../ask.ts';
import { expectEachClose, numbersIn, sumBy, valueOf } from '../testing.ts';

const timeZone = 'America/Sao_Paulo';
const nowMs = Date.UTC(2026, 8, 9, 18, 5);
const fromMs = nowMs - 7 * 24 * 3_600_000;

let demo: DemoDatabase;
const deps = () => ({ reader: demo.database.reader, present: () => ({ nowMs, timeZone }) });
beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 4, timeZone });
});
afterAll(() => demo.stop());

describe('the steps of a workflow', () => {
  it('come in order, each with the calls that began in it', async () => {
    const ended = demo.rows('hive.supersteps').filter(({ status }) => status !== 'started');
    const newest = ended.reduce((last, row) => (row.ts_ms > last.ts_ms ? row : last));
    const wanted = ended.filter((row) => row.thread_id === newest.thread_id).sort((a, b) => a.ts_ms - b.ts_ms);
    const calls = demo.rows('hive.model_invocations').filter((row) => row.thread_id === newest.thread_id);
    const { rows } = valueOf(await askByName(deps(), 'workflow-steps', {}));
    expect(rows.map((row) => [row['thread_id'], row['step_index'], row['status']])).toEqual(
      wanted.map((row) => [row.thread_id, row.step_index, row.status]),
    );
    expect(rows.map((row) => row['model_calls'])).toEqual(
      wanted.map(
        (step) =>
          calls.filter(
            ({ ts_ms }) => ts_ms >= step.ts_ms && ts_ms <= step.ts_ms + Math.floor((step.dur_us ?? 0) / 1000),
          ).length,
      ),
    );
    const named = valueOf(await askByName(deps(), 'workflow-steps', { thread_id: newest.thread_id }));
    expect(named.rows).toEqual(rows);
  });

  it('are none for a thread that is not there', async () => {
    expect(valueOf(await askByName(deps(), 'workflow-steps', { thread_id: 'nobody' })).rows).toEqual([]);
  });
});

describe('cost across operations', () => {
  it('adds up what the calls of each node cost', async () => {
    const calls = demo.rows('hive.model_invocations').filter(({ ts_ms }) => ts_ms >= fromMs && ts_ms < nowMs);
    const { rows } = valueOf(await askByName(deps(), 'cost-by-operation', { limit: 1000 }));
    const key = (row: Readonly<Record<string, unknown>>) => `${String(row['graph_name'])}/${String(row['node_id'])}`;
    expectEachClose(
      numbersIn(rows, key, 'calls'),
      sumBy(calls, (row) => [[`${row.graph_name}/${row.node_id}`, 1]]),
    );
    expectEachClose(
      numbersIn(rows, key, 'cost_usd'),
      sumBy(calls, (row) => [[`${row.graph_name}/${row.node_id}`, (row.cost_micros ?? 0) / 1e6]]),
    );
    const shares = rows.map((row) => Number(row['cost_percent'])).reduce((sum, share) => sum + share, 0);
    expect(shares).toBeCloseTo(100, 6);
  });
});

import { emptyCheckpoint } from '@langchain/langgraph-checkpoint';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rowsBefore } from '../../database/table-space.ts';
import { type TestDatabase, realClock, silentLog, startTestDatabase, until } from '../../database/testing.ts';
import { openTestWriter } from '../../writer/testing.ts';
import type { Writer } from '../../writer/writer.ts';
import { checkpointTables } from './checkpoint-rows.ts';
import { firstKeptMs, pruneCheckpoints } from './prune-checkpoints.ts';
import { startCheckpointPruning } from './start-pruning.ts';
import { removeCheckpoints, testSaver } from './testing.ts';

const nowMs = Date.UTC(2026, 8, 20, 12);
const dayMs = 86_400_000;
let test: TestDatabase;
let writer: Writer;

beforeAll(async () => {
  test = await startTestDatabase();
  writer = openTestWriter(test);
});
afterEach(() => removeCheckpoints(test));
afterAll(async () => {
  await writer.close(1_000);
  await test.stop();
});

interface Made {
  readonly thread: string;
  readonly graph?: string;
  /** Ages in days of the checkpoints, the oldest first. */
  readonly ages: readonly number[];
  readonly usesDeltas?: boolean;
}

/** A thread whose first checkpoint sets `task`, and each `count`; a write waits after each. */
async function make({ thread, graph = 'kitchen', ages, usesDeltas = false }: Made): Promise<void> {
  let config: { configurable?: Record<string, unknown> } = { configurable: { thread_id: thread } };
  for (const [index, age] of ages.entries()) {
    const atMs = nowMs - age * dayMs;
    const saver = testSaver(test, writer, { graphName: graph, clock: { now: () => atMs } });
    const checkpoint = {
      ...emptyCheckpoint(),
      ts: new Date(atMs).toISOString(),
      channel_values: { task: 'bake', count: index },
      channel_versions: { task: 1, count: index + 1 },
    };
    const deltas = usesDeltas ? { counters_since_delta_snapshot: { count: [1, 1] as [number, number] } } : {};
    const metadata = { source: 'loop' as const, step: index, parents: {}, ...deltas };
    const changed = index === 0 ? { task: 1, count: 1 } : { count: index + 1 };
    config = await saver.put(config, checkpoint, metadata, changed);
    await saver.putWrites(config, [['count', index]], 'task');
  }
}

async function counts(thread: string): Promise<number[]> {
  await writer.flush(10_000);
  const each = checkpointTables
    .map((table, at) => `SELECT ${at} AS at, toFloat64(count()) AS n FROM ${table} WHERE thread_id = {thread:String}`)
    .join(' UNION ALL ');
  const answer = await test.database.admin.query({
    // An ORDER BY behind the last part of a union would be that part's alone.
    query: `SELECT n FROM (${each}) ORDER BY at`,
    query_params: { thread },
    format: 'JSONEachRow',
  });
  return (await answer.json<{ n: number }>()).map(({ n }) => n);
}

async function prune(days = 14): Promise<number> {
  await writer.flush(10_000);
  return pruneCheckpoints({ admin: test.database.admin, days, nowMs });
}

const stateOf = async (thread: string): Promise<unknown> =>
  (await testSaver(test, writer).getTuple({ configurable: { thread_id: thread } }))?.checkpoint.channel_values;

describe('pruning', () => {
  it('deletes old checkpoints with their writes and values, and keeps a value that a young one stands on', async () => {
    await make({ thread: 'at work', ages: [30, 20, 15, 3, 1] });
    expect(await counts('at work')).toEqual([5, 5, 6]);
    expect(await prune()).toBe(3 + 3 + 3);
    expect(await counts('at work')).toEqual([2, 2, 3]);
    expect(await stateOf('at work')).toEqual({ task: 'bake', count: 4 });
    expect(await prune()).toBe(0);
  });

  it('keeps the newest checkpoint of the newest thread of each graph, whatever its age', async () => {
    await make({ thread: 'first', ages: [400, 390] });
    await make({ thread: 'second', ages: [300, 299, 298] });
    await make({ thread: 'other graph', graph: 'garden', ages: [500, 499] });
    await prune();
    expect(await counts('first')).toEqual([0, 0, 0]);
    expect(await counts('second')).toEqual([1, 1, 2]);
    expect(await stateOf('second')).toEqual({ task: 'bake', count: 2 });
    expect(await counts('other graph')).toEqual([1, 1, 2]);
  });

  it('keeps the whole way of a graph with delta channels while it is at work', async () => {
    await make({ thread: 'deltas', ages: [40, 30, 1], usesDeltas: true });
    await make({ thread: 'old deltas', ages: [40, 30], usesDeltas: true });
    await prune();
    expect(await counts('deltas')).toEqual([3, 3, 4]);
    expect(await counts('old deltas')).toEqual([0, 0, 0]);
  });

  it('goes by whole days, and tells beforehand how much a shorter retention deletes', async () => {
    await make({ thread: 'days', ages: [2, 1, 0] });
    await writer.flush(10_000);
    expect(new Date(firstKeptMs(nowMs, 1)).toISOString()).toBe('2026-09-19T00:00:00.000Z');
    const { schemaDir } = test.paths;
    const loss = await rowsBefore(test.database.admin, { schemaDir, group: 'checkpoints', day: '2026-09-19' });
    expect(loss).toEqual({ rows: 1, tables: ['hive.checkpoints'] });
    await prune(1);
    expect(await counts('days')).toEqual([2, 2, 3]);
  });

  it('happens at the start and when the setting changes', async () => {
    await make({ thread: 'running', ages: [20, 10, 1] });
    await writer.flush(10_000);
    const clock = { ...realClock, now: () => nowMs };
    let told = 0;
    const onDeleted = () => Promise.resolve(void (told += 1));
    const pruning = startCheckpointPruning({ admin: test.database.admin, clock, log: silentLog, onDeleted }, 14);
    await until('the oldest is gone', async () => (await counts('running'))[2] === 3);
    pruning.setDays(5);
    await until('the second is gone', async () => (await counts('running'))[2] === 2);
    await pruning.stop();
    expect(told).toBe(2);
    expect(await counts('running')).toEqual([1, 1, 2]);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Annotation, Command, END, START, StateGraph, interrupt } from '@langchain/langgraph';
import { INTERRUPT, RESUME, emptyCheckpoint } from '@langchain/langgraph-checkpoint';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, startTestDatabase } from '../../database/testing.ts';
import { openTestWriter } from '../../writer/testing.ts';
import type { Writer } from '../../writer/writer.ts';
import type { ClickHouseSaver } from './clickhouse-saver.ts';
import { removeCheckpoints, testSaver } from './testing.ts';

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

const State = Annotation.Root({
  count: Annotation<number>,
  log: Annotation<string[]>({ reducer: (left, right) => [...left, ...right], default: () => [] }),
  task: Annotation<string>,
});

/** Counts up to `most`, one step each, and asks a person at `askAt`. */
function counter(saver: ClickHouseSaver, { most, askAt = -1 }: { most: number; askAt?: number }) {
  return new StateGraph(State)
    .addNode('count up', ({ count }) => {
      const said = count === askAt ? [`asked: ${String(interrupt(`May I go beyond ${count}?`))}`] : [];
      return { count: count + 1, log: [...said, `step ${count + 1}`] };
    })
    .addEdge(START, 'count up')
    .addConditionalEdges('count up', ({ count }) => (count < most ? 'count up' : END))
    .compile({ name: 'counter', checkpointer: saver });
}

/** What a state holds; LangGraph says `any`. */
const valuesIn = ({ values }: { readonly values: unknown }) => values as typeof State.State;

const onThread = (thread_id: string) => ({ configurable: { thread_id }, recursionLimit: 500 });

describe('a graph whose states are kept here', () => {
  it('runs 200 steps, waits for a person in the middle, and is resumed by another process', async () => {
    const earlier = openTestWriter(test);
    const first = counter(testSaver(test, earlier), { most: 200, askAt: 100 });
    const asked = await first.invoke({ count: 0, task: 'count' }, onThread('long'));
    expect(asked.count).toBe(100);
    expect((await earlier.close(10_000)).unacknowledgedRows).toBe(0);

    const later = openTestWriter(test);
    const saver = testSaver(test, later);
    const second = counter(saver, { most: 200, askAt: 100 });
    const waiting = await second.getState(onThread('long'));
    expect(waiting.next).toEqual(['count up']);
    expect(waiting.tasks[0]?.interrupts[0]?.value).toBe('May I go beyond 100?');
    const done = await second.invoke(new Command({ resume: 'yes' }), onThread('long'));
    expect(done).toMatchObject({ count: 200, task: 'count' });
    expect(done.log).toHaveLength(201);
    expect(done.log[100]).toBe('asked: yes');
    const steps: number[] = [];
    for await (const { metadata } of saver.list(onThread('long'))) steps.push(metadata?.step ?? Number.NaN);
    expect(steps).toEqual(Array.from({ length: 202 }, (_, index) => 200 - index));
    await later.close(1_000);
  });

  it('is taken back in time: a fork goes its own way, and the way before stays what it was', async () => {
    const saver = testSaver(test, writer);
    const graph = counter(saver, { most: 5 });
    await graph.invoke({ count: 0, task: 'count' }, onThread('fork'));
    const history = [];
    for await (const state of graph.getStateHistory(onThread('fork'))) history.push(state);
    const third = history.find((state) => valuesIn(state).count === 3);
    const [last] = history;
    expect(last === undefined ? undefined : valuesIn(last).count).toBe(5);

    const changed = await graph.updateState(third?.config ?? {}, { log: ['changed'] });
    const forked = await graph.invoke(null, { ...changed, recursionLimit: 500 });
    expect(forked.log).toEqual(['step 1', 'step 2', 'step 3', 'changed', 'step 4', 'step 5']);
    const before = await graph.getState(last?.config ?? {});
    expect(valuesIn(before).log).toEqual(['step 1', 'step 2', 'step 3', 'step 4', 'step 5']);
    expect(valuesIn(await graph.getState(onThread('fork'))).log).toEqual(forked.log);
    const tuple = await saver.getTuple(changed);
    expect(tuple?.parentConfig?.configurable?.['checkpoint_id']).toBe(third?.config.configurable?.['checkpoint_id']);
  });

  it('keeps subgraphs apart and shows one thread nothing of another', async () => {
    const saver = testSaver(test, writer);
    const inner = counter(saver, { most: 3, askAt: 1 });
    const outer = new StateGraph(State)
      .addNode('inner', inner)
      .addEdge(START, 'inner')
      .compile({ name: 'outer', checkpointer: saver });
    for (const thread of ['left', 'right']) await outer.invoke({ count: 0, task: thread }, onThread(thread));
    const done = await outer.invoke(new Command({ resume: 'yes' }), onThread('left'));
    expect(done).toMatchObject({ count: 3, task: 'left' });
    expect((await outer.getState(onThread('right'))).next).toEqual(['inner']);
    const namespaces = new Set<unknown>();
    for await (const { config } of saver.list({ configurable: { thread_id: 'left' } })) {
      namespaces.add(config.configurable?.['checkpoint_ns']);
      expect(config.configurable?.['thread_id']).toBe('left');
    }
    expect(namespaces.size).toBe(2);
    await saver.deleteThread('left');
    expect(await saver.getTuple(onThread('left'))).toBeUndefined();
    expect((await saver.getTuple(onThread('right')))?.checkpoint.channel_values).toMatchObject({ task: 'right' });
  });
});

describe('what is put', () => {
  const place = (thread_id: string) => ({ configurable: { thread_id, checkpoint_ns: '' } });
  const metadata = { source: 'loop' as const, step: 1, parents: {} };

  it('comes back as it was: bytes, dates as text, odd names, numbers at their limits', async () => {
    const saver = testSaver(test, writer);
    const values = {
      bytes: Uint8Array.from([0, 255, 10, 128]),
      text: 'ä\n\t\\ "quoted" {x} \u{1f600}',
      numbers: [Number.MAX_SAFE_INTEGER, 1e-300, -0.1],
      set: new Set([1, 2]),
      nothing: null,
      constructor: 'own',
    };
    const channel_versions = Object.fromEntries(Object.keys(values).map((name, index) => [name, index + 1.5]));
    const checkpoint = { ...emptyCheckpoint(), channel_values: values, channel_versions };
    const config = await saver.put(place(`it's "odd"\n\\`), checkpoint, metadata, channel_versions);
    const found = await saver.getTuple(config);
    expect(found?.checkpoint).toEqual(checkpoint);
    expect(Object.keys(found?.checkpoint.channel_values ?? {}).sort()).toEqual(Object.keys(values).sort());
  });

  it('counts once: the first of ordinary writes to a place, the last of special ones', async () => {
    const saver = testSaver(test, writer);
    const config = await saver.put(place('writes'), emptyCheckpoint(), metadata, {});
    await saver.putWrites(config, [['a', 1]], 'task');
    await saver.putWrites(config, [['a', 2]], 'task');
    await saver.putWrites(config, [[INTERRUPT, 'first']], 'task');
    await saver.putWrites(
      config,
      [
        [INTERRUPT, 'last'],
        [RESUME, 'yes'],
      ],
      'task',
    );
    expect((await saver.getTuple(config))?.pendingWrites).toEqual([
      ['task', RESUME, 'yes'],
      ['task', INTERRUPT, 'last'],
      ['task', 'a', 1],
    ]);
  });

  it('is plain JSON in the console', async () => {
    const saver = testSaver(test, writer, { graphName: 'kitchen' });
    const checkpoint = { ...emptyCheckpoint(), channel_values: { task: 'bake' }, channel_versions: { task: 1 } };
    await saver.put(place('plain'), checkpoint, metadata, { task: 1 });
    await saver.getTuple(place('plain'));
    const answer = await test.database.reader.query({
      query: `SELECT c.graph_name AS graph_name, c.step AS step, JSONExtractInt(c.metadata, 'step') AS told_step, v.value AS value
              FROM hive.checkpoints AS c INNER JOIN hive.checkpoint_values AS v ON v.checkpoint_id = c.checkpoint_id`,
      format: 'JSONEachRow',
    });
    expect(await answer.json()).toEqual([{ graph_name: 'kitchen', step: 1, told_step: '1', value: '"bake"' }]);
  });

  it('is refused with the reason when it does not fit', async () => {
    const saver = testSaver(test, writer);
    const big = 'x'.repeat(16 * 1024 * 1024 + 1);
    const checkpoint = { ...emptyCheckpoint(), channel_values: { big }, channel_versions: { big: 1 } };
    await expect(saver.put(place('big'), checkpoint, metadata, { big: 1 })).rejects.toMatchObject({
      name: 'CheckpointStoreError',
      kind: 'refused',
      message: expect.stringContaining('16777216 bytes') as string,
    });
    expect(await saver.getTuple(place('big'))).toBeUndefined();
  });

  it('is taken while ClickHouse is away; a read says so, and finds it once ClickHouse is back', async () => {
    const journalDir = await mkdtemp(join(tmpdir(), 'hivebar-checkpoints-'));
    const away = openTestWriter(test, { journalDir });
    const saver = testSaver(test, away, { settleMs: 200 });
    await saver.put(place('away'), emptyCheckpoint(), metadata, {});
    await saver.getTuple(place('away'));
    const { host, tcpPort } = test.database.runtime();
    away.setServer('127.0.0.1', 1);
    const config = await saver.put(place('away'), emptyCheckpoint(), metadata, {});
    await expect(saver.getTuple(config)).rejects.toMatchObject({ kind: 'database-down' });
    away.setServer(host, tcpPort);
    await away.flush(10_000);
    expect(await saver.getTuple(config)).toBeDefined();
    await away.close(1_000);
    await rm(journalDir, { recursive: true, force: true });
  });
});

import { Annotation, Command, END, START, StateGraph, interrupt } from '@langchain/langgraph';
import { type Checkpoint, INTERRUPT, emptyCheckpoint, uuid6 } from '@langchain/langgraph-checkpoint';
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

const place = { configurable: { thread_id: 'own', checkpoint_ns: '' } };
const metadata = { source: 'loop' as const, step: 1, parents: {} };

/** Numbers below `limit` that are the same in every run. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

/** What the database alone would answer. */
function stored() {
  return testSaver(test, writer).getTuple(place);
}

function checkpoint(values: Checkpoint['channel_values'], versions: Checkpoint['channel_versions']): Checkpoint {
  return { ...emptyCheckpoint(), channel_values: values, channel_versions: versions };
}

describe('the newest checkpoint of a thread of its own', () => {
  it.each([1, 2, 3])('is what the database would answer, whatever is put (%i)', async (seed) => {
    const draw = numbers(seed);
    const saver = testSaver(test, writer, { ownsThreads: true });
    const puts: { id: string; versions: Record<string, number | string> }[] = [];
    for (let turn = 0; turn < 40; turn += 1) {
      const parent = draw(4) === 0 ? puts[draw(Math.max(1, puts.length))] : puts.at(-1);
      const config = { configurable: { ...place.configurable, checkpoint_id: parent?.id ?? '' } };
      if (parent !== undefined && draw(3) === 0) {
        const channel = ['a', INTERRUPT, 'b'][draw(3)] ?? 'a';
        await saver.putWrites(config, [[channel, turn]], `task ${draw(2)}`);
      } else {
        const versions: Record<string, number | string> = { ...parent?.versions };
        const changed: Record<string, number> = {};
        const values: Record<string, unknown> = {};
        for (const channel of ['a', 'b', 'c']) {
          if (draw(2) === 0) continue;
          const before = versions[channel];
          // Drawn as LangGraph draws them, or whole numbers that come again.
          const version = draw(3) === 0 ? 1 + draw(2) : saver.getNextVersion(Number(before ?? 0));
          versions[channel] = version;
          changed[channel] = version;
          if (draw(4) > 0) values[channel] = `${channel} at ${turn}`;
        }
        const put = { ...checkpoint(values, versions), id: draw(8) === 0 ? (parent?.id ?? uuid6(turn)) : uuid6(turn) };
        await saver.put(config, put, { ...metadata, step: turn }, changed);
        puts.push({ id: put.id, versions });
      }
      expect(await saver.getTuple(place)).toEqual(await stored());
    }
  });

  it('is read once, and then known while ClickHouse is away', async () => {
    const away = openTestWriter(test);
    const saver = testSaver(test, away, { ownsThreads: true, settleMs: 200 });
    expect(await saver.getTuple(place)).toBeUndefined();
    away.setServer('127.0.0.1', 1);
    const put = checkpoint({ a: 'kept' }, { a: 1 });
    const config = await saver.put(place, put, metadata, { a: 1 });
    await saver.putWrites(config, [['a', 'next']], 'task');
    expect(await saver.getTuple(place)).toMatchObject({
      config: { configurable: { checkpoint_id: put.id } },
      checkpoint: { channel_values: { a: 'kept' } },
      pendingWrites: [['task', 'a', 'next']],
    });
    const { host, tcpPort } = test.database.runtime();
    away.setServer(host, tcpPort);
    await away.close(10_000);
  });

  it('is nothing that a reader can change', async () => {
    const saver = testSaver(test, writer, { ownsThreads: true });
    await saver.getTuple(place);
    await saver.put(place, checkpoint({ a: { list: [1] } }, { a: 1 }), metadata, { a: 1 });
    const first = await saver.getTuple(place);
    (first?.checkpoint.channel_values['a'] as { list: number[] }).list.push(2);
    expect((await saver.getTuple(place))?.checkpoint.channel_values).toEqual({ a: { list: [1] } });
  });

  it('is forgotten with its rows: by deleting the thread, and when others say that they deleted', async () => {
    const saver = testSaver(test, writer, { ownsThreads: true });
    const keep = async () => {
      await saver.getTuple(place);
      await saver.put(place, checkpoint({ a: 'secret' }, { a: 1 }), metadata, { a: 1 });
      expect(await saver.getTuple(place)).toBeDefined();
    };
    await keep();
    await saver.deleteThread('own');
    expect(await saver.getTuple(place)).toBeUndefined();
    await keep();
    await writer.flush(10_000);
    await removeCheckpoints(test);
    saver.rowsDeleted();
    expect(await saver.getTuple(place)).toBeUndefined();
  });
});

const State = Annotation.Root({ count: Annotation<number>, log: Annotation<string> });

function counter(saver: ClickHouseSaver) {
  return new StateGraph(State)
    .addNode('count up', ({ count }) => {
      const said = count === 3 ? String(interrupt('Go on?')) : 'counted';
      return { count: count + 1, log: said };
    })
    .addNode('look', () => ({}))
    .addEdge(START, 'count up')
    .addEdge('count up', 'look')
    .addConditionalEdges('look', ({ count }) => (count < 6 ? 'count up' : END))
    .compile({ name: 'counter', checkpointer: saver });
}

it('carries a graph through an interrupt as the database does, and another process goes on from what is stored', async () => {
  const graph = counter(testSaver(test, writer, { ownsThreads: true }));
  await graph.invoke({ count: 0 }, place);
  const known = await graph.getState(place);
  expect(known.next).toEqual(['count up']);
  expect(await counter(testSaver(test, writer)).getState(place)).toEqual(known);
  await graph.invoke(new Command({ resume: 'yes' }), place);
  const done = await counter(testSaver(test, writer)).getState(place);
  expect(done.values).toEqual({ count: 6, log: 'counted' });
  expect(await graph.getState(place)).toEqual(done);
});

import { Annotation, END, START, Send, StateGraph, interrupt } from '@langchain/langgraph';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testSaver } from '../../agent/checkpoints/testing.ts';
import { type TestDatabase, startTestDatabase } from '../../database/testing.ts';
import { openTestWriter } from '../../writer/testing.ts';
import { askByName } from '../ask.ts';
import { valueOf } from '../testing.ts';

let test: TestDatabase;
const deps = () => ({
  reader: test.database.reader,
  present: () => ({ nowMs: Date.now() + 60_000, timeZone: 'UTC' }),
});

const State = Annotation.Root({ total: Annotation<number>, ends: Annotation<string> });

/** Counts to two, then does as the state says. */
beforeAll(async () => {
  test = await startTestDatabase();
  const writer = openTestWriter(test);
  const graph = (name: string) =>
    new StateGraph(State)
      .addNode('count', ({ total }) => ({ total: total + 1 }))
      .addNode('end', ({ ends }) => {
        if (ends === 'asking') interrupt('May I?');
        if (ends === 'failing') throw new Error('demo: broken');
        return {};
      })
      .addNode('sent', () => ({}))
      .addEdge(START, 'count')
      .addConditionalEdges('count', ({ total, ends }) => {
        if (total < 2) return 'count';
        return ends === 'sending' ? [new Send('sent', { total, ends })] : 'end';
      })
      .addEdge('end', END)
      .compile({ name, checkpointer: testSaver(test, writer, { graphName: name }) });
  for (const [name, ends] of [
    ['kitchen', 'finishing'],
    ['kitchen', 'asking'],
    ['kitchen', 'failing'],
    ['garden', 'sending'],
  ] as const) {
    const thread = { configurable: { thread_id: ends } };
    const run = graph(name).invoke({ total: 0, ends }, thread);
    if (ends === 'failing') await expect(run).rejects.toThrow('demo: broken');
    else await run;
  }
  await writer.flush(10_000);
  await writer.close(1_000);
});
afterAll(() => test.stop());

describe('the threads with checkpoints', () => {
  it('tell how many steps they came, and whether they ended, failed, or wait for a person', async () => {
    const { rows } = valueOf(await askByName(deps(), 'agent-threads', { graph_name: 'kitchen' }));
    const told = ['thread_id', 'graph_name', 'steps', 'checkpoints', 'next_nodes', 'state'];
    expect(rows.map((row) => told.map((column) => row[column]))).toEqual([
      ['failing', 'kitchen', 2, 4, 'end', 'error'],
      ['asking', 'kitchen', 2, 4, 'end', 'interrupted'],
      ['finishing', 'kitchen', 3, 5, '', 'finished'],
    ]);
    for (const row of rows) expect(Number(row['last_ms'])).toBeGreaterThan(Number(row['first_ms']));
    expect(valueOf(await askByName(deps(), 'agent-threads', {})).rows).toHaveLength(4);
    expect(valueOf(await askByName(deps(), 'agent-threads', { to_ms: Date.UTC(2020, 0) })).rows).toEqual([]);
  });
});

describe('the checkpoints of a thread', () => {
  it('are a way back: each names its parent and the nodes that come next', async () => {
    const { rows } = valueOf(await askByName(deps(), 'checkpoints-of-thread', { thread_id: 'finishing' }));
    expect(rows.map((row) => [row['step'], row['source'], row['next_nodes']])).toEqual([
      [3, 'loop', ''],
      [2, 'loop', 'end'],
      [1, 'loop', 'count'],
      [0, 'loop', 'count'],
      [-1, 'input', '__start__'],
    ]);
    const ids = rows.map((row) => row['checkpoint_id']);
    expect(rows.map((row) => row['parent_checkpoint_id'])).toEqual([...ids.slice(1), '']);
  });

  it('name nodes that tasks were sent to', async () => {
    const { rows } = valueOf(await askByName(deps(), 'checkpoints-of-thread', { thread_id: 'sending' }));
    expect(rows.map((row) => row['next_nodes'])).toEqual(['', 'sent', 'count', 'count', '__start__']);
  });
});

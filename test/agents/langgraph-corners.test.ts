import { tool } from '@langchain/core/tools';
import { Annotation, Command, END, MemorySaver, START, Send, StateGraph, interrupt } from '@langchain/langgraph';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Sink, createSink } from '../../app/sink/sink.ts';
import { SocketOnly } from './langgraph-fixture.ts';

let hivebar: SocketOnly;
let sink: Sink;

beforeEach(async () => {
  hivebar = await SocketOnly.create();
  await hivebar.start();
  sink = createSink({ dataDir: hivebar.dataDir });
});
afterEach(async () => {
  await sink.close();
  await hivebar.remove();
});

const State = Annotation.Root({
  notes: Annotation<string[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
});
type Update = Partial<typeof State.State>;
const note = (text: string) => (): Update => ({ notes: [text] });

function watched() {
  return { callbacks: [sink.handler] };
}

/** The ended steps: `[step, status, tasks, writes, error]`. */
async function ends() {
  expect(await sink.flush(10_000)).toBe(true);
  expect(sink.stats()).toMatchObject({ rejected: 0, duplicates: 0 });
  const rows = hivebar.rowsOf('hive.supersteps');
  expect(rows.filter(({ status }) => status === 'started')).toHaveLength(rows.length / 2);
  return rows.flatMap(({ step_index, status, frontier_count, writes, error_msg }) =>
    status === 'started' ? [] : [[step_index, status, frontier_count, writes, error_msg]],
  );
}

async function read(events: AsyncIterable<unknown> | PromiseLike<AsyncIterable<unknown>>, threadId: string) {
  for await (const chunk of sink.consume(events, { threadId })) expect(chunk).toBeDefined();
}

describe('steps', () => {
  it('of tasks that wait for each other are one step of all of them', async () => {
    const graph = new StateGraph(State)
      .addNode('one', note('one'))
      .addNode('two', note('two'))
      .addNode('three', note('three'))
      .addEdge(START, 'one')
      .addEdge(START, 'two')
      .addEdge(START, 'three')
      .compile();
    await graph.invoke({}, { ...watched(), maxConcurrency: 2 });
    expect(await ends()).toEqual([[1, 'finished', 3, 3, '']]);
  });

  it('of tasks that were sent count each of them', async () => {
    const graph = new StateGraph(State)
      .addNode('plan', note('plan'))
      .addNode('work', note('work'))
      .addEdge(START, 'plan')
      .addConditionalEdges('plan', () => [1, 2, 3, 4].map(() => new Send('work', {})), ['work'])
      .compile();
    await graph.invoke({}, watched());
    expect(await ends()).toEqual([
      [1, 'finished', 1, 1, ''],
      [2, 'finished', 4, 4, ''],
    ]);
  });

  it('whose node is tried again have one task, and end as the last try did', async () => {
    let tries = 0;
    const flaky = (): Update => {
      tries += 1;
      if (tries < 3) throw new Error(`try ${tries}`);
      return { notes: ['at last'] };
    };
    const retryPolicy = { maxAttempts: 3, initialInterval: 1, jitter: false, retryOn: () => true };
    const graph = new StateGraph(State).addNode('flaky', flaky, { retryPolicy }).addEdge(START, 'flaky').compile();
    await graph.invoke({}, watched());
    expect(tries).toBe(3);
    expect(await ends()).toEqual([[1, 'finished', 1, 1, '']]);
  });

  it('with one failing task have failed, whatever the others do', async () => {
    const graph = new StateGraph(State)
      .addNode('good', note('good'))
      .addNode('bad', () => Promise.reject(new TypeError('no flour')))
      .addEdge(START, 'good')
      .addEdge(START, 'bad')
      .compile();
    await expect(graph.invoke({}, watched())).rejects.toThrow('no flour');
    expect(await ends()).toEqual([[1, 'error', 2, expect.any(Number), 'TypeError: no flour']]);
  });

  it.each(['callbacks', 'stream', 'both'])('beyond the limit fail the last of them, by %s', async (watch) => {
    const graph = new StateGraph(State)
      .addNode('round', note('round'))
      .addEdge(START, 'round')
      .addEdge('round', 'round')
      .compile({ checkpointer: new MemorySaver() });
    const callbacks = watch === 'stream' ? [] : [sink.handler];
    const config = { callbacks, recursionLimit: 2, configurable: { thread_id: 't' } };
    const run =
      watch === 'callbacks'
        ? graph.invoke({}, config)
        : read(graph.stream({}, { ...config, streamMode: ['tasks', 'checkpoints', 'debug'] }), 't');
    await expect(run).rejects.toThrow('Recursion limit');
    expect(await ends()).toEqual([
      [1, 'finished', 1, 1, ''],
      // An error overtakes chunks that nobody has read yet, such as the end of the last task.
      [
        2,
        'error',
        1,
        watch === 'stream' ? expect.any(Number) : 1,
        expect.stringContaining('GraphRecursionError: Recursion limit of 2'),
      ],
    ]);
  });

  it('in a subgraph that waits for a person wait too, and are no error', async () => {
    const inner = new StateGraph(State)
      .addNode('ask', () => ({ notes: [interrupt<string, string>('ready?')] }))
      .addEdge(START, 'ask')
      .compile({ name: 'inner' });
    const graph = new StateGraph(State)
      .addNode('inner', inner)
      .addEdge(START, 'inner')
      .compile({ name: 'outer', checkpointer: new MemorySaver() });
    const config = { callbacks: [sink.handler], configurable: { thread_id: 't' } };
    await graph.invoke({}, config);
    await graph.invoke(new Command({ resume: 'yes' }), config);
    expect(await ends()).toEqual([
      [1, 'interrupted', 1, 0, ''],
      [1, 'interrupted', 1, 0, ''],
      [1, 'finished', 1, 1, ''],
      [1, 'finished', 1, 1, ''],
    ]);
    expect(new Set(hivebar.rowsOf('hive.supersteps').map((row) => row.graph_name))).toEqual(new Set(['outer']));
  });

  it('of a command count the channels of its update, and one to the graph around is no failure', async () => {
    const inner = new StateGraph(State)
      .addNode('leave', () => new Command({ graph: Command.PARENT, goto: 'after', update: { notes: ['left'] } }), {
        ends: [END],
      })
      .addEdge(START, 'leave')
      .compile({ name: 'inner' });
    const graph = new StateGraph(State)
      .addNode('go', () => new Command({ goto: 'inner', update: { notes: ['gone'] } }), { ends: ['inner'] })
      .addNode('inner', inner, { ends: ['after'] })
      .addNode('after', note('after'))
      .addEdge(START, 'go')
      .compile();
    await graph.invoke({}, watched());
    const rows = await ends();
    expect(rows.map(([, status]) => status)).toEqual(rows.map(() => 'finished'));
    expect(rows[0]).toEqual([1, 'finished', 1, 1, '']);
  });

  it('of a run without a thread stand for themselves', async () => {
    const graph = new StateGraph(State).addNode('one', note('one')).addEdge(START, 'one').compile();
    await graph.invoke({}, watched());
    await graph.invoke({}, watched());
    await ends();
    const threads = new Set(hivebar.rowsOf('hive.supersteps').map((row) => row.thread_id));
    expect([...threads]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  it('of runs side by side do not mix', async () => {
    const graph = new StateGraph(State)
      .addNode('one', note('one'))
      .addNode('two', note('two'))
      .addEdge(START, 'one')
      .addEdge('one', 'two')
      .compile({ checkpointer: new MemorySaver() });
    const threads = Array.from({ length: 20 }, (_, index) => `t${index}`);
    await Promise.all(
      threads.map((threadId) => {
        const config = { callbacks: [sink.handler], configurable: { thread_id: threadId } };
        return read(graph.stream({}, { ...config, streamMode: ['tasks', 'checkpoints', 'debug'] }), threadId);
      }),
    );
    expect(await ends()).toHaveLength(40);
  });
});

describe('a stream', () => {
  const graphOf = () =>
    new StateGraph(State)
      .addNode('one', note('one'))
      .addNode('two', note('two'))
      .addEdge(START, 'one')
      .addEdge('one', 'two')
      .compile({ checkpointer: new MemorySaver() });
  const config = { configurable: { thread_id: 't' } };
  const twoSteps = [
    [1, 'finished', 1, 1, ''],
    [2, 'finished', 1, 1, ''],
  ];

  it.each([
    ['tasks alone', { streamMode: 'tasks' }],
    ['debug alone', { streamMode: 'debug' }],
    ['tasks with subgraphs', { streamMode: 'tasks', subgraphs: true }],
    ['tasks among others', { streamMode: ['values', 'tasks', 'updates'] }],
    ['tasks and checkpoints', { streamMode: ['tasks', 'checkpoints'] }],
  ] as const)('of %s tells the steps', async (_, modes) => {
    await read(graphOf().stream({}, { ...config, ...(modes as { streamMode: 'tasks' }) }), 't');
    expect(await ends()).toEqual(twoSteps);
  });

  it('without any of its modes tells nothing, and hands everything on', async () => {
    await read(graphOf().stream({}, { ...config, streamMode: ['values', 'custom'] }), 't');
    expect(await ends()).toEqual([]);
  });

  it('that its reader leaves ends the open step as interrupted', async () => {
    const events = graphOf().stream({}, { ...config, streamMode: ['tasks'] });
    for await (const [, payload] of sink.consume(events, { threadId: 't' })) {
      expect(payload).toMatchObject({ name: 'one' });
      break;
    }
    expect(await ends()).toEqual([[1, 'interrupted', 1, 0, '']]);
  });
});

describe('a tool', () => {
  it('that waits for a person is told once, when it is called with the answer', async () => {
    const ask = tool(() => interrupt<string, string>('which?'), {
      name: 'ask',
      description: 'Asks.',
      schema: z.object({}),
    });
    const graph = new StateGraph(State)
      .addNode('call', async () => ({ notes: [await ask.invoke({})] }))
      .addEdge(START, 'call')
      .compile({ checkpointer: new MemorySaver() });
    const config = { callbacks: [sink.handler], configurable: { thread_id: 't' } };
    await graph.invoke({}, config);
    await graph.invoke(new Command({ resume: 'butter' }), config);
    await ends();
    expect(hivebar.rowsOf('hive.tool_calls')).toMatchObject([
      { tool_name: 'ask', node_id: 'call', output_json: 'butter', ok: 1 },
    ]);
  });
});

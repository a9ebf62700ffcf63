import { Command } from '@langchain/langgraph';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultDataDir as dataDirOfHivebar } from '../../app/core/host/data-dir.ts';
import { defaultDataDir } from '../../app/sink/find-hivebar.ts';
import { createPoller } from '../../app/sink/poller.ts';
import type { PushedRow } from '../../app/sink/row-writer.ts';
import { type Sink, createSink } from '../../app/sink/sink.ts';
import { until } from '../headless/hivebar-program.ts';
import { SocketOnly } from './langgraph-fixture.ts';
import { kitchenGraph, question, threadId } from './langgraph-graph.ts';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';

let hivebar: SocketOnly;
let model: ScriptedModel;
let sinks: Sink[];
let problems: string[];

beforeEach(async () => {
  hivebar = await SocketOnly.create();
  const usage = { prompt: 10, completion: 5 };
  model = await startScriptedModel(
    { kind: 'answer', toolCalls: [{ id: 'call_oven', name: 'oven', arguments: { celsius: 180 } }], usage },
    { kind: 'answer', text: 'A cake.', usage },
  );
  sinks = [];
  problems = [];
});
afterEach(async () => {
  for (const sink of sinks) await sink.close();
  await model.stop();
  await hivebar.remove();
});

function sinkOf(options: { maxQueuedRows?: number } = {}): Sink {
  const onProblem = (problem: string) => void problems.push(problem);
  const sink = createSink({ dataDir: hivebar.dataDir, onProblem, ...options });
  sinks.push(sink);
  return sink;
}

/** Runs the graph to its failure; `between` happens while it waits for a person. Returns what its nodes have noted. */
async function bake(sink: Sink, between: () => Promise<void> = () => Promise.resolve()): Promise<unknown> {
  const graph = kitchenGraph(model.url);
  const config = { configurable: { thread_id: threadId }, callbacks: [sink.handler] };
  await graph.invoke(question, config);
  await between();
  await expect(graph.invoke(new Command({ resume: 'yes' }), config)).rejects.toThrow('the cake has burnt');
  const { values } = (await graph.getState(config)) as { values: { notes: unknown } };
  return values.notes;
}

function event(number: number): PushedRow {
  const row = { ts_ms: 1_790_000_000_000 + number, level: 'info', component: 'test', event: `e${number}` } as const;
  return { table: 'seq.trace_events', id: `opentelemetry:${number}`, source: 'opentelemetry', row, attributes: {} };
}

const rowsOfTheGraph = 18 + 2 + 1;
const notes = ['stir', 'told', 'stir', 'told', 'down', 'up', 'yes'];

describe('without Hivebar', () => {
  it('the agent does the same, and its rows arrive when Hivebar does', async () => {
    const sink = sinkOf();
    expect(await bake(sink)).toEqual(notes);
    expect(await sink.flush(50)).toBe(false);
    expect(sink.stats()).toMatchObject({ queued: rowsOfTheGraph, accepted: 0, dropped: 0 });
    expect(problems).toEqual([expect.stringContaining('no Hivebar runs on') as string]);

    await hivebar.start();
    expect(await sink.flush(10_000)).toBe(true);
    expect(hivebar.rows).toHaveLength(rowsOfTheGraph);
  });

  it('closing does not wait for it', async () => {
    const sink = sinkOf();
    sink.push(event(1));
    const begun = performance.now();
    await sink.close(30_000);
    expect(performance.now() - begun).toBeLessThan(5_000);
    sink.push(event(2));
    expect(sink.stats()).toMatchObject({ queued: 1, dropped: 1 });
  });

  it('keeps so many rows and counts the others', async () => {
    const sink = sinkOf({ maxQueuedRows: 3 });
    for (let number = 0; number < 5; number += 1) sink.push(event(number));
    expect(sink.stats()).toMatchObject({ queued: 3, dropped: 2 });
    await hivebar.start();
    await sink.flush(10_000);
    expect(hivebar.rows.map(({ id }) => id)).toEqual([0, 1, 2].map((number) => `opentelemetry:${number}`));
  });
});

describe('with a Hivebar that comes and goes', () => {
  it('rows whose answer got lost are sent again and stored once', async () => {
    const sink = sinkOf();
    let toldNobody = 0;
    // Stores what comes and never says so.
    await hivebar.start((op) =>
      op.name === 'push'
        ? {
            name: op.name,
            run: async (request, call) => {
              await op.run(request, call);
              toldNobody += 1;
              return new Promise(() => undefined);
            },
          }
        : op,
    );
    const seen = await bake(sink, async () => {
      await until('a push has arrived', () => Promise.resolve(toldNobody > 0));
      await hivebar.stop();
      await hivebar.start();
    });
    expect(seen).toEqual(notes);
    expect(await sink.flush(10_000)).toBe(true);
    expect(hivebar.rows).toHaveLength(rowsOfTheGraph);
    expect(hivebar.arrived).toBeGreaterThan(rowsOfTheGraph);
    const { accepted, duplicates, ...rest } = sink.stats();
    expect(accepted + duplicates).toBe(rowsOfTheGraph);
    expect(duplicates).toBeGreaterThan(0);
    expect(rest).toEqual({ rejected: 0, dropped: 0, queued: 0 });
  });

  it('rows that have no room are sent again until they have, and counted once', async () => {
    await hivebar.start();
    hivebar.room = 4;
    const sink = sinkOf();
    for (let number = 0; number < 10; number += 1) sink.push(event(number));
    expect(await sink.flush(10_000)).toBe(true);
    expect(hivebar.rows).toHaveLength(10);
    expect(sink.stats()).toEqual({ accepted: 10, duplicates: 0, rejected: 0, dropped: 0, queued: 0 });
    expect(problems).toEqual(['Hivebar has no room for more rows at the moment']);
  });

  it('many rows arrive in order and in several batches', async () => {
    await hivebar.start();
    const sink = sinkOf();
    for (let number = 0; number < 5_000; number += 1) sink.push(event(number));
    expect(await sink.flush(20_000)).toBe(true);
    expect(hivebar.rows.map(({ id }) => id)).toEqual(Array.from({ length: 5_000 }, (_, n) => `opentelemetry:${n}`));
  });
});

describe('what is no row', () => {
  it('is refused alone, counted, and told', async () => {
    await hivebar.start();
    const sink = sinkOf();
    const bad = { ...event(1), row: { ...event(1).row, ts_ms: 3 } } as PushedRow;
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    sink.push(bad, { ...event(2), attributes: circle } as PushedRow, event(3));
    expect(await sink.flush(10_000)).toBe(true);
    expect(sink.stats()).toEqual({ accepted: 1, duplicates: 0, rejected: 2, dropped: 0, queued: 0 });
    expect(problems).toEqual([
      expect.stringContaining('the sink could not read what it was told') as string,
      expect.stringContaining('Hivebar refused 1 of 2 rows, the first: row.ts_ms') as string,
    ]);
  });

  it('never throws into the agent, whatever the handler is called with', () => {
    const { handler } = sinkOf();
    const garbage: unknown[] = [undefined, null, 1, 'x', [], {}, new Error('x'), { generations: 3, name: 4 }];
    for (const value of garbage) {
      handler.handleChainStart(value, value, 'a', undefined, ['graph:step:1'], value, value, value);
      handler.handleChainEnd(value, 'a');
      handler.handleChainError(value, 'a');
      handler.handleChatModelStart(value, value, 'b', 'a', value, value, value, value);
      handler.handleLLMNewToken(value, value, 'b', 'a', value, value);
      handler.handleLLMEnd(value, 'b');
      handler.handleLLMError(value, 'b');
      handler.handleToolStart(value, value, 'c', 'a', value, value, value, value);
      handler.handleToolEnd(value, 'c');
      handler.handleToolError(value, 'c');
    }
  });

  it('a listener that throws does not stop the rows', async () => {
    const sink = createSink({
      dataDir: hivebar.dataDir,
      maxQueuedRows: 1,
      onProblem: () => {
        throw new Error('the listener is broken');
      },
    });
    sinks.push(sink);
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
    sink.push(event(1), event(2));
    expect((await warned).message).toBe('the listener is broken');
    await hivebar.start();
    expect(await sink.flush(10_000)).toBe(true);
  });
});

describe('the poller', () => {
  it('tells what is now, or why not', async () => {
    const poller = createPoller({ dataDir: hivebar.dataDir });
    expect(await poller.snapshot()).toMatchObject({
      ok: false,
      error: expect.stringContaining('no Hivebar') as string,
    });
    await hivebar.start();
    expect(await poller.snapshot()).toEqual({ ok: true, value: hivebar.context });
    await hivebar.stop();
    expect(await poller.snapshot()).toMatchObject({ ok: false });
  });

  it('streams through a restart until the reader leaves', async () => {
    await hivebar.start();
    const poller = createPoller({ dataDir: hivebar.dataDir });
    const titles: (string | null)[] = [];
    for await (const context of poller.stream({ intervalMs: 100 })) {
      if (titles.at(-1) === context.title) continue;
      titles.push(context.title);
      if (titles.length === 2) break;
      await hivebar.stop();
      hivebar.context = { ...hivebar.context, title: 'second.txt' };
      await hivebar.start();
    }
    expect(titles).toEqual(['letter.txt', 'second.txt']);
  });

  it('ends when it is told to, also while Hivebar is away', async () => {
    const told = new AbortController();
    const stream = createPoller({ dataDir: hivebar.dataDir }).stream({ intervalMs: 3_000, signal: told.signal });
    const next = stream.next();
    told.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  it('refuses an interval that Hivebar would refuse', async () => {
    const stream = createPoller({ dataDir: hivebar.dataDir }).stream({ intervalMs: 5 });
    await expect(stream.next()).rejects.toThrow('intervalMs has to be a whole number from 100 to 60000, it is 5');
  });
});

it.each([
  { platform: 'darwin', environment: {} },
  { platform: 'linux', environment: {} },
  { platform: 'linux', environment: { XDG_DATA_HOME: '/xdg' } },
  { platform: 'linux', environment: { XDG_DATA_HOME: 'relative' } },
  { platform: 'darwin', environment: { HIVEBAR_DATA_DIR: '/chosen', XDG_DATA_HOME: '/xdg' } },
])('looks for the data where Hivebar keeps it: $platform $environment', (facts) => {
  const machine = { homeDir: '/home/ada', ...facts };
  expect(defaultDataDir(machine)).toBe(dataDirOfHivebar(machine));
});

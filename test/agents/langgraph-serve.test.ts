import { once } from 'node:events';
import { Command } from '@langchain/langgraph';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Sink, createSink } from '../../app/sink/sink.ts';
import { type Served, serve, until } from '../headless/hivebar-program.ts';
import { type HivebarUnderTest, startHivebar } from './agents-under-test.ts';
import { kitchenGraph, question } from './langgraph-graph.ts';
import { runProgram } from './run-program.ts';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';

// Real processes start here, on machines that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const usage = { prompt: 10, completion: 5 };

describe('a LangGraph program beside hivebar serve', () => {
  let hivebar: HivebarUnderTest;
  let model: ScriptedModel;
  /** The serve that took the place of a killed one. */
  let second: Served | undefined;
  beforeAll(async () => {
    hivebar = await startHivebar();
    model = await startScriptedModel();
  });
  afterAll(async () => {
    await model.stop();
    await second?.stop();
    await hivebar.stop();
  });

  async function bake(sink: Sink, threadId: string, between: () => Promise<void>): Promise<void> {
    model.play(
      { kind: 'answer', toolCalls: [{ id: 'call_oven', name: 'oven', arguments: { celsius: 180 } }], usage },
      { kind: 'answer', text: 'A cake.', usage },
    );
    const graph = kitchenGraph(model.url);
    const config = { configurable: { thread_id: threadId }, callbacks: [sink.handler] };
    await graph.invoke(question, config);
    await between();
    const events = graph.stream(new Command({ resume: 'yes' }), {
      ...config,
      streamMode: ['tasks', 'checkpoints', 'debug'],
      subgraphs: true,
    });
    const reading = (async () => {
      for await (const chunk of sink.consume(events, { threadId })) expect(chunk).toHaveLength(3);
    })();
    await expect(reading).rejects.toThrow('the cake has burnt');
  }

  /** What is stored of one thread: how many rows, and how many different ones. */
  async function stored(table: string, threadId: string): Promise<{ rows: number; events: number } | undefined> {
    const counts = 'toUInt32(count()) AS rows, toUInt32(uniqExact(event_id)) AS events';
    const sql = `SELECT ${counts} FROM ${table} WHERE thread_id = '${threadId}'`;
    return (await hivebar.query<{ rows: number; events: number }>(sql))[0];
  }

  async function expectStoredOnce(threadId: string): Promise<void> {
    const steps = { rows: 18, events: 18 };
    await until('all steps are stored', async () => (await stored('hive.supersteps', threadId))?.rows === steps.rows);
    expect(await stored('hive.supersteps', threadId)).toEqual(steps);
    expect(await stored('hive.model_invocations', threadId)).toEqual({ rows: 2, events: 2 });
    expect(await stored('hive.tool_calls', threadId)).toEqual({ rows: 1, events: 1 });
  }

  it('has its steps in ClickHouse, the failed and the interrupted one too', async () => {
    const sink = createSink({ dataDir: hivebar.served.dataDir });
    await bake(sink, 'cake', () => Promise.resolve());
    expect(await sink.flush(20_000)).toBe(true);
    expect(sink.stats()).toEqual({ accepted: 21, duplicates: 0, rejected: 0, dropped: 0, queued: 0 });
    await sink.close();
    await expectStoredOnce('cake');
    const ends = await hivebar.query(
      `SELECT graph_name, step_index, status, frontier_count, writes, error_msg FROM hive.supersteps
       WHERE thread_id = 'cake' AND checkpoint_ns = '' AND status != 'started' ORDER BY step_index, ts_ms`,
    );
    const row = { graph_name: 'kitchen', frontier_count: 1, writes: 1, error_msg: '' };
    expect(ends).toEqual([
      { ...row, step_index: 1, status: 'finished' },
      { ...row, step_index: 2, status: 'finished' },
      { ...row, step_index: 3, status: 'finished', frontier_count: 2, writes: 3 },
      { ...row, step_index: 4, status: 'finished', writes: 2 },
      { ...row, step_index: 5, status: 'interrupted', writes: 0 },
      { ...row, step_index: 5, status: 'finished' },
      { ...row, step_index: 6, status: 'error', writes: 0, error_msg: 'the cake has burnt' },
    ]);
  });

  it('imports hivebar/sink, knows the person, and ends by itself', async () => {
    model.play({ kind: 'answer', text: 'Hello to you.', usage }, { kind: 'answer', text: 'Hello.', usage });
    const environment = { MODEL_URL: model.url, THREAD_ID: 'hello', HIVEBAR_DATA_DIR: hivebar.served.dataDir };
    expect(JSON.parse(await runProgram('langgraph', environment))).toMatchObject({
      said: 'Hello to you.',
      delivered: true,
      stats: { accepted: 3, queued: 0 },
      context: { ok: true, value: { screenText: null, paused: false } },
      required: expect.arrayContaining(['createSink', 'createPoller']) as string[],
    });
    expect(JSON.parse(await runProgram('langgraph', { ...environment, END: 'at-once' }))).toMatchObject({
      said: 'Hello.',
    });
  });

  it('goes on while Hivebar is killed and started again, and counts nothing twice', async () => {
    const { dataDir, child } = hivebar.served;
    const sink = createSink({ dataDir });
    await bake(sink, 'killed', async () => {
      // Some rows are on their way when it dies.
      await until('the first rows are delivered', () => sink.stats().accepted > 0);
      child.kill('SIGKILL');
      await once(child, 'close');
    });
    expect(sink.stats().queued).toBeGreaterThan(0);
    second = await serve([], dataDir);
    expect(await sink.flush(30_000)).toBe(true);
    const { accepted, duplicates } = sink.stats();
    expect(accepted + duplicates).toBe(21);
    await sink.close();
    await expectStoredOnce('killed');
  });
});

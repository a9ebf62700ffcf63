import { Command } from '@langchain/langgraph';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Sink, createSink } from '../../app/sink/sink.ts';
import { SocketOnly } from './langgraph-fixture.ts';
import { kitchenGraph, question, threadId } from './langgraph-graph.ts';
import { type ScriptedModel, type ScriptedTurn, startScriptedModel } from './scripted-model.ts';

vi.setConfig({ testTimeout: 60_000 });

const holdMs = 40;
const script: readonly ScriptedTurn[] = [
  {
    kind: 'answer',
    toolCalls: [
      { id: 'call_oven', name: 'oven', arguments: { celsius: 180 } },
      { id: 'call_fridge', name: 'fridge', arguments: { item: 'butter' } },
    ],
    usage: { prompt: 300, completion: 40, cached: 100, reasoning: 10 },
  },
  { kind: 'answer', text: 'A cake.', usage: { prompt: 420, completion: 25, cached: 256 }, model: 'qwen3-q4', holdMs },
];

let hivebar: SocketOnly;
let model: ScriptedModel;
let sink: Sink;
const problems: string[] = [];

beforeEach(async () => {
  problems.length = 0;
  hivebar = await SocketOnly.create();
  await hivebar.start();
  model = await startScriptedModel(...script);
  sink = createSink({ dataDir: hivebar.dataDir, graphVersion: 3, onProblem: (problem) => problems.push(problem) });
});
afterEach(async () => {
  await sink.close();
  await model.stop();
  await hivebar.remove();
});

type Watch = 'callbacks' | 'stream' | 'both';

/** Runs the graph until it waits, then on until it fails, and returns what it failed of. */
async function bake(watch: Watch): Promise<unknown> {
  const graph = kitchenGraph(model.url);
  const callbacks = watch === 'stream' ? [] : [sink.handler];
  const config = { configurable: { thread_id: threadId }, callbacks, recursionLimit: 20 };
  const run = async (input: Parameters<typeof graph.stream>[0]) => {
    if (watch === 'callbacks') return graph.invoke(input, config);
    const streamMode: ('tasks' | 'checkpoints' | 'debug')[] = ['tasks', 'checkpoints', 'debug'];
    const events = graph.stream(input, { ...config, streamMode, subgraphs: true });
    let chunks = 0;
    for await (const chunk of sink.consume(events, { threadId, graphName: 'kitchen' })) {
      expect(chunk).toHaveLength(3);
      chunks += 1;
    }
    return chunks;
  };
  await run(question);
  return run(new Command({ resume: 'yes' })).then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** `[namespace's node, step, status, tasks, writes]` of each row, in the order of arrival. */
function steps() {
  return hivebar.rowsOf('hive.supersteps').map((row) => {
    const node = (row.checkpoint_ns ?? '').split(':')[0];
    return [node, row.step_index, row.status, row.frontier_count, row.writes ?? '-'];
  });
}

const expectedSteps = [
  ['', 1, 'started', 1, '-'],
  ['', 1, 'finished', 1, 1],
  ['', 2, 'started', 1, '-'],
  ['', 2, 'finished', 1, 1],
  ['', 3, 'started', 2, '-'],
  ['', 3, 'finished', 2, 3],
  ['', 4, 'started', 1, '-'],
  ['cellar', 1, 'started', 1, '-'],
  ['cellar', 1, 'finished', 1, 1],
  ['cellar', 2, 'started', 1, '-'],
  ['cellar', 2, 'finished', 1, 1],
  ['', 4, 'finished', 1, 2],
  ['', 5, 'started', 1, '-'],
  ['', 5, 'interrupted', 1, 0],
  ['', 5, 'started', 1, '-'],
  ['', 5, 'finished', 1, 1],
  ['', 6, 'started', 1, '-'],
  ['', 6, 'error', 1, 0],
];

function inOrder(rows: unknown[][]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

describe('a LangGraph program', () => {
  it.each<Watch>(['callbacks', 'stream', 'both'])('has every step recorded once, by %s', async (watch) => {
    expect(await bake(watch)).toMatchObject({ message: 'the cake has burnt' });
    expect(await sink.flush(10_000)).toBe(true);

    expect(inOrder(steps())).toEqual(inOrder(expectedSteps));
    const rows = hivebar.rowsOf('hive.supersteps');
    for (const row of rows) {
      expect(row).toMatchObject({ thread_id: threadId, graph_name: 'kitchen', graph_version: 3 });
      expect(row.error_msg ?? '').toBe(row.status === 'error' ? 'the cake has burnt' : '');
    }
    const told = rows.find(({ step_index, status, checkpoint_ns }) => {
      return step_index === 3 && status === 'finished' && checkpoint_ns === '';
    });
    expect(told?.dur_us).toBeGreaterThanOrEqual(holdMs * 1_000 - 2_000);
    if (watch === 'stream') expect(told?.checkpoint_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(problems).toEqual([]);
    expect(sink.stats()).toEqual({
      accepted: hivebar.rows.length,
      duplicates: 0,
      rejected: 0,
      dropped: 0,
      queued: 0,
    });
  });

  it('has its model calls recorded with disjoint tokens, node and thread', async () => {
    await bake('callbacks');
    await sink.flush(10_000);
    const calls = hivebar.rowsOf('hive.model_invocations');
    const common = { thread_id: threadId, graph_name: 'kitchen', provider: 'openai', source: 'langgraph', ok: 1 };
    expect(calls).toMatchObject([
      {
        ...common,
        node_id: 'cook',
        model: 'qwen3-8b',
        input_tokens: 200,
        cache_read_tokens: 100,
        output_tokens: 30,
        reasoning_tokens: 10,
        tool_calls: 2,
        ttft_us: 0,
        finish_reason: 'tool_use',
        request_id: model.served[0]?.responseId,
      },
      {
        ...common,
        node_id: 'tell',
        model: 'qwen3-q4',
        input_tokens: 164,
        cache_read_tokens: 256,
        output_tokens: 25,
        reasoning_tokens: 0,
        tool_calls: 0,
        finish_reason: 'stop',
        request_id: model.served[1]?.responseId,
      },
    ]);
    expect(calls[1]?.ttft_us).toBeGreaterThanOrEqual(holdMs * 1_000 - 2_000);
    expect(calls[1]?.dur_us).toBeGreaterThanOrEqual(calls[1]?.ttft_us ?? Number.NaN);
  });

  it('has its tool calls recorded, those that fail too', async () => {
    await bake('both');
    await sink.flush(10_000);
    const tools = [...hivebar.rowsOf('hive.tool_calls')].sort((a, b) => a.tool_name.localeCompare(b.tool_name));
    expect(tools).toMatchObject([
      {
        thread_id: threadId,
        node_id: 'tools',
        tool_name: 'fridge',
        tool_call_id: 'call_fridge',
        input_json: '{"item":"butter"}',
        ok: 0,
        error_msg: 'there is no butter',
      },
      {
        thread_id: threadId,
        node_id: 'tools',
        tool_name: 'oven',
        tool_call_id: 'call_oven',
        input_json: '{"celsius":180}',
        input_bytes: 15,
        output_json: 'hot: 180',
        output_bytes: 8,
        ok: 1,
      },
    ]);
  });
});

describe('a program on LangChain alone', () => {
  it('has a failed call recorded, without a graph', async () => {
    const { ChatOpenAI } = await import('@langchain/openai');
    const failing = await startScriptedModel({ kind: 'failure', status: 429, message: 'Slow down.' });
    const chat = new ChatOpenAI({
      model: 'qwen3-8b',
      apiKey: 'none',
      maxRetries: 0,
      configuration: { baseURL: failing.url },
    });
    const config = { callbacks: [sink.handler], metadata: { thread_id: 'alone' } };
    const asked = chat.invoke('Hello', config);
    await expect(asked).rejects.toThrow();
    await failing.stop();
    await sink.flush(10_000);
    expect(hivebar.rowsOf('hive.model_invocations')).toMatchObject([
      { thread_id: 'alone', graph_name: '', node_id: '', ok: 0, status_code: 429, error_type: 'rate_limit' },
    ]);
    expect(hivebar.rowsOf('hive.supersteps')).toEqual([]);
  });
});

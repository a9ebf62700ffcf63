import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { until } from '../headless/hivebar-program.ts';
import { type HivebarUnderTest, startHivebar } from './agents-under-test.ts';
import { runProgram } from './run-program.ts';
import { type ScriptedModel, type ScriptedTurn, type Served, startScriptedModel } from './scripted-model.ts';

// Real processes start here, on machines that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const holdMs = 60;
const script: readonly ScriptedTurn[] = [
  {
    kind: 'answer',
    toolCalls: [
      { id: 'call_oven', name: 'oven', arguments: { celsius: 180 } },
      { id: 'call_fridge', name: 'fridge', arguments: { item: 'butter' } },
    ],
    usage: { prompt: 300, completion: 40, cached: 100, reasoning: 10 },
  },
  { kind: 'answer', text: 'A cake without butter.', usage: { prompt: 420, completion: 25, cached: 256 } },
  {
    kind: 'answer',
    toolCalls: [{ id: 'call_warm', name: 'oven', arguments: { celsius: 60 } }],
    usage: { prompt: 80, completion: 20, reasoning: 5 },
    holdMs,
  },
  {
    kind: 'answer',
    text: 'It rose, and it fell.',
    usage: { prompt: 130, completion: 12 },
    model: 'qwen3-8b-q4',
    holdMs,
  },
  { kind: 'failure', status: 429, message: 'Rate limit reached for qwen3-8b.', retryAfterSeconds: 0 },
  { kind: 'failure', status: 400, message: 'The prompt is stale.' },
  { kind: 'failure', status: 500, message: 'The kitchen is on fire.' },
];
const nodes = ['cook', 'cook', 'tell', 'tell', 'again', 'again', 'more'];
const isStreamed = [false, false, true, true, false, false, false];

/** JSON has 64 bits as text. */
const columns = '* REPLACE (toUInt32(dur_us) AS dur_us, toUInt32(ttft_us) AS ttft_us)';

interface Call {
  readonly request_id: string;
  readonly dur_us: number;
  readonly ttft_us: number;
  readonly [column: string]: unknown;
}

/** What the server served, as Hivebar has to tell it. */
function expectedCall({ request, turn, responseId }: Served): Record<string, unknown> {
  if (turn.kind !== 'answer') {
    return { model: request.model, ok: 0, error_msg: turn.kind === 'failure' ? turn.message : '', request_id: '' };
  }
  const { prompt, completion, cached = 0, reasoning = 0 } = turn.usage;
  return {
    model: turn.model ?? request.model,
    ok: 1,
    error_msg: '',
    request_id: responseId,
    input_tokens: prompt - cached,
    cache_read_tokens: cached,
    output_tokens: completion - reasoning,
    reasoning_tokens: reasoning,
    tool_calls: turn.toolCalls?.length ?? 0,
    finish_reason: turn.toolCalls === undefined ? 'stop' : 'tool_use',
  };
}

describe('a program on the Vercel AI SDK', () => {
  let hivebar: HivebarUnderTest;
  beforeAll(async () => void (hivebar = await startHivebar()));
  afterAll(() => hivebar.stop());

  async function runAgent(threadId: string, environment: Readonly<Record<string, string>>): Promise<ScriptedModel> {
    const model = await startScriptedModel(...script);
    await runProgram('vercel-ai', {
      OTEL_EXPORTER_OTLP_ENDPOINT: hivebar.otlpUrl,
      MODEL_URL: model.url,
      SERVICE_NAME: 'kitchen',
      THREAD_ID: threadId,
      ...environment,
    });
    await model.stop();
    expect(model.left()).toBe(0);
    return model;
  }

  const transports: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['JSON', { PROTOCOL: 'json' }],
    ['protobuf, compressed', { PROTOCOL: 'protobuf', COMPRESSION: 'gzip' }],
  ];

  it.each(transports)('has every call and tool that the model served recorded once, by %s', async (name, transport) => {
    const threadId = `cake by ${name}`;
    const model = await runAgent(threadId, transport);
    const where = `WHERE thread_id = '${threadId}'`;
    const calls = () => hivebar.query<Call>(`SELECT ${columns} FROM hive.model_calls ${where} ORDER BY ts_ms, span_id`);
    await until('all calls are stored', async () => (await calls()).length >= script.length);

    const stored = await calls();
    expect(stored).toHaveLength(script.length);
    for (const [index, served] of model.served.entries()) {
      expect(stored[index]).toMatchObject({
        ...expectedCall(served),
        provider: 'lmstudio',
        node_id: nodes[index],
        source: 'vercel-ai',
        source_version: '4.2.0',
      });
    }
    expect(stored[4]).toMatchObject({ error_type: 'rate_limit' });
    // Only a streamed answer has a first token, and it came after the server had held it back.
    expect(stored.map(({ ttft_us }) => ttft_us > 0)).toEqual(isStreamed);
    for (const { ttft_us, dur_us } of stored.filter((_, index) => isStreamed[index])) {
      expect(ttft_us).toBeGreaterThanOrEqual(holdMs * 1000 - 1000);
      expect(dur_us).toBeGreaterThanOrEqual(ttft_us);
    }

    const tools = await hivebar.query(`SELECT * FROM hive.tool_calls ${where} ORDER BY tool_name, ts_ms`);
    expect(tools).toMatchObject([
      {
        tool_name: 'fridge',
        tool_call_id: 'call_fridge',
        input_json: '{"item":"butter"}',
        ok: 0,
        error_msg: 'there is no butter in the fridge',
        node_id: 'cook',
      },
      {
        tool_name: 'oven',
        tool_call_id: 'call_oven',
        input_json: '{"celsius":180}',
        output_json: '{"ready":true,"celsius":180}',
        ok: 1,
        node_id: 'cook',
      },
      { tool_name: 'oven', tool_call_id: 'call_warm', input_json: '{"celsius":60}', ok: 1, node_id: 'tell' },
    ]);
  });

  it('has the spans around its calls kept as trace events, which count nothing', async () => {
    const events = () =>
      hivebar.query<{ event: string; level: string }>(
        `SELECT event, level FROM seq.trace_events WHERE component = 'kitchen' ORDER BY ts_ms`,
      );
    await until('the events of both runs are stored', async () => (await events()).length >= 8);
    const once = [
      { event: 'ai.generateText', level: 'info' },
      { event: 'ai.streamText', level: 'info' },
      { event: 'ai.generateText', level: 'error' },
      { event: 'ai.streamText', level: 'error' },
    ];
    expect(await events()).toEqual([...once, ...once]);
  });
});

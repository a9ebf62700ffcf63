import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectDatabase } from './database/database.ts';
import { readRuntime } from './database/runtime-file.ts';
import { killServer, testPaths, until } from './database/testing.ts';
import type { Paths } from './host.ts';
import type { Recorder } from './recorder-face.ts';
import { startRecorder } from './recorder.ts';
import { testHost } from './testing.ts';

let paths: Paths;
let recorders: Recorder[] = [];
beforeEach(async () => {
  paths = await testPaths();
});
afterEach(async () => {
  for (const recorder of recorders) await recorder.stop();
  recorders = [];
  await rm(paths.dataDir, { recursive: true, force: true });
});

async function started(): Promise<Recorder> {
  const recorder = startRecorder(testHost(paths));
  recorders.push(recorder);
  await recorder.ready;
  return recorder;
}

/** The log record that Claude Code sends for a call, as an export request of its own. */
function callRequest(requestId: string, atMs: number): unknown {
  const attributes = {
    'event.name': 'api_request',
    'session.id': 's-1',
    'user.email': 'ada@example.org',
    model: 'claude-sonnet-4-5-20250929',
    request_id: requestId,
    input_tokens: '100',
    output_tokens: '20',
    cache_read_tokens: '1000',
    cache_creation_tokens: '0',
    cost_usd: '0.0009',
    duration_ms: '1500',
  };
  const record = {
    timeUnixNano: `${BigInt(Math.floor(atMs)) * 1_000_000n}`,
    body: { stringValue: 'claude_code.api_request' },
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } })),
  };
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'claude-code' } }] };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: {}, logRecords: [record] }] }] };
}

async function send(body: unknown): Promise<{ status: number; answer: unknown }> {
  const runtime = await readRuntime(paths.dataDir);
  if (!runtime.ok) throw new Error(runtime.error.kind);
  const response = await fetch(`http://127.0.0.1:${String(runtime.value.otlpPort)}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: await response.json() };
}

async function calls(): Promise<{ n: number; cost: number; sums: number }> {
  const database = await connectDatabase(paths.dataDir);
  if (!database.ok) throw new Error(database.error.kind);
  try {
    const answer = await database.value.admin.query({
      query: `SELECT toFloat64(count()) AS n, toFloat64(sum(cost_micros)) AS cost,
                     (SELECT toFloat64(sum(calls)) FROM hive.cost_per_hour) AS sums
              FROM hive.model_invocations`,
      format: 'JSONEachRow',
    });
    const [row] = await answer.json<{ n: number; cost: number; sums: number }>();
    return row ?? { n: 0, cost: 0, sums: 0 };
  } finally {
    await database.value.close();
  }
}

it('counts a call once, however often it is sent, also over a restart', async () => {
  const recorder = await started();
  const request = callRequest('req_1', Date.now());
  expect(await send(request)).toEqual({ status: 200, answer: {} });
  expect(await send(request)).toEqual({ status: 200, answer: {} });
  await until('the call is stored', async () => (await calls()).n === 1);
  await recorder.stop();

  await started();
  expect(await send(request)).toEqual({ status: 200, answer: {} });
  expect(await send(callRequest('req_2', Date.now()))).toEqual({ status: 200, answer: {} });
  // A table and its views take a block one after the other.
  await until('the second call is stored and summed', async () => (await calls()).sums === 2);
  expect(await calls()).toEqual({ n: 2, cost: 1_800, sums: 2 });
});

it('takes telemetry while ClickHouse is away, and stores it once ClickHouse is back', async () => {
  const recorder = await started();
  await killServer({ paths });
  await until('the death is noticed', () => recorder.status().database.state !== 'ok');
  // Begins after the recorder did: whether an earlier one was told before only the database knows.
  expect(await send(callRequest('req_1', Date.now() + 2_000))).toEqual({ status: 200, answer: {} });
  const earlier = callRequest('req_0', Date.now() - 60_000);
  await until('the earlier call is taken too', async () => (await send(earlier)).status === 200);
  await until('ClickHouse is back', () => recorder.status().database.state === 'ok');
  await until('both calls are stored', async () => (await calls()).n === 2);
});

it('stores nothing of a pause, and tells the sender so', async () => {
  const recorder = await started();
  await recorder.pause('indefinite');
  const during = Date.now();
  const { status, answer } = await send(callRequest('req_1', during + 1_500));
  expect(status).toBe(200);
  expect(answer).toEqual({ partialSuccess: { rejectedLogRecords: '1', errorMessage: '1 × recording is paused' } });
  await recorder.resume();
  await send(callRequest('req_2', Date.now() + 2_000));
  await until('the call after the pause is stored', async () => (await calls()).n === 1);
  const claude = recorder.status().sources.find(({ name }) => name === 'claude-code');
  expect(claude?.counters).toMatchObject({ accepted: 1, dropped_paused: 1 });
});

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { until } from '../headless/hivebar-program.ts';
import { type HivebarUnderTest, startHivebar } from './agents-under-test.ts';
import { type LosingProxy, startLosingProxy } from './losing-proxy.ts';
import { runProgram } from './run-program.ts';
import { startScriptedModel } from './scripted-model.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe('a program that is not told that its telemetry has arrived', () => {
  let hivebar: HivebarUnderTest;
  let proxy: LosingProxy;
  beforeAll(async () => {
    hivebar = await startHivebar();
    proxy = await startLosingProxy(hivebar.otlpUrl);
  });
  afterAll(async () => {
    await proxy.stop();
    await hivebar.stop();
  });

  async function count(from: string): Promise<number | undefined> {
    return (await hivebar.query<{ rows: number }>(`SELECT toUInt32(count()) AS rows FROM ${from}`))[0]?.rows;
  }

  it('sends it again, and has calls, events and metrics stored once', async () => {
    const usage = { prompt: 10, completion: 5 };
    const model = await startScriptedModel(
      { kind: 'answer', text: 'First.', usage },
      { kind: 'answer', text: 'Second.', usage },
      { kind: 'failure', status: 400, message: 'No.' },
      { kind: 'failure', status: 500, message: 'Not now.' },
    );
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: proxy.url, PROTOCOL: 'protobuf', SERVICE_NAME: 'forgetful' };
    await runProgram('vercel-ai', { ...environment, MODEL_URL: model.url, THREAD_ID: 'again' });
    await runProgram('logs-and-metrics', environment);
    await model.stop();
    // Traces, logs and metrics were each taken once more than the program knows.
    expect(proxy.lost()).toBe(3);

    await until(
      'the last records are stored',
      async () => (await count(`seq.mem_events WHERE app = 'forgetful'`)) === 3,
    );
    expect(await count(`hive.model_invocations WHERE thread_id = 'again'`)).toBe(model.served.length);
    // Four spans around the calls, and four log records.
    expect(await count(`seq.trace_events WHERE component = 'forgetful'`)).toBe(4 + 4);
    expect(await count(`seq.mem_events WHERE app = 'forgetful'`)).toBe(3);
    const tokens = await hivebar.query(
      `SELECT toUInt32(sum(input_tokens)) AS input, toUInt32(sum(output_tokens)) AS output FROM hive.model_invocations`,
    );
    expect(tokens).toEqual([{ input: 20, output: 10 }]);
  });
});

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { until } from '../headless/hivebar-program.ts';
import { type HivebarUnderTest, startHivebar } from './agents-under-test.ts';
import { runProgram } from './run-program.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

interface StoredEvent {
  readonly event: string;
  readonly level: string;
  readonly message: string;
  readonly attributes: string;
}

interface StoredMetric {
  readonly subject: string;
  readonly value: number;
  readonly payload: string;
}

describe('a program that logs and counts', () => {
  let hivebar: HivebarUnderTest;
  beforeAll(async () => void (hivebar = await startHivebar()));
  afterAll(() => hivebar.stop());

  async function run(service: string, transport: Readonly<Record<string, string>>): Promise<void> {
    await runProgram('logs-and-metrics', {
      OTEL_EXPORTER_OTLP_ENDPOINT: hivebar.otlpUrl,
      SERVICE_NAME: service,
      ...transport,
    });
  }
  const eventsOf = (service: string) =>
    hivebar.query<StoredEvent>(
      `SELECT * FROM seq.trace_events WHERE component = '${service}' ORDER BY event DESC, message`,
    );
  const metricsOf = (service: string) =>
    hivebar.query<StoredMetric>(
      `SELECT * FROM seq.mem_events WHERE kind = 'metric' AND app = '${service}' ORDER BY subject`,
    );

  const transports: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['json', { PROTOCOL: 'json' }],
    ['protobuf', { PROTOCOL: 'protobuf', COMPRESSION: 'gzip' }],
  ];

  it.each(transports)('has each log record kept as a trace event, by %s', async (name, transport) => {
    const service = `brewery-${name}`;
    await run(service, transport);
    await until('the log is stored', async () => (await eventsOf(service)).length >= 4);

    const events = await eventsOf(service);
    expect(events).toMatchObject([
      { event: 'log', level: 'fatal', message: '' },
      { event: 'brew.step', level: 'info', message: 'step 0' },
      { event: 'brew.step', level: 'warn', message: 'step 1' },
      { event: 'brew.step', level: 'info', message: 'step 2' },
    ]);
    expect(JSON.parse(events[1]?.attributes ?? '')).toMatchObject({
      number: 0,
      litres: 2.5,
      kinds: ['ale', 'stout'],
      'service.version': '4.2.0',
      'otel.scope.name': 'brewery',
      'otel.scope.version': '0.3.0',
    });
    expect(JSON.parse(events[0]?.attributes ?? '')).toMatchObject({ body: { boiled: 'over', kettle: 2 } });

    await until('the metrics are stored', async () => (await metricsOf(service)).length >= 3);
    const metrics = await metricsOf(service);
    expect(metrics).toMatchObject([
      { subject: 'brew.duration', value: 7 },
      { subject: 'brews', value: 7 },
      { subject: 'kettle.temperature', value: 66.5 },
    ]);
    expect(metrics.map(({ payload }) => JSON.parse(payload) as unknown)).toMatchObject([
      { 'metric.kind': 'histogram', 'metric.unit': 's', 'metric.count': 3, 'metric.temporality': 'delta' },
      { 'metric.kind': 'sum', 'metric.unit': '{brew}', kind: 'ale' },
      { 'metric.kind': 'gauge', 'metric.unit': 'Cel' },
    ]);
  });

  it('has every record of many requests kept, and none twice', async () => {
    const count = 2000;
    await run('brewery-at-scale', { PROTOCOL: 'protobuf', LOG_RECORDS: String(count) });
    const counted = async (): Promise<number | undefined> => {
      const sql = `SELECT toUInt32(count()) AS rows FROM seq.trace_events WHERE component = 'brewery-at-scale'`;
      return (await hivebar.query<{ rows: number }>(sql))[0]?.rows;
    };
    await until('the whole log is stored', async () => ((await counted()) ?? 0) > count);
    expect(await counted()).toBe(count + 1);
    const distinct = `SELECT toUInt32(uniqExact(message)) AS rows FROM seq.trace_events WHERE component = 'brewery-at-scale'`;
    expect((await hivebar.query<{ rows: number }>(distinct))[0]?.rows).toBe(count + 1);
  });
});

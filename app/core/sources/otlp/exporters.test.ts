import { type Attributes as OtelAttributes, SpanStatusCode, context, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtoLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtoMetrics } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as JsonSpans } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoSpans } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import {
  AggregationType,
  type IMetricReader,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OtlpRecord } from './otlp-record.ts';
import { receiverUnderTest } from './testing/receiver-under-test.ts';

const resource = resourceFromAttributes({ 'service.name': 'my-agent', 'service.version': '3.0' });
const origin = {
  serviceName: 'my-agent',
  serviceVersion: '3.0',
  scopeName: 'my-scope',
  scopeVersion: '1.2.3',
  resource: { 'service.name': 'my-agent', 'service.version': '3.0' },
};
const attributes: OtelAttributes = { text: 'grün', whole: 42, part: 0.25, yes: true, list: ['a', 'b'] };
const time = 1_732_187_000_123;
const encodings = ['json', 'protobuf'] as const;

describe.each(encodings)('what the exporters of OpenTelemetry send as %s with gzip', (encoding) => {
  it('arrives as the log records that were emitted', async () => {
    const records = await receive('logs', async (options) => {
      const exporter = encoding === 'json' ? new JsonLogs(options) : new ProtoLogs(options);
      const provider = new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter })] });
      const logger = provider.getLogger('my-scope', '1.2.3');
      logger.emit({
        timestamp: time,
        severityNumber: SeverityNumber.WARN,
        eventName: 'tool.called',
        body: { question: 'why', deep: [1, { two: 2 }] },
        attributes: { ...attributes, large: Number.MAX_SAFE_INTEGER, 'nested.map': { a: null } },
      });
      logger.emit({ timestamp: time, body: 'plain' });
      await provider.shutdown();
    });
    expect(records).toEqual([
      {
        signal: 'log',
        origin,
        timeMs: time,
        severity: 13,
        eventName: 'tool.called',
        body: { question: 'why', deep: [1, { two: 2 }] },
        attributes: { ...attributes, large: Number.MAX_SAFE_INTEGER, 'nested.map': { a: null } },
        traceId: '',
        spanId: '',
      },
      {
        signal: 'log',
        origin,
        timeMs: time,
        severity: 0,
        eventName: '',
        body: 'plain',
        attributes: {},
        traceId: '',
        spanId: '',
      },
    ]);
  });

  it('arrives as the spans that were ended', async () => {
    const ids = { traceId: '', outer: '', inner: '' };
    const records = await receive('traces', async (options) => {
      const exporter = encoding === 'json' ? new JsonSpans(options) : new ProtoSpans(options);
      const provider = new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] });
      const tracer = provider.getTracer('my-scope', '1.2.3');
      const outer = tracer.startSpan('outer', { startTime: time });
      const inner = tracer.startSpan(
        'inner',
        { startTime: time + 1, attributes },
        trace.setSpan(context.active(), outer),
      );
      inner.addEvent('retry', { attempt: 2 }, time + 2);
      inner.setStatus({ code: SpanStatusCode.ERROR, message: 'refused' });
      inner.end(time + 3);
      outer.end(time + 4);
      Object.assign(ids, {
        traceId: outer.spanContext().traceId,
        outer: outer.spanContext().spanId,
        inner: inner.spanContext().spanId,
      });
      await provider.shutdown();
    });
    const common = { signal: 'span', origin, traceId: ids.traceId };
    expect(records).toEqual([
      {
        ...common,
        spanId: ids.inner,
        parentSpanId: ids.outer,
        name: 'inner',
        startMs: time + 1,
        endMs: time + 3,
        attributes,
        status: 'error',
        statusMessage: 'refused',
        events: [{ timeMs: time + 2, name: 'retry', attributes: { attempt: 2 } }],
      },
      {
        ...common,
        spanId: ids.outer,
        parentSpanId: '',
        name: 'outer',
        startMs: time,
        endMs: time + 4,
        attributes: {},
        status: 'unset',
        statusMessage: '',
        events: [],
      },
    ]);
  });

  it('arrives as the points that were measured', async () => {
    const before = Date.now();
    const records = await receive('metrics', async (options) => {
      const exporter = encoding === 'json' ? new JsonMetrics(options) : new ProtoMetrics(options);
      const reader: IMetricReader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 });
      const exponential = { type: AggregationType.EXPONENTIAL_HISTOGRAM } as const;
      const provider = new MeterProvider({
        resource,
        readers: [reader],
        views: [{ instrumentName: 'spread', aggregation: exponential }],
      });
      const meter = provider.getMeter('my-scope', '1.2.3');
      meter.createCounter('tokens', { unit: '{token}' }).add(7, attributes);
      meter.createGauge('heat').record(20.5);
      for (const seconds of [1, 2.5]) meter.createHistogram('latency', { unit: 's' }).record(seconds);
      for (const seconds of [1, 2.5]) meter.createHistogram('spread').record(seconds);
      await provider.shutdown();
    });
    const timeMs: unknown = expect.closeTo(before, -5);
    const common = { signal: 'point', origin, timeMs, attributes: {}, unit: '', temporality: 'cumulative', count: 1 };
    // The exporter decides on the order of the metrics.
    expect([...records].sort(byMetric)).toEqual([
      { ...common, metric: 'heat', kind: 'gauge', temporality: 'unspecified', value: 20.5 },
      { ...common, metric: 'latency', unit: 's', kind: 'histogram', value: 3.5, count: 2 },
      { ...common, metric: 'spread', kind: 'histogram', value: 3.5, count: 2 },
      { ...common, metric: 'tokens', unit: '{token}', kind: 'sum', value: 7, attributes },
    ]);
  });
});

interface ExporterOptions {
  readonly url: string;
  readonly headers: Record<string, string>;
}

function byMetric(one: OtlpRecord, other: OtlpRecord): number {
  const name = (record: OtlpRecord): string => (record.signal === 'point' ? record.metric : '');
  return name(one).localeCompare(name(other));
}

// The exporters name the compression by an enum of a package that they do not export; it is set as users set it.
beforeEach(() => void vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', 'gzip'));
afterEach(() => void vi.unstubAllEnvs());

/** What a receiver with a token hands over while an exporter sends to it. */
async function receive(
  signal: string,
  send: (options: ExporterOptions) => Promise<void>,
): Promise<readonly OtlpRecord[]> {
  const { receiver, records } = await receiverUnderTest({ token: () => 'token' });
  const headers = { Authorization: 'Bearer token' };
  await send({ url: `http://localhost:${receiver.port}/v1/${signal}`, headers });
  expect(receiver.counters()).toMatchObject({ rejected: 0, refused: {} });
  return records;
}

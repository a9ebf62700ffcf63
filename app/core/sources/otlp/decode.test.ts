import { describe, expect, it } from 'vitest';
import type { Signal } from './body-levels.ts';
import type { OtlpLimits } from './otlp-limits.ts';
import { decodeOtlp, receivedMs, rejection } from './testing/decode-otlp.ts';
import { encodeOtlp } from './testing/encode-otlp.ts';
import {
  sampleAttributes,
  sampleLogs,
  sampleMetrics,
  sampleMs,
  sampleSpans,
  spanId,
  traceId,
} from './testing/otlp-samples.ts';

const samples: readonly [Signal, object][] = [
  ['log', sampleLogs],
  ['span', sampleSpans],
  ['point', sampleMetrics],
];
const origin = {
  serviceName: 'claude-code',
  serviceVersion: '2.1.212',
  scopeName: 'com.anthropic.claude_code',
  scopeVersion: '1.0',
  resource: { 'service.name': 'claude-code', 'service.version': '2.1.212', 'host.cpus': 8 },
};
const attributes = Object.fromEntries<unknown>([
  ['text', 'grün “ü” \n"quoted" \\ {['],
  ['yes', true],
  ['no', false],
  ['small', -5],
  ['large', '9223372036854775807'],
  ['double', 0.1],
  ['nan', null],
  ['endless', null],
  ['bytes', 'AAECAw=='],
  ['list', ['a', 1, null]],
  ['map', { in: {} }],
  ['__proto__', 'is a key like others'],
  ['empty', null],
]);

describe('a request in JSON and the same in protobuf', () => {
  it.each(samples)('give the same records (%s)', async (signal, sample) => {
    const json = await decodeOtlp(JSON.stringify(sample), signal);
    const wire = await decodeOtlp(encodeOtlp(sample), signal);
    expect(json.records.length).toBeGreaterThan(0);
    expect(wire.records).toEqual(json.records);
    expect(rejection(json.outcome).count).toBe(0);
    expect(rejection(wire.outcome).count).toBe(0);
  });

  it('give log records with every kind of value, their times and their names', async () => {
    const { records } = await decodeOtlp(JSON.stringify(sampleLogs), 'log');
    const first = records[0];
    expect(first).toEqual({
      signal: 'log',
      origin,
      timeMs: sampleMs,
      severity: 9,
      eventName: '',
      body: 'claude_code.api_request',
      attributes,
      traceId,
      spanId,
    });
    expect(Object.getPrototypeOf(first?.attributes)).toBe(Object.prototype);
    expect(records.slice(1)).toMatchObject([
      { timeMs: sampleMs, severity: 17, eventName: 'failed', body: null, traceId: '' },
      { timeMs: receivedMs, severity: 0, eventName: '' },
      { origin: { ...origin, scopeName: '', scopeVersion: '' }, timeMs: sampleMs, eventName: 'named' },
    ]);
    expect(records[1]?.origin).toBe(first?.origin);
  });

  it('give spans with their events and status', async () => {
    const { records } = await decodeOtlp(encodeOtlp(sampleSpans), 'span');
    expect(records).toEqual([
      {
        signal: 'span',
        origin,
        traceId,
        spanId,
        parentSpanId: '00f067aa0ba902b7',
        name: 'chat gpt-5',
        startMs: sampleMs,
        endMs: sampleMs + 1_000,
        attributes,
        status: 'error',
        statusMessage: 'refused',
        events: [{ timeMs: sampleMs, name: 'exception', attributes: { 'exception.message': 'no' } }],
      },
    ]);
  });

  it('give one record for each point of every kind of metric', async () => {
    const { records } = await decodeOtlp(encodeOtlp(sampleMetrics), 'point');
    const common = { signal: 'point', origin, timeMs: sampleMs, attributes: {} };
    const gauge = { ...common, metric: 'temperature', unit: 'Cel', kind: 'gauge', temporality: 'unspecified' };
    const sum = { ...common, metric: 'claude_code.token.usage', unit: 'tokens', kind: 'sum', temporality: 'delta' };
    const histogram = { ...common, kind: 'histogram' };
    expect(records).toEqual([
      { ...gauge, value: 21.5, count: 1 },
      { ...sum, value: -42, count: 1, attributes: { text: attributes['text'], yes: true } },
      { ...sum, value: null, count: 1 },
      { ...sum, value: null, count: 1 },
      { ...histogram, metric: 'latency', unit: 's', temporality: 'cumulative', value: 1.25, count: 4 },
      {
        ...histogram,
        metric: 'size',
        unit: '',
        temporality: 'delta',
        value: null,
        count: 3,
        attributes: { small: -5 },
      },
      { ...common, metric: 'old', unit: '', kind: 'summary', temporality: 'unspecified', value: 3, count: 2 },
    ]);
  });

  it('are both understood when they hold nothing', async () => {
    for (const nothing of [{}, { resourceLogs: [] }, { resourceLogs: [{ scopeLogs: [{ logRecords: [] }] }] }]) {
      for (const body of [JSON.stringify(nothing), encodeOtlp(nothing)]) {
        const { records, outcome } = await decodeOtlp(body, 'log');
        expect(records).toEqual([]);
        expect(outcome.kind).toBe('done');
      }
    }
  });

  it('are cut alike to the values that a record may hold', async () => {
    const { decoded } = await decodeBoth(sampleAttributes, { valuesPerRecord: 3 });
    expect(decoded).toEqual({ text: attributes['text'], yes: true, no: false });
  });

  it('are cut alike to the length that a text may have', async () => {
    const { decoded } = await decodeBoth(sampleAttributes, { textLength: 4 });
    expect(decoded).toMatchObject({ text: 'grün', larg: '9223372036854775807', byte: 'AAEC' });
  });

  it('are cut alike to the depth that a value may have', async () => {
    const list = { arrayValue: { values: [{ stringValue: 'a' }] } };
    const { decoded } = await decodeBoth(
      [
        { key: 'map', value: { kvlistValue: { values: [{ key: 'in', value: list }] } } },
        { key: 'list', value: { arrayValue: { values: [list, { boolValue: true }] } } },
      ],
      { valueDepth: 1 },
    );
    expect(decoded).toEqual({ map: { in: null }, list: [null, true] });
  });
});

/** Decodes one log record with these attributes in both encodings, which have to agree that something was cut. */
async function decodeBoth(given: object[], limits: Partial<OtlpLimits>): Promise<{ readonly decoded: unknown }> {
  const sample = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes: given }] }] }] };
  const json = await decodeOtlp(JSON.stringify(sample), 'log', limits);
  const wire = await decodeOtlp(encodeOtlp(sample), 'log', limits);
  expect(wire.records).toEqual(json.records);
  expect([json.outcome, wire.outcome]).toMatchObject([{ cut: 1 }, { cut: 1 }]);
  return { decoded: json.records[0]?.attributes };
}

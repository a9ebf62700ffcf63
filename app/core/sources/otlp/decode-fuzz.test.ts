import { describe, expect, it } from 'vitest';
import type { Signal } from './body-levels.ts';
import { decodeOtlp, rejection } from './testing/decode-otlp.ts';
import { encodeOtlp } from './testing/encode-otlp.ts';
import { sampleLogs, sampleMetrics, sampleSpans } from './testing/otlp-samples.ts';

const samples: readonly (readonly [Signal, object])[] = [
  ['log', sampleLogs],
  ['span', sampleSpans],
  ['point', sampleMetrics],
];
const casesEach = 1_500;

describe('a body that was damaged', () => {
  it.each(samples)('never breaks the decoder, in protobuf (%s)', async (signal, sample) => {
    const whole = encodeOtlp(sample);
    const random = randomNumbers(signal.length);
    for (let round = 0; round < casesEach; round++) await expectAnOutcome(damaged(whole, random), signal);
    for (let length = 0; length < whole.length; length++) await expectAnOutcome(whole.subarray(0, length), signal);
  });

  it.each(samples)('never breaks the decoder, in JSON (%s)', async (signal, sample) => {
    const whole = Buffer.from(JSON.stringify(sample));
    const random = randomNumbers(100 + signal.length);
    for (let round = 0; round < casesEach; round++) {
      await expectAnOutcome(damaged(whole, random).toString('latin1'), signal);
    }
    for (let length = 1; length < whole.length; length += 3) {
      const { records, outcome } = await decodeOtlp(whole.toString('utf8', 0, length), signal);
      expect([outcome.kind, records]).toEqual(['refused', []]);
    }
  });

  it('is refused when it is noise', async () => {
    const random = randomNumbers(7);
    for (let round = 0; round < casesEach; round++) {
      const noise = Buffer.from(Array.from({ length: random(300) }, () => random(256)));
      await expectAnOutcome(noise, 'log');
      await expectAnOutcome(noise.toString('latin1'), 'point');
    }
  });

  it('never breaks the decoder when values have wrong types', async () => {
    const random = randomNumbers(11);
    for (const [signal, sample] of samples) {
      for (let round = 0; round < casesEach / 3; round++) {
        await expectAnOutcome(JSON.stringify(withWrongValue(sample, random)), signal);
      }
    }
  });
});

describe('a body that is meant to break the decoder', () => {
  const log = (record: string): string => `{"resourceLogs":[{"scopeLogs":[{"logRecords":[${record}]}]}]}`;

  it('is refused when its JSON is nested without end', async () => {
    for (const deep of ['['.repeat(100_000), '{"a":'.repeat(100_000), log('['.repeat(100_000) + ']'.repeat(100_000))]) {
      expect((await decodeOtlp(deep, 'log')).outcome).toMatchObject({ kind: 'refused', status: 400 });
    }
  });

  it('gives null for what is nested deeper than a record may be in protobuf', async () => {
    let value: object = { stringValue: 'deepest' };
    for (let depth = 0; depth < 500; depth++) value = { arrayValue: { values: [value] } };
    const { records, outcome } = await decodeOtlp(
      encodeOtlp({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: value }] }] }] }),
      'log',
    );
    expect(outcome).toMatchObject({ kind: 'done', cut: 1 });
    expect(JSON.stringify(records[0])).toContain(`"body":${'['.repeat(16)}null${']'.repeat(16)}`);
  });

  it('loses the one record that is too large, and a group whose resource cannot be read', async () => {
    const large = log(`{"body":{"stringValue":"${'x'.repeat(2_000)}"}},{"body":{"stringValue":"small"}}`);
    const decoded = await decodeOtlp(large, 'log', { recordBytes: 1_000 });
    expect(decoded.records).toMatchObject([{ body: 'small' }]);
    expect(rejection(decoded.outcome)).toEqual({ count: 1, message: '1 × a record is larger than 1000 bytes' });
    const group = '{"resource":5,"scopeLogs":[{"logRecords":[{},{}]}]},{"scopeLogs":[{"logRecords":[{}]}]}';
    const grouped = await decodeOtlp(`{"resourceLogs":[${group}]}`, 'log');
    expect(grouped.records).toHaveLength(1);
    expect(rejection(grouped.outcome).message).toBe('2 × resource, scope or metric: resource is not an object');
  });

  it('finds the resource wherever it stands, and reads over members that it does not know', async () => {
    const resource = '"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"late"}}]}';
    const body = `{ "new" : [ {"]":"}\\""} ] , "resourceLogs" : [ { "scopeLogs" : [ { "logRecords" : [ { "flags" : 1 } ,
      {} ] , "scope" : null } ] , ${resource} , "schemaUrl" : "x" } ] }`;
    const { records } = await decodeOtlp(body, 'log');
    expect(records.map(({ origin }) => origin.serviceName)).toEqual(['late', 'late']);
  });
});

describe('a body that is longer than one step of the scanner', () => {
  it('is read the same wherever the step ends', async () => {
    for (let padding = 65_400; padding < 65_560; padding++) {
      const texts = ['x'.repeat(padding) + '"\\"]}{[,:\\', '"'.repeat(3), 'y'.repeat(140_000)];
      const logRecords = texts.map((stringValue) => ({ body: { stringValue }, flags: 1 }));
      const { records } = await decodeOtlp(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }), 'log');
      expect(records.map((record) => record.signal === 'log' && record.body)).toEqual(texts);
    }
  });
});

async function expectAnOutcome(body: string | Buffer, signal: Signal): Promise<void> {
  const { records, outcome } = await decodeOtlp(body, signal);
  if (outcome.kind === 'refused') expect(records).toEqual([]);
  else expect(outcome.kind).toBe('done');
  for (const record of records) JSON.stringify(record);
}

/** Some bytes changed, taken out, doubled or put elsewhere. */
function damaged(whole: Buffer, random: (below: number) => number): Buffer {
  let body = Buffer.from(whole);
  for (let change = 0; change <= random(4); change++) {
    const at = random(body.length);
    const length = 1 + random(8);
    switch (random(4)) {
      case 0:
        body[at] = random(256);
        break;
      case 1:
        body = Buffer.concat([body.subarray(0, at), body.subarray(at + length)]);
        break;
      case 2:
        body = Buffer.concat([body.subarray(0, at + length), body.subarray(at)]);
        break;
      default:
        body[at] = (body[at] ?? 0) ^ (1 << random(8));
    }
  }
  return body;
}

/** A copy in which one value somewhere is of another type. */
function withWrongValue(sample: unknown, random: (below: number) => number): unknown {
  const wrong: unknown[] = [null, true, -1, 1e300, '', 'text', [], {}, [[]], { values: 5 }, '99999999999999999999999'];
  const copy = structuredClone(sample);
  let node: unknown = copy;
  for (;;) {
    const keys = Object.keys(node as object);
    const key = keys[random(keys.length)] ?? '';
    const child = (node as Record<string, unknown>)[key];
    if (typeof child === 'object' && child !== null && Object.keys(child).length > 0 && random(4) > 0) {
      node = child;
      continue;
    }
    (node as Record<string, unknown>)[key] = wrong[random(wrong.length)];
    return copy;
  }
}

/** The same numbers at every run (mulberry32). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below);
  };
}

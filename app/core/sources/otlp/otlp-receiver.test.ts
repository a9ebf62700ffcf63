import { Agent, type Server, createServer } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeOtlp } from './testing/encode-otlp.ts';
import { sampleLogs, sampleMetrics, sampleSpans } from './testing/otlp-samples.ts';
import { type Asked, ask, messageOf, receiverUnderTest } from './testing/receiver-under-test.ts';

const json = JSON.stringify(sampleLogs);
const protobuf = { 'Content-Type': 'application/x-protobuf' };
const gzip = { 'Content-Encoding': 'gzip' };

describe('the OTLP receiver', () => {
  it('answers in the encoding of the request, with nothing in it when all was accepted', async () => {
    const { receiver, records } = await receiverUnderTest();
    const asJson = await ask(receiver, { body: json, headers: { 'Content-Type': 'application/json; charset=utf-8' } });
    expect([asJson.status, asJson.headers['content-type'], asJson.body.toString()]).toEqual([
      200,
      'application/json',
      '{}',
    ]);
    const asWire = await ask(receiver, { body: encodeOtlp(sampleLogs), headers: protobuf });
    expect([asWire.status, asWire.headers['content-type'], asWire.body.length]).toEqual([
      200,
      'application/x-protobuf',
      0,
    ]);
    expect(records).toHaveLength(8);
    expect(receiver.counters()).toMatchObject({ requests: 2, records: 8, rejected: 0, refused: {}, bytesUnderWay: 0 });
  });

  it('takes gzip in both encodings, all three signals, and an empty body', async () => {
    const { receiver, records } = await receiverUnderTest();
    for (const [path, sample] of [
      ['/v1/logs', sampleLogs],
      ['/v1/traces', sampleSpans],
      ['/v1/metrics', sampleMetrics],
    ] as const) {
      const body = gzipSync(JSON.stringify(sample));
      expect((await ask(receiver, { path, body, headers: gzip })).status).toBe(200);
      const wire = gzipSync(encodeOtlp(sample));
      expect((await ask(receiver, { path, body: wire, headers: { ...gzip, ...protobuf } })).status).toBe(200);
    }
    expect(records.map(({ signal }) => signal).sort()).toEqual([
      ...Array<string>(8).fill('log'),
      ...Array<string>(14).fill('point'),
      ...Array<string>(2).fill('span'),
    ]);
    expect((await ask(receiver, { body: '' })).status).toBe(200);
    expect((await ask(receiver, { body: '', headers: { ...gzip, ...protobuf } })).status).toBe(200);
  });

  it('listens on both loopback addresses', async () => {
    const { receiver } = await receiverUnderTest();
    expect((await ask(receiver, { body: json, host: '127.0.0.1' })).status).toBe(200);
    if (receiver.hasIpv6) expect((await ask(receiver, { body: json, host: '::1' })).status).toBe(200);
    expect((await ask(receiver, { body: json, headers: { Host: `LocalHost:${receiver.port}` } })).status).toBe(200);
  });

  it('takes another port when the one it should have is taken', async () => {
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, '0.0.0.0', listening));
    onTestFinished(() => void other.close());
    const port = portOf(other);
    const { receiver, logged } = await receiverUnderTest({ port });
    expect(receiver.port).not.toBe(port);
    expect(logged[0]).toContain('another is used');
    expect((await ask(receiver, { body: json })).status).toBe(200);
  });

  it('has one port on both addresses, also when the one it should have is taken on the other', async () => {
    const other = createServer();
    const port = await new Promise<number | undefined>((resolve) => {
      other.once('error', () => resolve(undefined)).listen(0, '::1', () => resolve(portOf(other)));
    });
    // Without IPv6 there is nothing to be taken.
    if (port === undefined) return;
    onTestFinished(() => void other.close());
    const { receiver } = await receiverUnderTest({ port });
    expect(receiver.port).not.toBe(port);
    for (const host of ['127.0.0.1', '::1']) expect((await ask(receiver, { body: json, host })).status).toBe(200);
  });

  it('keeps a connection for the next request, after a refusal too', async () => {
    const { receiver } = await receiverUnderTest();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    const ports = new Set<number | undefined>();
    for (const body of [json, 'nonsense', json]) {
      const answer = await ask(receiver, { body, agent });
      ports.add(answer.localPort);
    }
    expect(ports.size).toBe(1);
  });

  const refused: readonly [string, number, string, Asked][] = [
    ['JSON that is none', 400, 'at byte 0 request must be an object', { body: 'nonsense' }],
    ['JSON that ends in the middle', 400, 'it ends in the middle', { body: json.slice(0, -9) }],
    ['JSON with more after it', 400, 'something follows', { body: `${json} {}` }],
    ['JSON that is nested too deep', 400, 'deeper than 100', { body: `{"x":${'['.repeat(100_000)}` }],
    ['a list that is none', 400, 'logRecords must be', { body: '{"resourceLogs":[{"scopeLogs":[{"logRecords":5}]}]}' }],
    ['gzip that is none', 400, 'gzip', { body: json, headers: gzip }],
    ['gzip that ends in the middle', 400, 'gzip', { body: gzipSync(json).subarray(0, -12), headers: gzip }],
    ['a web page', 403, 'web pages', { body: json, headers: { Origin: 'http://localhost:4318' } }],
    ['a web page without an Origin', 403, 'web pages', { body: json, headers: { 'Sec-Fetch-Site': 'cross-site' } }],
    ['a web page that asks first', 403, 'web pages', { method: 'OPTIONS', headers: { Origin: 'null' } }],
    ['a name that was made to point here', 403, 'Host', { body: json, headers: { Host: 'rebound.example:4318' } }],
    ['another path', 404, '/v1/logs', { path: '/v1/profiles', body: json }],
    ['another method', 405, 'POST', { method: 'GET' }],
    ['another type', 415, 'Content-Type', { body: json, headers: { 'Content-Type': 'text/plain' } }],
    ['another compression', 415, 'Content-Encoding', { body: json, headers: { 'Content-Encoding': 'br' } }],
  ];
  it.each(refused)('refuses %s with %i', async (_what, status, message, asked) => {
    const { receiver, records } = await receiverUnderTest();
    const answer = await ask(receiver, asked);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(messageOf(answer)).toContain(message);
    expect(records).toEqual([]);
    expect(receiver.counters()).toMatchObject({ refused: { [status]: 1 }, requestsUnderWay: 0, bytesUnderWay: 0 });
  });

  it('says in protobuf why it refuses protobuf', async () => {
    const { receiver } = await receiverUnderTest();
    const answer = await ask(receiver, { body: Buffer.from('garbage!'), headers: protobuf });
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/x-protobuf']);
    const reader = new BinaryReader(answer.body);
    expect([reader.tag()[0], reader.int32(), reader.tag()[0]]).toEqual([1, 3, 2]);
    expect(reader.string()).toContain('protobuf');
  });

  it('tells a GET which method to use', async () => {
    const { receiver } = await receiverUnderTest();
    expect((await ask(receiver, { method: 'GET' })).headers['allow']).toBe('POST');
  });

  it('refuses what is larger than its limits, however it is announced', async () => {
    const { receiver } = await receiverUnderTest({ limits: { compressedBytes: 1_000, bodyBytes: 4_000 } });
    const large = JSON.stringify({ x: 'x'.repeat(10_000) });
    expect((await ask(receiver, { body: large })).status).toBe(413);
    const chunked = { 'Transfer-Encoding': 'chunked' };
    expect((await ask(receiver, { body: large, headers: chunked })).status).toBe(413);
    expect((await ask(receiver, { body: gzipSync(large), headers: gzip })).status).toBe(413);
    expect((await ask(receiver, { body: Buffer.alloc(2_000), headers: { ...gzip, ...chunked } })).status).toBe(413);
    expect((await ask(receiver, { headers: { ...gzip, 'Content-Length': '10000000000' } })).status).toBe(413);
    const records = { resourceLogs: [{ scopeLogs: [{ logRecords: Array<object>(11).fill({}) }] }] };
    const { receiver: second } = await receiverUnderTest({ limits: { recordsPerRequest: 10 } });
    expect((await ask(second, { body: JSON.stringify(records) })).status).toBe(413);
    expect((await ask(second, { body: encodeOtlp(records), headers: protobuf })).status).toBe(413);
  });

  it('understands JSON that was sent to the path of another signal, or to none', async () => {
    const { receiver, records } = await receiverUnderTest();
    for (const path of ['/v1/traces', '/', '/v1/logs/v1/logs', '/v1/logs/?x=1']) {
      expect((await ask(receiver, { path, body: json })).status).toBe(200);
    }
    expect(records).toHaveLength(16);
    expect((await ask(receiver, { path: '/', body: encodeOtlp(sampleLogs), headers: protobuf })).status).toBe(404);
  });

  it('asks for its token and takes no other', async () => {
    const { receiver, records } = await receiverUnderTest({ token: () => Promise.resolve('s3cret') });
    const without = await ask(receiver, { body: json });
    expect([without.status, without.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect((await ask(receiver, { body: json, headers: { Authorization: 'Bearer s3cre' } })).status).toBe(401);
    expect(records).toEqual([]);
    expect((await ask(receiver, { body: json, headers: { Authorization: 'bearer s3cret' } })).status).toBe(200);
  });

  it('keeps the records that can be read and tells how many could not', async () => {
    const { receiver, records } = await receiverUnderTest();
    const logRecords = [{ body: { stringValue: 'good' } }, { attributes: 5 }, 'none', { timeUnixNano: 'yesterday' }];
    const body = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
    const answer = await ask(receiver, { body });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body.toString())).toEqual({
      partialSuccess: {
        rejectedLogRecords: '3',
        errorMessage: '1 × attributes is not a list; 1 × a record is not an object; 1 × timeUnixNano is not an integer',
      },
    });
    expect(records).toMatchObject([{ body: 'good' }]);
    expect(receiver.counters()).toMatchObject({ records: 1, rejected: 3 });
  });

  it('counts what the rows refuse like what could not be read, in protobuf too', async () => {
    const { receiver } = await receiverUnderTest({
      accept: () => Promise.resolve({ rejected: [{ index: 0, reason: 'too old' }], full: false }),
    });
    const answer = await ask(receiver, { path: '/v1/traces', body: encodeOtlp(sampleSpans), headers: protobuf });
    const reader = new BinaryReader(answer.body);
    expect([reader.tag()[0], reader.uint32() > 0]).toEqual([1, true]);
    expect([reader.tag()[0], Number(reader.int64()), reader.tag()[0], reader.string()]).toEqual([
      1,
      1,
      2,
      '1 × too old',
    ]);
  });

  it('takes no span from logs that were sent to the path of traces in protobuf', async () => {
    const { receiver, records } = await receiverUnderTest();
    const answer = await ask(receiver, { path: '/v1/traces', body: encodeOtlp(sampleLogs), headers: protobuf });
    expect(answer.status).toBe(200);
    expect(records).toEqual([]);
    expect(receiver.counters()).toMatchObject({ records: 0, rejected: 4 });
  });

  it('asks the sender back when there is no room, or when the rows fail', async () => {
    const { receiver } = await receiverUnderTest({ accept: () => Promise.resolve({ rejected: [], full: true }) });
    const full = await ask(receiver, { body: json });
    expect([full.status, full.headers['retry-after']]).toEqual([503, '2']);
    const { receiver: broken, logged } = await receiverUnderTest({ accept: () => Promise.reject(new Error('broken')) });
    expect((await ask(broken, { body: json })).status).toBe(503);
    expect(logged).toEqual(['error An OTLP request failed in Hivebar itself']);
  });

  it('takes so many requests and bytes at once and not more', async () => {
    const held: (() => void)[] = [];
    const { receiver } = await receiverUnderTest({
      limits: { requestsUnderWay: 1, bytesUnderWay: json.length + 10 },
      accept: () => new Promise((go) => held.push(() => go({ rejected: [], full: false }))),
    });
    const first = ask(receiver, { body: json });
    await expect.poll(() => held.length).toBe(1);
    expect(receiver.counters()).toMatchObject({ requestsUnderWay: 1, bytesUnderWay: Buffer.byteLength(json) });
    const second = await ask(receiver, { body: json });
    expect([second.status, second.headers['retry-after']]).toEqual([429, '2']);
    for (const go of held) go();
    expect((await first).status).toBe(200);
    expect((await ask(receiver, { body: json + ' '.repeat(100) })).status).toBe(429);
    expect(receiver.counters()).toMatchObject({ requestsUnderWay: 0, bytesUnderWay: 0 });
  });

  it('answers 408 to a sender that takes too long', async () => {
    const { receiver } = await receiverUnderTest({ limits: { headersTimeoutMs: 50, requestTimeoutMs: 100 } });
    const head = 'POST /v1/logs HTTP/1.1\r\nHost: localhost\r\n';
    const slowBody = `${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`;
    for (const sent of [head, slowBody]) {
      expect(await sayAndListen(receiver.port, sent)).toContain('408');
    }
    expect(receiver.counters()).toMatchObject({ refused: { 408: 2 }, requestsUnderWay: 0, bytesUnderWay: 0 });
  });

  it('answers 400 to what is no HTTP', async () => {
    const { receiver } = await receiverUnderTest();
    expect(await sayAndListen(receiver.port, 'EHLO localhost\r\n\r\n')).toContain('400');
  });

  it('forgets a sender that goes away in the middle', async () => {
    const { receiver, records } = await receiverUnderTest();
    const socket = connect(receiver.port, '127.0.0.1');
    socket.write(
      'POST /v1/logs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    );
    await expect.poll(() => receiver.counters().requestsUnderWay).toBe(1);
    socket.destroy();
    await expect.poll(() => receiver.counters().lost).toBe(1);
    expect(receiver.counters()).toMatchObject({ requestsUnderWay: 0, bytesUnderWay: 0 });
    expect(records).toEqual([]);
  });

  it('finishes what is under way when it stops, and takes nothing more', async () => {
    const held: (() => void)[] = [];
    const { receiver } = await receiverUnderTest({
      accept: () => new Promise((go) => held.push(() => go({ rejected: [], full: false }))),
    });
    const first = ask(receiver, { body: json });
    await expect.poll(() => held.length).toBe(1);
    const stopped = receiver.stop();
    for (const go of held) go();
    expect((await first).status).toBe(200);
    await stopped;
    await expect(ask(receiver, { body: json })).rejects.toThrow('ECONNREFUSED');
  });
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

function sayAndListen(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (said: string) => (heard += said));
    socket.on('error', () => resolve(heard)).on('close', () => resolve(heard));
  });
}

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ask, receiverUnderTest } from './testing/receiver-under-test.ts';

const gzip = { 'Content-Encoding': 'gzip' };
const log = (index: number): object => ({
  timeUnixNano: '1732187000123456789',
  severityNumber: 9,
  body: { stringValue: 'claude_code.api_request' },
  attributes: Array.from({ length: 20 }, (_, at) => ({ key: `attribute.${at}`, value: { stringValue: `v${index}` } })),
});

describe('the OTLP receiver under load', () => {
  it('stops at the limit of a gzip stream that would become 10 GB', async () => {
    const { receiver } = await receiverUnderTest();
    // A gzip stream may consist of many: each of these ten kilobytes becomes ten megabytes.
    const bomb = Buffer.concat(Array<Buffer>(1_000).fill(gzipSync(Buffer.alloc(10_000_000))));
    const before = process.memoryUsage();
    const startedAt = performance.now();
    const answer = await ask(receiver, { body: bomb, headers: gzip });
    const after = process.memoryUsage();
    expect(answer.status).toBe(413);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(100_000_000);
    expect(receiver.counters()).toMatchObject({ bytesUnderWay: 0, requestsUnderWay: 0 });
  });

  it('lets the event loop on while it reads bodies of 5,000 records', async () => {
    const body = JSON.stringify({
      resourceLogs: [{ scopeLogs: [{ logRecords: Array.from({ length: 5_000 }, (_, index) => log(index)) }] }],
    });
    const { receiver, records } = await receiverUnderTest();
    await ask(receiver, { body });
    const turns = countTurns();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await Promise.all(Array.from({ length: 4 }, () => ask(receiver, { body })));
    delay.disable();
    expect(records).toHaveLength(25_000);
    // A parse of the whole body would be one turn. The bound on time is wide: the machine of the test may be busy.
    expect(turns.stop()).toBeGreaterThan(20);
    expect(delay.percentile(50) / 1e6).toBeLessThan(50);
  });

  it('hands over at most 100 records at a time, in their order', async () => {
    const sizes: number[] = [];
    const bodies: unknown[] = [];
    const { receiver } = await receiverUnderTest({
      accept: (records) => {
        sizes.push(records.length);
        bodies.push(...records.map((record) => record.signal === 'log' && record.body));
        return Promise.resolve({ rejected: [], full: false });
      },
    });
    const logRecords = Array.from({ length: 250 }, (_, index) => ({ body: { intValue: index } }));
    await ask(receiver, { body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }) });
    expect(sizes).toEqual([100, 100, 50]);
    expect(bodies).toEqual(Array.from({ length: 250 }, (_, index) => index));
  });
});

/** Counts the rounds of the event loop. */
function countTurns(): { stop(): number } {
  let turns = 0;
  let isCounting = true;
  const count = (): void => {
    turns += 1;
    if (isCounting) setImmediate(count);
  };
  count();
  return {
    stop: () => {
      isCounting = false;
      return turns;
    },
  };
}

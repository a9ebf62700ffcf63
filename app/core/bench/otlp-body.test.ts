import { expect, it } from 'vitest';
import { decodeOtlp } from '../sources/otlp/testing/decode-otlp.ts';
import { OtlpBody } from './otlp-body.ts';

it('is read as log records of Claude Code, each with the time and a request of its own', async () => {
  const body = new OtlpBody(3);
  for (const first of [7, 1_000_000]) {
    const { records } = await decodeOtlp(body.stamp(1_732_187_000_123, first).toString('utf8'), 'log');
    expect(records).toMatchObject(
      [0, 1, 2].map((at) => ({
        signal: 'log',
        timeMs: 1_732_187_000_123,
        origin: { serviceName: 'claude-code' },
        attributes: { request_id: `req_bench_${String(first + at).padStart(12, '0')}`, output_tokens: 421 },
      })),
    );
    expect(Object.keys(records[0]?.attributes ?? {})).toHaveLength(20);
  }
});

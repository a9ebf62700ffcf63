import { systemClock } from '../../../host/system-clock.ts';
import { type BodyOutcome, acceptBody } from '../accept-body.ts';
import type { Signal } from '../body-levels.ts';
import { jsonCodec } from '../json-codec.ts';
import { type OtlpLimits, defaultLimits } from '../otlp-limits.ts';
import type { OtlpRecord } from '../otlp-record.ts';
import { Turns } from '../turns.ts';
import { wireCodec } from '../wire-codec.ts';

/** What records without a time get in tests. */
export const receivedMs = 1_000;

/** Decodes a body and tells the records that were handed over. A text is JSON, bytes are protobuf. */
export async function decodeOtlp(
  body: string | Buffer,
  signal: Signal,
  limits: Partial<OtlpLimits> = {},
): Promise<{ readonly records: OtlpRecord[]; readonly outcome: BodyOutcome }> {
  const records: OtlpRecord[] = [];
  const effective = { ...defaultLimits, ...limits };
  const outcome = await acceptBody(Buffer.from(body), signal, {
    codec: typeof body === 'string' ? jsonCodec(effective.jsonDepth) : wireCodec,
    limits: effective,
    turns: new Turns(systemClock()),
    receivedMs,
    accept: (chunk) => {
      records.push(...chunk);
      return Promise.resolve({ rejected: [], full: false });
    },
  });
  return { records, outcome };
}

/** What was rejected of a body whose other records were accepted. */
export function rejection(outcome: BodyOutcome): { readonly count: number; readonly message: string } {
  if (outcome.kind !== 'done') throw new Error(`The body was not accepted but ${outcome.kind}`);
  return { count: outcome.rejected.count, message: outcome.rejected.message() };
}

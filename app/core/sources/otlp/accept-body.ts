import { BadBody, BodyIndex } from './body-index.ts';
import type { Signal } from './body-levels.ts';
import type { OtlpLimits } from './otlp-limits.ts';
import type { OtlpRecord } from './otlp-record.ts';
import type { ReadRecord, RecordCodec } from './record-codec.ts';
import { RejectedRecords } from './rejected-records.ts';
import type { Turns } from './turns.ts';
import { ValueBudget } from './value-budget.ts';

/** What became of records that were handed over. */
export interface OtlpAnswer {
  /** Records that can never be stored, by their index, with a reason that holds no content. */
  readonly rejected: readonly { readonly index: number; readonly reason: string }[];
  /** True when there was no room for some: the sender sends all of them again, and what was stored is recognised. */
  readonly full: boolean;
}

/** Takes up to 100 records. Settles when what it accepts will survive the process. */
export type AcceptRecords = (records: readonly OtlpRecord[]) => Promise<OtlpAnswer>;

/** A few at a time: what `accept` does with them holds up the event loop too. */
const recordsPerCall = 100;

/** What became of a body. */
export type BodyOutcome =
  | { readonly kind: 'done'; readonly records: number; readonly rejected: RejectedRecords; readonly cut: number }
  | { readonly kind: 'full' }
  | { readonly kind: 'refused'; readonly status: 400 | 413; readonly message: string };

export interface BodyDeps {
  readonly codec: RecordCodec;
  readonly limits: OtlpLimits;
  readonly turns: Turns;
  readonly accept: AcceptRecords;
  readonly receivedMs: number;
}

/**
 * Reads a body and hands its records over. Nothing is handed over of a body that cannot be read as a whole; a single
 * record that cannot be read is rejected and the others are kept. Lets the event loop on every 8 ms.
 */
export async function acceptBody(body: Buffer, signal: Signal, deps: BodyDeps): Promise<BodyOutcome> {
  const { codec, limits, turns, accept, receivedMs } = deps;
  await turns.next();
  const index = new BodyIndex(limits.recordsPerRequest);
  try {
    const steps = codec.index(body, index, signal);
    while (steps.next().done !== true) if (turns.isOver()) await turns.next();
  } catch (error) {
    if (error instanceof BadBody) return { kind: 'refused', status: error.status, message: error.message };
    throw error;
  }
  const budget = new ValueBudget(limits);
  const rejected = new RejectedRecords();
  let accepted = 0;
  let chunk: OtlpRecord[] = [];
  const handOver = async (): Promise<boolean> => {
    const records = chunk;
    chunk = [];
    if (records.length === 0) return true;
    const answer = await accept(records);
    // A record may become several rows that are refused for the same reason; it is one record all the same.
    const refused = new Map(answer.rejected.map(({ index, reason }) => [index, reason]));
    for (const reason of refused.values()) rejected.add(reason);
    accepted += Math.max(0, records.length - refused.size);
    await turns.next();
    return !answer.full;
  };
  for (const group of index.groups) {
    const read = attempt(codec, () => codec.open(body, group, receivedMs, budget));
    for (let at = 0; at < group.ranges.length; at += 2) {
      const record = readOne(codec, limits, budget, read, group.ranges[at] ?? 0, group.ranges[at + 1] ?? 0);
      if (typeof record === 'string') rejected.add(record);
      else chunk.push(record);
      if (chunk.length >= recordsPerCall) {
        if (!(await handOver())) return { kind: 'full' };
      } else if (turns.isOver()) await turns.next();
    }
  }
  if (!(await handOver())) return { kind: 'full' };
  return { kind: 'done', records: accepted, rejected, cut: budget.recordsCut };
}

/** One record, or why there is none. */
function readOne(
  codec: RecordCodec,
  limits: OtlpLimits,
  budget: ValueBudget,
  read: ReadRecord | string,
  start: number,
  end: number,
): OtlpRecord | string {
  if (typeof read === 'string') return `resource, scope or metric: ${read}`;
  if (end - start > limits.recordBytes) return `a record is larger than ${limits.recordBytes} bytes`;
  budget.reset();
  return attempt(codec, () => read(start, end));
}

function attempt<T>(codec: RecordCodec, read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    const problem = codec.problem(error);
    if (problem === null) throw error;
    return problem;
  }
}

import type { BodyIndex, RecordGroup } from './body-index.ts';
import type { Signal } from './body-levels.ts';
import type { OtlpRecord } from './otlp-record.ts';
import type { ValueBudget } from './value-budget.ts';

/** Reads the record that stands between two offsets. Throws when that one record cannot be read. */
export type ReadRecord = (start: number, end: number) => OtlpRecord;

/** What the two encodings do differently. */
export interface RecordCodec {
  /** Finds the records of a body, with a pause where the event loop may be let on. `signal` is what the path says. */
  index(body: Buffer, index: BodyIndex, signal: Signal): Generator<void, void>;
  /** Prepares to read the records of a group; throws when what they share cannot be read. */
  open(body: Buffer, group: RecordGroup, receivedMs: number, budget: ValueBudget): ReadRecord;
  /** Why a record could not be read, in words without content; null when the error is not about the record. */
  problem(error: unknown): string | null;
}

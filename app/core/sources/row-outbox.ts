import { type RowRefusal, type RowSink, type TableRow } from './row-sink.ts';

export interface OutboxCounters {
  accepted: number;
  /** Refusals, counting every attempt. */
  refused: number;
  /** Rows given up: the outbox was full, or the row can never be stored. */
  lost: number;
}

/**
 * Rows in front of the writer. A refused row waits here, in order, and is tried again with `retry`.
 * At most `limit` rows wait; at the limit the oldest is given up and counted as lost.
 */
export class RowOutbox {
  readonly counters: OutboxCounters = { accepted: 0, refused: 0, lost: 0 };
  private readonly sink: RowSink;
  private readonly limit: number;
  private readonly waiting: TableRow[] = [];
  private refusal: RowRefusal | undefined;

  constructor(sink: RowSink, limit = 500) {
    this.sink = sink;
    this.limit = limit;
  }

  push(row: TableRow): void {
    this.waiting.push(row);
    this.retry();
    if (this.waiting.length > this.limit) {
      this.waiting.shift();
      this.counters.lost += 1;
    }
  }

  /** Hands over what waits, oldest first, until the sink refuses. */
  retry(): void {
    let next = this.waiting[0];
    while (next !== undefined) {
      const result = this.sink.append(next.table, next.row);
      if (result.ok) {
        this.counters.accepted += 1;
        this.refusal = undefined;
      } else {
        this.counters.refused += 1;
        this.refusal = result.error;
        if (result.error.kind !== 'rejected') return;
        this.counters.lost += 1;
      }
      this.waiting.shift();
      next = this.waiting[0];
    }
  }

  /** The rows that wait, oldest first. */
  pending(): readonly TableRow[] {
    return this.waiting;
  }

  /** The last refusal, while nothing was accepted since. */
  lastRefusal(): RowRefusal | undefined {
    return this.refusal;
  }
}

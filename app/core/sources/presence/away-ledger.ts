import { type Segment } from '../window/segment-track.ts';

export interface LedgerOptions {
  /** No input in this application does not mean away. */
  readonly isExempt: (segment: Segment) => boolean;
  /** Called with every segment, or piece of one, whose mark is certain, in order of time. */
  readonly released: (segment: Segment, away: boolean) => void;
  /** At most this many segments wait; at the limit the oldest is released with the mark that is true so far. */
  readonly limit?: number;
}

interface Turn {
  readonly fromMs: number;
  readonly away: boolean;
}

/**
 * Holds segments back until it is certain whether the person was there. That the person left is only known later
 * (after three minutes without input, say) and counts from the last input, so a segment closed meanwhile must wait.
 * A segment that contains a turn is split there: a row is wholly away or wholly not.
 */
export class AwayLedger {
  private readonly options: LedgerOptions;
  private readonly limit: number;
  private readonly waiting: Segment[] = [];
  private turns: Turn[] = [{ fromMs: 0, away: false }];

  constructor(options: LedgerOptions) {
    this.options = options;
    this.limit = options.limit ?? 2_000;
  }

  add(segment: Segment): void {
    this.waiting.push(segment);
    if (this.waiting.length > this.limit) this.release(1);
  }

  /** From `fromMs` on the person is away, or back. Turns come in order of time; one dated too early is moved up. */
  turn(fromMs: number, away: boolean): void {
    const last = this.turns.at(-1);
    if (last?.away === away) return;
    this.turns.push({ fromMs: Math.max(fromMs, last?.fromMs ?? 0), away });
  }

  /** No turn will be dated before `untilMs` any more: what ended by then is released. */
  certainUntil(untilMs: number): void {
    let count = 0;
    for (const { endMs } of this.waiting) {
      if (endMs > untilMs) break;
      count += 1;
    }
    this.release(count);
    const oldestMs = Math.min(this.waiting[0]?.startMs ?? untilMs, untilMs);
    while (this.turns[1] !== undefined && this.turns[1].fromMs <= oldestMs) this.turns.shift();
  }

  /** The clock was put back: times from before it cannot be compared with times after it. */
  restart(atMs: number): void {
    this.release(this.waiting.length);
    this.turns = [{ fromMs: atMs, away: this.isAway() }];
  }

  isAway(): boolean {
    return this.turns.at(-1)?.away ?? false;
  }

  pending(): readonly Segment[] {
    return this.waiting;
  }

  /** The pieces of `segment` with their marks as they are known now. */
  marked(segment: Segment): { readonly segment: Segment; readonly away: boolean }[] {
    const exempt = this.options.isExempt(segment);
    const pieces = this.turns.flatMap(({ fromMs, away }, index) => {
      const startMs = Math.max(segment.startMs, fromMs);
      const endMs = Math.min(segment.endMs, this.turns[index + 1]?.fromMs ?? Infinity);
      return startMs < endMs ? [{ startMs, endMs, away: away && !exempt }] : [];
    });
    return pieces.map(({ startMs, endMs, away }, index) => ({
      segment: { ...segment, startMs, endMs, id: index === 0 ? segment.id : `${segment.id}.${index}` },
      away,
    }));
  }

  private release(count: number): void {
    for (const segment of this.waiting.splice(0, count)) {
      for (const piece of this.marked(segment)) this.options.released(piece.segment, piece.away);
    }
  }
}

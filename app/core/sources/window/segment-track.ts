import { utcOffsetMin } from '../../utc-offset.ts';
import { nextLocalHour } from '../local-hours.ts';
import { type WindowFacts, sameWindow } from './window-sample.ts';

/** A stretch of time in which one window was active. */
export interface Segment {
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly facts: WindowFacts;
  readonly tz: string;
  readonly utcOffsetMin: number;
}

export interface TrackOptions {
  /** A change that does not last this long belongs to what follows it. */
  readonly settleMs: number;
  /** A window that changes without rest is taken as it is after this long. */
  readonly restlessMs: number;
  readonly longestMs: number;
  readonly newId: () => string;
  /** Called with every finished segment, in order of time. */
  readonly closed: (segment: Segment) => void;
}

interface Open {
  id: string;
  startMs: number;
  readonly facts: WindowFacts;
}

interface Change {
  readonly facts: WindowFacts | null;
  /** When the change was first seen: where the old segment ends and the new one starts. */
  readonly sinceMs: number;
  /** When `facts` was first seen. */
  readonly seenMs: number;
}

/**
 * Turns observations of the active window into segments. Invariants: segments never overlap while the clock runs
 * forward; without a gap in the observations every moment belongs to exactly one segment or to no recorded window;
 * a segment lies within one hour of the wall clock and is at most `longestMs` long.
 */
export class SegmentTrack {
  private readonly options: TrackOptions;
  private open: Open | undefined;
  private change: Change | undefined;
  private lastMs = 0;
  private pulseMs = 0;
  private zone = 'UTC';
  private edgeMs = 0;

  constructor(options: TrackOptions) {
    this.options = options;
  }

  /**
   * The window is `facts` at `atMs`; null: no window, or one that is not recorded. An observation more than `pulseMs`
   * after the last one leaves a gap, exactly `pulseMs` after it does not.
   */
  observe(atMs: number, facts: WindowFacts | null, pulseMs: number, zone: string): void {
    if (this.isRunning() && (atMs - this.lastMs > pulseMs || this.isBehind(atMs, pulseMs))) this.close(this.lastMs);
    const now = this.isRunning() ? Math.max(atMs, this.lastMs) : atMs;
    this.settle(now);
    this.lastMs = now;
    this.pulseMs = pulseMs;
    if (zone !== this.zone) this.changeZone(now, zone);
    this.compare(now, facts);
    this.settle(now);
    this.cutAtEdges(now);
  }

  /** Lets time pass without a new observation: a change that has rested long enough becomes a segment. */
  settle(nowMs: number): void {
    const { change } = this;
    if (change === undefined) return;
    const rested = nowMs - change.seenMs >= this.options.settleMs;
    if (rested || nowMs - change.sinceMs >= this.options.restlessMs) this.take(change);
  }

  /** When `settle` has something to do, if nothing else is observed before. */
  settlesAtMs(): number | undefined {
    return this.change === undefined ? undefined : this.change.seenMs + this.options.settleMs;
  }

  /** Ends the open segment at `atMs` and goes on with the same window in a new one. */
  cut(atMs: number): void {
    if (this.change !== undefined && this.change.sinceMs <= atMs) this.take(this.change);
    const { open } = this;
    if (open === undefined || atMs <= open.startMs || this.lastingUntil(atMs) !== atMs) return;
    this.finish(open, atMs);
    this.begin(open.facts, atMs);
    this.lastMs = Math.max(this.lastMs, atMs);
  }

  /** Ends what is open at `atMs`, or at the last observation if that is too long ago to vouch for `atMs`. */
  close(atMs: number): void {
    const endMs = this.lastingUntil(atMs);
    if (this.change !== undefined) this.take(this.change);
    if (this.open !== undefined) this.finish(this.open, endMs);
    this.open = undefined;
  }

  /** The open segment as it would be if it ended at `atMs`. */
  current(atMs: number): Segment | undefined {
    return this.open === undefined
      ? undefined
      : this.segment(this.open, Math.max(this.open.startMs, this.lastingUntil(atMs)));
  }

  private lastingUntil(atMs: number): number {
    return atMs - this.lastMs <= this.pulseMs ? atMs : this.lastMs;
  }

  private isRunning(): boolean {
    return this.open !== undefined || this.change !== undefined;
  }

  /** The clock was put back: further than a correction of the time service would. */
  private isBehind(atMs: number, pulseMs: number): boolean {
    const startMs = this.open?.startMs ?? this.change?.sinceMs ?? atMs;
    return atMs < startMs || this.lastMs - atMs > pulseMs;
  }

  private compare(now: number, facts: WindowFacts | null): void {
    const { open, change } = this;
    if (isSame(facts, open?.facts ?? null)) this.change = undefined;
    else if (change === undefined) this.change = { facts, sinceMs: now, seenMs: now };
    else if (!isSame(facts, change.facts)) this.change = { facts, sinceMs: change.sinceMs, seenMs: now };
  }

  private take(change: Change): void {
    this.change = undefined;
    if (this.open !== undefined) this.finish(this.open, change.sinceMs);
    this.open = undefined;
    if (change.facts !== null) this.begin(change.facts, change.sinceMs);
  }

  private begin(facts: WindowFacts, atMs: number): void {
    this.open = { id: this.options.newId(), startMs: atMs, facts };
    this.edgeMs = this.nextEdge(atMs);
  }

  private nextEdge(atMs: number): number {
    return Math.min(atMs + this.options.longestMs, nextLocalHour(atMs, this.zone));
  }

  private cutAtEdges(now: number): void {
    while (this.open !== undefined && this.change === undefined && this.edgeMs <= now) this.cut(this.edgeMs);
  }

  /** Reports the segment, in pieces where an hour or the longest length ends within it. */
  private finish(open: Open, endMs: number): void {
    let piece = open;
    for (let edge = this.nextEdge(piece.startMs); edge < endMs; edge = this.nextEdge(piece.startMs)) {
      this.options.closed(this.segment(piece, edge));
      piece = { id: this.options.newId(), startMs: edge, facts: open.facts };
    }
    if (endMs > piece.startMs) this.options.closed(this.segment(piece, endMs));
  }

  private changeZone(now: number, zone: string): void {
    this.cut(now);
    this.zone = zone;
    if (this.open !== undefined) this.edgeMs = this.nextEdge(this.open.startMs);
  }

  private segment(open: Open, endMs: number): Segment {
    return {
      id: open.id,
      startMs: open.startMs,
      endMs,
      facts: open.facts,
      tz: this.zone,
      utcOffsetMin: utcOffsetMin(open.startMs, this.zone),
    };
  }
}

function isSame(a: WindowFacts | null, b: WindowFacts | null): boolean {
  return a === null || b === null ? a === b : sameWindow(a, b);
}

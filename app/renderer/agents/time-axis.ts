export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** A stretch without anything, drawn narrower than it was. */
export interface Pause extends TimeSpan {
  /** Where it is drawn, as parts of the whole axis. */
  readonly from: number;
  readonly to: number;
}

/** Where moments stand on an axis from 0 to 1. Time goes evenly but for pauses, which are shortened. */
export interface TimeAxis {
  readonly position: (ms: number) => number;
  readonly momentAt: (position: number) => number;
  readonly pauses: readonly Pause[];
}

/** A pause this part of the working time or longer is shortened, and no shorter one than a second. */
const longPauseShare = 0.04;
const longPauseMs = 1_000;
/** How wide a shortened pause is at most, and all of them together, as parts of the working time. */
const pauseWidth = 0.015;
const pausesWidth = 0.25;

/** The piece of the axis up to a moment: within it time goes evenly. */
interface Knot {
  readonly ms: number;
  readonly at: number;
}

/** An axis over `spans`, which are in the order of their begin. */
export function timeAxis(spans: readonly TimeSpan[]): TimeAxis {
  const busy = merge(spans);
  const first = busy[0];
  if (first === undefined) return { position: () => 0, momentAt: () => 0, pauses: [] };
  const busyMs = busy.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const isLong = (ms: number) => ms >= Math.max(longPauseMs, busyMs * longPauseShare);
  const gaps = busy.slice(1).map((span, index) => span.startMs - (busy[index]?.endMs ?? span.startMs));
  const longCount = gaps.filter(isLong).length;
  const shortenedMs = Math.max(1, busyMs) * Math.min(pauseWidth, pausesWidth / Math.max(1, longCount));

  const knots: Knot[] = [{ ms: first.startMs, at: 0 }];
  const shortened: { readonly knot: number; readonly span: TimeSpan }[] = [];
  let at = 0;
  for (const [index, span] of busy.entries()) {
    const gapMs = gaps[index - 1];
    if (gapMs !== undefined) {
      const short = isLong(gapMs);
      if (short) shortened.push({ knot: knots.length, span: { startMs: span.startMs - gapMs, endMs: span.startMs } });
      at += short ? shortenedMs : gapMs;
      knots.push({ ms: span.startMs, at });
    }
    at += span.endMs - span.startMs;
    knots.push({ ms: span.endMs, at });
  }
  const whole = Math.max(at, 1);
  const scaled = knots.map((knot) => ({ ms: knot.ms, at: knot.at / whole }));
  return {
    position: (ms) => between(scaled, ms, 'ms', 'at'),
    momentAt: (position) => between(scaled, position, 'at', 'ms'),
    pauses: shortened.map(({ knot, span }) => ({
      ...span,
      from: scaled[knot - 1]?.at ?? 0,
      to: scaled[knot]?.at ?? 0,
    })),
  };
}

/** The stretches in which anything went on. */
function merge(spans: readonly TimeSpan[]): TimeSpan[] {
  const merged: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of spans) {
    const last = merged.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else merged.push({ startMs, endMs: Math.max(startMs, endMs) });
  }
  return merged;
}

/** Reads the other side of the knots at `value`; beyond the ends it stays at the end. */
function between(knots: readonly Knot[], value: number, given: 'ms' | 'at', wanted: 'ms' | 'at'): number {
  let low = 0;
  let high = knots.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((knots[middle]?.[given] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  const right = knots[low];
  const left = knots[low - 1];
  if (right === undefined) return 0;
  if (left === undefined || value >= right[given]) return right[wanted];
  const length = right[given] - left[given];
  return left[wanted] + ((value - left[given]) / (length === 0 ? 1 : length)) * (right[wanted] - left[wanted]);
}

/** A stretch of time, end not included. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Nothing is recorded finer than this can show. */
export const leastSpanMs = 10_000;

export function lengthOf({ fromMs, toMs }: Span): number {
  return toMs - fromMs;
}

/** `span` moved, and if need be shortened, so that it lies in `day`; never shorter than can be shown. */
export function within(span: Span, day: Span): Span {
  const length = Math.min(Math.max(lengthOf(span), leastSpanMs), lengthOf(day));
  const fromMs = Math.min(Math.max(span.fromMs, day.fromMs), day.toMs - length);
  return { fromMs, toMs: fromMs + length };
}

/** `span` with `factor` times its length; the moment `atMs` stays where it is. A factor below 1 looks closer. */
export function zoomed(span: Span, day: Span, factor: number, atMs: number): Span {
  const length = Math.min(Math.max(lengthOf(span) * factor, leastSpanMs), lengthOf(day));
  const share = (atMs - span.fromMs) / lengthOf(span);
  const fromMs = atMs - share * length;
  return within({ fromMs, toMs: fromMs + length }, day);
}

export function panned(span: Span, day: Span, byMs: number): Span {
  return within({ fromMs: span.fromMs + byMs, toMs: span.toMs + byMs }, day);
}

/** The part of `span` that lies in `other`; of no length where there is none. */
export function overlap(span: Span, other: Span): Span {
  const fromMs = Math.max(span.fromMs, other.fromMs);
  return { fromMs, toMs: Math.max(fromMs, Math.min(span.toMs, other.toMs)) };
}

export function touches(span: Span, other: Span): boolean {
  return span.fromMs < other.toMs && span.toMs >= other.fromMs;
}

/** `span` brought into view: moved as little as it takes, and never looked at closer. */
export function showing(span: Span, day: Span, target: Span): Span {
  if (target.fromMs >= span.fromMs && target.toMs <= span.toMs) return span;
  const middle = (target.fromMs + target.toMs) / 2;
  const half = Math.max(lengthOf(span), lengthOf(target) * 1.2) / 2;
  return within({ fromMs: middle - half, toMs: middle + half }, day);
}

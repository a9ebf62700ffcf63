import { type Span } from './span.ts';

/** Which line each run stands on. */
export interface Packed {
  readonly lineOf: ReadonlyMap<string, number>;
  readonly lines: number;
}

interface Run extends Span {
  readonly threadId: string;
}

/** Runs that are closer than this stand on lines of their own, or they would look like one. */
const apartMs = 120_000;

/** Each run on the first line that is free then; `runs` are in the order of their beginnings. */
export function packRuns(runs: readonly Run[]): Packed {
  const freeFromMs: number[] = [];
  const lineOf = new Map<string, number>();
  for (const { threadId, fromMs, toMs } of runs) {
    const found = freeFromMs.findIndex((freeMs) => freeMs <= fromMs);
    const line = found === -1 ? freeFromMs.length : found;
    freeFromMs[line] = toMs + apartMs;
    lineOf.set(threadId, line);
  }
  return { lineOf, lines: freeFromMs.length };
}

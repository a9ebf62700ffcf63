import { consoleWindowLimit } from '../../contract/console.ts';
import { ok, type Result } from '../../contract/result.ts';
import { type Problem } from '../data/problem.ts';

export type Row = readonly unknown[];
export type FetchRows = (from: number, count: number) => Promise<Result<readonly Row[], Problem>>;

/** Rows of one result that were fetched, by windows; a window that was not looked at for long is dropped. */
export interface RowCache {
  readonly row: (index: number) => Row | undefined;
  /** The rows from `from` up to `to` are looked at: what is missing is fetched, and what comes next in that direction. */
  readonly want: (from: number, to: number) => void;
  /** More rows have come; windows that were not full are fetched again. */
  readonly grow: (rows: number) => void;
  readonly problem: () => Problem | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** Changes with everything that a view draws. */
  readonly version: () => number;
}

/** Of 200 rows: few calls while scrolling, and each is parsed within a frame. */
const windowRows = Math.min(200, consoleWindowLimit);
const mostWindows = 60;
/** More at once would only stand in line while somebody scrolls past them. */
const mostOpen = 3;

export function createRowCache(fetch: FetchRows, rowsAtFirst: number): RowCache {
  const windows = new Map<number, readonly Row[]>();
  const open = new Set<number>();
  const listeners = new Set<() => void>();
  let total = rowsAtFirst;
  let wanted: readonly number[] = [];
  let lastFrom = 0;
  let problem: Problem | null = null;
  let version = 0;

  function changed(): void {
    version += 1;
    for (const listener of listeners) listener();
  }
  function expected(window: number): number {
    return Math.min(windowRows, total - window * windowRows);
  }
  function isMissing(window: number): boolean {
    const wants = expected(window);
    return wants > 0 && !open.has(window) && (windows.get(window)?.length ?? 0) < wants;
  }
  function fetchNext(): void {
    while (open.size < mostOpen) {
      const window = wanted.find(isMissing);
      if (window === undefined) return;
      void load(window);
    }
  }
  async function load(window: number): Promise<void> {
    open.add(window);
    const wants = expected(window);
    const answer = await allRows(fetch, window * windowRows, wants);
    open.delete(window);
    problem = answer.ok ? null : answer.error;
    if (answer.ok) {
      windows.delete(window);
      windows.set(window, answer.value);
      for (const [oldest] of windows) {
        if (windows.size <= mostWindows) break;
        windows.delete(oldest);
      }
    }
    // Asked again with the next look, not at once: the answer would be the same.
    if (!answer.ok || answer.value.length < wants) wanted = wanted.filter((other) => other !== window);
    changed();
    fetchNext();
  }

  return {
    row: (index) => windows.get(Math.floor(index / windowRows))?.[index % windowRows],
    want(from, to) {
      const first = Math.floor(from / windowRows);
      const last = Math.floor(Math.max(from, to - 1) / windowRows);
      const shown = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      const ahead = from < lastFrom ? [first - 1, first - 2] : [last + 1, last + 2];
      lastFrom = from;
      for (const window of shown) {
        const rows = windows.get(window);
        if (rows === undefined) continue;
        // The map keeps its order of insertion: what is looked at goes to the end, far from being dropped.
        windows.delete(window);
        windows.set(window, rows);
      }
      wanted = [...shown, ...ahead.filter((window) => window >= 0)];
      fetchNext();
    },
    grow(rows) {
      if (rows === total) return;
      total = rows;
      fetchNext();
    },
    problem: () => problem,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    version: () => version,
  };
}

/** Long rows come fewer at a time than were asked for; none come when there are no more. */
export async function allRows(fetch: FetchRows, from: number, count: number): Promise<Result<readonly Row[], Problem>> {
  const rows: Row[] = [];
  while (rows.length < count) {
    const answer = await fetch(from + rows.length, count - rows.length);
    if (!answer.ok) return answer;
    if (answer.value.length === 0) break;
    rows.push(...answer.value);
  }
  return ok(rows);
}

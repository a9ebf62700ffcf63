import { type Result, fail, ok } from '../../contract/result.ts';
import type { Line } from './json-lines.ts';
import { parseRow } from './row-text.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Why a row was not taken. `rejected`: it never will be. `later`: there is no room now. `closed`: there is no writer. */
export interface Refusal {
  /** Of the row among those that were given. */
  readonly index: number;
  readonly kind: 'rejected' | 'later' | 'closed';
  readonly message: string;
}

/** Where rows go: one table behind the native writer, or a list in a test. */
export interface PushTarget {
  /** Takes copies, never blocks. Every row that is not refused is accepted; after the first `later` all that follow are. */
  push(rows: readonly Row[]): readonly Refusal[];
  /** Rows that the server has acknowledged so far; grows. */
  acknowledgedRows(): number;
  /** Waits until every accepted row is acknowledged, for at most `limitMs`. Why not, when it is not. */
  flush(limitMs: number): Promise<Result<void, string>>;
}

/** A line that holds no row of the table. */
export interface RefusedLine {
  readonly line: number;
  readonly reason: string;
}

/** How far the work is. */
export interface PushCounts {
  readonly accepted: number;
  readonly refused: number;
}

export interface PushOptions {
  readonly onRefused: (refused: RefusedLine) => void;
  readonly onProgress: (counts: PushCounts) => void;
  readonly monotonicMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** How long to wait for the server without a single row being acknowledged. */
  readonly patienceMs: number;
}

/** How it ended. A problem tells how many accepted rows are not certain to be stored. */
export type PushEnd = PushCounts & { readonly problem?: { readonly message: string; readonly unacknowledged: number } };

/** How long one look at the server takes at most; between looks it is known whether anything moved. */
const lookMs = 250;

/**
 * Sends every line that holds a row. When the writer is full it waits, so that memory stays bounded and a server that
 * restarts costs time, not rows.
 */
export async function pushLines(
  lines: AsyncIterable<readonly Line[]>,
  target: PushTarget,
  options: PushOptions,
): Promise<PushEnd> {
  const counts = { accepted: 0, refused: 0 };
  const before = target.acknowledgedRows();
  const stuck = (message: string): PushEnd => {
    const unacknowledged = Math.max(0, counts.accepted - (target.acknowledgedRows() - before));
    return { ...counts, problem: { message, unacknowledged } };
  };
  for await (const some of lines) {
    const { rows, refused } = parseLines(some);
    const pushed = await pushRows(rows, refused, target, options);
    for (const line of refused.sort((a, b) => a.line - b.line)) options.onRefused(line);
    counts.accepted += pushed.accepted;
    counts.refused += refused.length;
    options.onProgress(counts);
    if (pushed.problem !== undefined) return stuck(pushed.problem);
  }
  const flushed = await flushPatiently(target, options);
  options.onProgress(counts);
  return flushed.ok ? counts : stuck(flushed.error);
}

interface NumberedRow {
  readonly line: number;
  readonly row: Row;
}

function parseLines(lines: readonly Line[]): { rows: NumberedRow[]; refused: RefusedLine[] } {
  const rows: NumberedRow[] = [];
  const refused: RefusedLine[] = [];
  for (const { number, text } of lines) {
    const row = text.ok ? parseRow(text.value) : text;
    if (row.ok) rows.push({ line: number, row: row.value });
    else refused.push({ line: number, reason: row.error });
  }
  return { rows, refused };
}

/** Hands over all rows, waiting for room in between; lines that never fit are added to `refused`. */
async function pushRows(
  rows: readonly NumberedRow[],
  refused: RefusedLine[],
  target: PushTarget,
  options: PushOptions,
): Promise<{ accepted: number; problem?: string }> {
  let accepted = 0;
  let left = rows;
  while (left.length > 0) {
    const refusals = target.push(left.map(({ row }) => row));
    accepted += left.length - refusals.length;
    const later: NumberedRow[] = [];
    for (const { index, kind, message } of refusals) {
      const row = left[index];
      if (row === undefined) throw new Error(`The writer refused row ${index} of ${left.length}`);
      if (kind === 'closed') return { accepted, problem: message };
      if (kind === 'rejected') refused.push({ line: row.line, reason: message });
      else later.push(row);
    }
    left = later;
    if (left.length === 0) break;
    // Once everything has gone there is room for many lines; waiting for room for one would wait at each line.
    const room = await flushPatiently(target, options);
    if (!room.ok) return { accepted, problem: room.error };
  }
  return { accepted };
}

/** Flushes until it works, or until nothing has moved for as long as patience lasts. */
async function flushPatiently(
  target: PushTarget,
  { monotonicMs, pause, patienceMs }: PushOptions,
): Promise<Result<void, string>> {
  let acknowledged = target.acknowledgedRows();
  let movedAt = monotonicMs();
  for (;;) {
    const askedAt = monotonicMs();
    const flushed = await target.flush(lookMs);
    if (flushed.ok) return ok(undefined);
    const now = target.acknowledgedRows();
    if (now !== acknowledged) movedAt = monotonicMs();
    acknowledged = now;
    if (monotonicMs() - movedAt >= patienceMs) return fail(flushed.error);
    // A lasting refusal comes at once and may still end; asking without a pause would burn a core meanwhile.
    if (monotonicMs() - askedAt < lookMs) await pause(lookMs);
  }
}

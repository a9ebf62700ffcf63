import { type Result, fail, ok } from '../../contract/result.ts';
import type { RowRefusal } from '../../core/sources/row-sink.ts';
import type { Line } from './json-lines.ts';
import { parseRow } from './row-text.ts';

/** Where rows go: one table behind the native writer, or a list in a test. */
export interface PushTarget {
  /** Takes a copy, never blocks. */
  append(row: Readonly<Record<string, unknown>>): Result<void, RowRefusal>;
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

/** How it ended. A failure tells how many accepted rows are not certain to be stored. */
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
  let accepted = 0;
  let refused = 0;
  const alreadyAcknowledged = target.acknowledgedRows();
  const ended = (message: string): PushEnd => {
    const unacknowledged = Math.max(0, accepted - (target.acknowledgedRows() - alreadyAcknowledged));
    return { accepted, refused, problem: { message, unacknowledged } };
  };
  for await (const some of lines) {
    for (const line of some) {
      const taken = await takeLine(line, target, options);
      if (taken.kind === 'accepted') accepted += 1;
      if (taken.kind === 'refused') {
        refused += 1;
        options.onRefused({ line: line.number, reason: taken.reason });
      }
      if (taken.kind === 'stuck') return ended(taken.reason);
    }
    options.onProgress({ accepted, refused });
  }
  const flushed = await waitFor(() => target.flush(lookMs), target, options);
  options.onProgress({ accepted, refused });
  return flushed.ok ? { accepted, refused } : ended(flushed.error);
}

type Taken =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'stuck'; readonly reason: string };

async function takeLine(line: Line, target: PushTarget, options: PushOptions): Promise<Taken> {
  if (!line.text.ok) return { kind: 'refused', reason: line.text.error };
  const row = parseRow(line.text.value);
  if (!row.ok) return { kind: 'refused', reason: row.error };
  let appended = target.append(row.value);
  while (!appended.ok) {
    const { kind, message } = appended.error;
    if (kind === 'rejected') return { kind: 'refused', reason: message };
    if (kind === 'closed') return { kind: 'stuck', reason: message };
    // Full. Once everything has gone there is room for many lines; waiting for room for one would wait at each line.
    const room = await waitFor(() => target.flush(lookMs), target, options);
    if (!room.ok) return { kind: 'stuck', reason: room.error };
    appended = target.append(row.value);
  }
  return { kind: 'accepted' };
}

/** Tries until it works or nothing has moved for as long as patience lasts. */
async function waitFor(
  attempt: () => Promise<Result<void, string>>,
  target: PushTarget,
  { monotonicMs, pause, patienceMs }: PushOptions,
): Promise<Result<void, string>> {
  let acknowledged = target.acknowledgedRows();
  let movedAt = monotonicMs();
  for (;;) {
    const askedAt = monotonicMs();
    const result = await attempt();
    if (result.ok) return ok(undefined);
    const now = target.acknowledgedRows();
    if (now !== acknowledged) movedAt = monotonicMs();
    acknowledged = now;
    if (monotonicMs() - movedAt >= patienceMs) return fail(result.error);
    // A lasting refusal comes at once and may still end; asking without a pause would burn a core meanwhile.
    if (monotonicMs() - askedAt < lookMs) await pause(lookMs);
  }
}

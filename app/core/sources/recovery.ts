import { type TableRow } from './row-sink.ts';
import { spanRows } from './presence/presence-track.ts';

/** Of a longer absence of the recorder only this much is told. */
const longestGapMs = 7 * 24 * 3_600_000;

/** The time in which the recorder did not run: unknown, and never idle. */
export function notRunningRows(fromMs: number, toMs: number, zone: string, id: string): TableRow[] {
  const span = {
    id,
    state: 'unknown',
    cause: 'not-running',
    fromMs: Math.max(fromMs, toMs - longestGapMs),
    toMs,
    zone,
  } as const;
  return spanRows(span).map((row) => ({ table: 'seq.presence', row }));
}

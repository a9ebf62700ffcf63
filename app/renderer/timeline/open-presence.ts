import { type RecorderStatus } from '../../contract/health.ts';
import { type QuestionRow } from '../../contract/questions.ts';
import { type Span } from './span.ts';

type Row = QuestionRow<'day-presence'>;
type Known = Pick<RecorderStatus, 'recording' | 'current' | 'startedMs'>;

/** The span of presence that still runs and is stored at its end; none where the status does not tell what it is. */
export function openPresence(
  rows: readonly Row[],
  { recording, current, startedMs }: Known,
  day: Span,
  nowMs: number,
): Row[] {
  const storedUntilMs = rows.reduce((latest, row) => Math.max(latest, row.end_ms), Math.max(day.fromMs, startedMs));
  const row = (state: string, sinceMs: number): Row[] =>
    sinceMs < nowMs ? [{ ts_ms: sinceMs, end_ms: nowMs, state, cause: '' }] : [];
  if (recording.kind === 'paused') return row('paused', Math.max(recording.sinceMs, storedUntilMs));
  if (current === null) return [];
  return row(current.afk ? 'idle' : 'active', storedUntilMs);
}

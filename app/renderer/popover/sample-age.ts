import { type RecorderStatus } from '../../contract/health.ts';
import { formatAgo } from '../format/duration.ts';

/** The parts that look at the person again and again. */
const sampling: readonly string[] = ['presence', 'window'];

/** Each looks every few seconds: after this long something is wrong, or the machine has just woken. */
const staleAfterMs = 30_000;

export interface SampleAge {
  readonly text: string;
  readonly stale: boolean;
}

/** How long ago the recorder last looked; null where nothing is to be looked at: in a pause, a demo, a start. */
export function sampleAge(status: RecorderStatus, nowMs: number): SampleAge | null {
  if (status.demo || status.recording.kind === 'paused') return null;
  const times = status.sources.flatMap(({ name, lastEventMs }) => (sampling.includes(name) ? (lastEventMs ?? []) : []));
  if (times.length === 0) return null;
  // The clock of the page may lag behind by a second.
  const ageMs = Math.max(0, nowMs - Math.max(...times));
  const stale = ageMs > staleAfterMs;
  return { text: `Last sample ${formatAgo(ageMs)}${stale ? ': recording may have stopped' : ''}`, stale };
}

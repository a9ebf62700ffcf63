import type { CurrentContext } from '../../contract/context.ts';
import type { CurrentActivity } from '../../contract/health.ts';
import type { IdleReading } from '../host.ts';
import type { Presence } from './presence/presence-machine.ts';

/** The context out of what the recording knows: nothing of a window while the person is away from it. */
export function contextOf(known: {
  readonly nowMs: number;
  readonly presence: Presence['state'];
  readonly away: boolean;
  readonly activity: CurrentActivity | null;
  readonly url: string;
  /** The last reading; it is at most one period of the poll old. */
  readonly idle: IdleReading | undefined;
  readonly screenText: string | null;
}): CurrentContext {
  const { nowMs, presence, away, activity, url, idle, screenText } = known;
  return {
    tsMs: nowMs,
    app: activity?.app ?? null,
    title: activity?.title ?? null,
    url: activity === null || url === '' ? null : url,
    sinceMs: activity?.sinceMs ?? null,
    idleMs: idle?.kind === 'idle' ? idle.seconds * 1_000 : null,
    afk: presence === 'unknown' ? null : away,
    presence,
    screenText: activity === null ? null : screenText,
    paused: presence === 'paused',
  };
}

import { type RecorderStatus } from '../../contract/health.ts';
import { type QuestionRow } from '../../contract/questions.ts';
import { formatMinutes } from '../format/duration.ts';

interface EmptyDay {
  readonly presence: readonly QuestionRow<'day-presence'>[];
  readonly isToday: boolean;
  readonly status: Pick<RecorderStatus, 'recording'> | null;
}

/** Why a day holds no window, no agent and no error, as far as the recordings tell. */
export function emptyReason({ presence, isToday, status }: EmptyDay): string {
  if (isToday && status?.recording.kind === 'paused') return 'Recording is paused. Resume it to record again.';
  const [longest] = [...timeByState(presence)].sort(([, a], [, b]) => b - a);
  if (longest === undefined) {
    return isToday
      ? 'Hivebar has recorded nothing yet today. What you and your agents do appears here within seconds.'
      : 'Hivebar did not run on this day, or its recordings are older than what is kept.';
  }
  const [state, ms] = longest;
  const length = formatMinutes(ms / 60_000);
  switch (state) {
    case 'paused':
      return `Recording was paused for ${length} of this day.`;
    case 'unknown':
      return `Hivebar did not run, or could not see, for ${length} of this day.`;
    case 'asleep':
      return `The computer slept for ${length} of this day.`;
    case 'locked':
      return `The screen was locked for ${length} of this day.`;
    case 'idle':
      return `Nobody was at the keyboard for ${length} of this day.`;
    default:
      return 'Hivebar ran, but no window could be recorded. The Sources page says what is missing.';
  }
}

function timeByState(presence: EmptyDay['presence']): Map<string, number> {
  const times = new Map<string, number>();
  for (const { state, ts_ms: fromMs, end_ms: toMs } of presence) {
    times.set(state, (times.get(state) ?? 0) + toMs - fromMs);
  }
  return times;
}

import { type RecorderStatus } from '../../contract/health.ts';
import { type StatusView } from '../data/status-store.ts';
import { formatCountdown } from '../format/duration.ts';
import { formatClock, formatDay } from '../format/time.ts';
import { dayOf } from '../format/local-day.ts';
import { useNow } from '../data/use-now.ts';

/** Whether recording runs, in a glyph and a word, with the countdown of a pause. */
export function RecordingLabel({ view }: { view: StatusView }) {
  const shown = view.state === 'ready' ? view.status.overall : view.state === 'failed' ? 'problem' : 'starting';
  const demo = view.state === 'ready' && view.status.demo;
  return (
    <div className="recording-label" role="status" data-testid="recording-state" data-state={shown}>
      <span className={`recording-dot recording-${shown}`} aria-hidden="true" />
      <span className="recording-word">{demo && shown === 'recording' ? 'Demo' : overallWords[shown]}</span>
      {view.state === 'ready' && <Countdown status={view.status} afterWord={shown !== 'paused'} />}
    </div>
  );
}

interface CountdownProps {
  readonly status: RecorderStatus;
  /** Stands beside a word that does not say that recording is paused. */
  readonly afterWord?: boolean;
}

/** When a pause ends. */
export function Countdown({ status, afterWord = false }: CountdownProps) {
  const clockMs = useNow();
  if (status.recording.kind !== 'paused') return null;
  // The clock of the page may lag by a second; a countdown that begins above its length looks wrong.
  const nowMs = Math.max(clockMs, status.nowMs);
  const { untilMs } = status.recording;
  const paused = afterWord && 'paused, ';
  if (untilMs === null) {
    return (
      <span className="countdown" data-testid="countdown">
        {paused}until you resume
      </span>
    );
  }
  // A live region that changed every second would never stop speaking.
  return (
    <span className="countdown" data-testid="countdown" aria-live="off" title={`Until ${formatUntil(untilMs, nowMs)}`}>
      {paused}resumes in <span className="figures">{formatCountdown(untilMs - nowMs)}</span>
    </span>
  );
}

function formatUntil(untilMs: number, nowMs: number): string {
  const time = formatClock(untilMs);
  return dayOf(untilMs) === dayOf(nowMs) ? time : `${formatDay(untilMs)}, ${time}`;
}

const overallWords: Readonly<Record<RecorderStatus['overall'], string>> = {
  recording: 'Recording',
  paused: 'Paused',
  problem: 'Problem',
  starting: 'Starting',
};

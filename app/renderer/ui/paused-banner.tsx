import { type RecorderStatus } from '../../contract/health.ts';
import { Icon } from '../ui/icon.tsx';
import { Countdown } from '../ui/recording-state.tsx';

/** Says that and until when nothing is recorded. */
export function PausedBanner({ status }: { status: RecorderStatus }) {
  if (status.recording.kind !== 'paused') return null;
  return (
    <div className="banner banner-paused" role="note" data-testid="paused-banner">
      <Icon name="pause" />
      <p>
        <strong>Recording is paused.</strong> Neither you nor your agents are recorded.
      </p>
      <Countdown status={status} />
    </div>
  );
}

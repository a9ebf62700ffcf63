import { type RecorderStatus } from '../../contract/health.ts';
import { Icon } from '../ui/icon.tsx';
import { Countdown } from '../ui/recording-state.tsx';

/** Says that and until when the person is not recorded. */
export function PausedBanner({ status }: { status: RecorderStatus }) {
  if (status.recording.kind !== 'paused') return null;
  return (
    <div className="banner banner-paused" role="note" data-testid="paused-banner">
      <Icon name="pause" />
      <p>
        <strong>Recording is paused.</strong> Apps, windows and presence are not recorded.
      </p>
      <Countdown status={status} />
    </div>
  );
}

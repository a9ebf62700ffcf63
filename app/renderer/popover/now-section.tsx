import { type CurrentActivity, type RecorderStatus } from '../../contract/health.ts';
import { type StatusView } from '../data/status-store.ts';
import { useActions } from '../data/use-actions.ts';
import { useNow } from '../data/use-now.ts';
import { formatElapsed } from '../format/duration.ts';
import { formatClock } from '../format/time.ts';
import { Icon } from '../ui/icon.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { detailPlaces } from './detail-places.ts';
import { sampleAge } from './sample-age.ts';

/** What the person does at this moment. */
export function NowSection({ view }: { view: StatusView }) {
  if (view.state === 'failed') return null;
  return (
    <section className="now" aria-label="Now" data-testid="current-activity">
      {view.state === 'loading' ? <Skeleton rows={2} /> : <Current status={view.status} />}
      {view.state === 'ready' && <LastSample status={view.status} />}
    </section>
  );
}

function Current({ status }: { status: RecorderStatus }) {
  const { current, recording, overall } = status;
  if (recording.kind === 'paused') {
    return <Quiet heading="Paused" text={`Not recording since ${formatClock(recording.sinceMs)}.`} />;
  }
  if (current !== null) return <Activity current={current} />;
  if (status.demo) return <Quiet heading="Nothing to show" text="No window is read while the demo is shown." />;
  if (overall === 'starting') return <Quiet heading="Starting" text="The first activity appears in a few seconds." />;
  const windows = status.sources.find(({ name }) => name === 'window');
  if (windows === undefined) {
    return <Quiet heading="Not recording" text="Nothing is recorded until the problem is mended." />;
  }
  if (windows.state === 'unavailable' || windows.state === 'failing') {
    return <Quiet heading="Not recording windows" text={windows.message} />;
  }
  return <Quiet heading="Nothing to show" text="You are away, in a private app, or only in Hivebar." />;
}

/** When the recorder last looked; leads to what records. */
function LastSample({ status }: { status: RecorderStatus }) {
  const actions = useActions();
  const age = sampleAge(status, useNow());
  if (age === null) return null;
  const place = detailPlaces.recorder;
  return (
    <button
      type="button"
      className="last-sample figures"
      title={`Open ${place}`}
      data-testid="last-sample"
      data-stale={age.stale}
      onClick={() => actions.openPlace(place)}
    >
      {age.stale && <Icon name="warning" />}
      {age.text}
    </button>
  );
}

function Activity({ current }: { current: CurrentActivity }) {
  const nowMs = useNow();
  const elapsed = formatElapsed(nowMs - current.sinceMs);
  if (current.afk) return <Quiet heading="Away" text={`For ${elapsed}, since ${formatClock(current.sinceMs)}.`} />;
  return (
    <>
      <div className="now-line">
        <span className="now-app" title={current.app} data-testid="current-app">
          {current.app}
        </span>
        <span className="now-time figures" data-testid="current-elapsed">
          {elapsed}
        </span>
      </div>
      {current.title !== '' && (
        <p className="now-title" title={current.title} data-testid="current-title">
          {current.title}
        </p>
      )}
    </>
  );
}

function Quiet({ heading, text }: { heading: string; text: string }) {
  return (
    <>
      <div className="now-line">
        <span className="now-app" data-testid="current-app">
          {heading}
        </span>
      </div>
      <p className="now-note">{text}</p>
    </>
  );
}

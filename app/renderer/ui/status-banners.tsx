import { troubledParts } from '../data/parts.ts';
import { type StatusView } from '../data/status-store.ts';
import { useActionProblem, useActions } from '../data/use-actions.ts';
import { formatPartName } from '../format/name.ts';
import { Icon } from './icon.tsx';
import { ActionProblem, ProblemNote } from './problem-note.tsx';

/** What a person must know before reading on: demo data, a failed part, a failed action. */
export function StatusBanners({ view }: { view: StatusView }) {
  const actionProblem = useActionProblem();
  return (
    <>
      {view.state === 'ready' && view.status.demo && <DemoBanner />}
      {view.state === 'failed' && <ProblemNote problem={view.problem} boxed />}
      {view.state === 'ready' && <TroubleBanner view={view} />}
      {actionProblem !== null && <ActionProblem problem={actionProblem} />}
    </>
  );
}

function DemoBanner() {
  return (
    <div className="banner banner-demo" role="note" data-testid="demo-banner">
      <Icon name="flask" />
      <p>
        <strong>Demo data.</strong> Everything here is generated; nothing was recorded.
      </p>
    </div>
  );
}

function TroubleBanner({ view }: { view: Extract<StatusView, { state: 'ready' }> }) {
  const actions = useActions();
  const [worst, ...others] = troubledParts(view.status);
  if (worst === undefined || worst.state === 'degraded') return null;
  return (
    <div className="banner banner-problem" role="alert" data-testid="problem-banner">
      <Icon name="warning" />
      <p>
        <strong>{formatPartName(worst.name)}:</strong> {worst.message}
        {others.length > 0 && ` And ${others.length} more below.`}
      </p>
      <button type="button" className="button small" data-testid="retry-button" onClick={actions.retry}>
        Try again
      </button>
    </div>
  );
}

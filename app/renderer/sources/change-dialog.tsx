import { useEffect, useState, useSyncExternalStore } from 'react';
import { type ConnectionChange, type MadeChange } from '../../contract/connect.ts';
import { type AgentName } from '../../contract/imports.ts';
import { type ChangeFlow, type ChangeStep, createChangeFlow, hasHeardFrom } from '../data/change-flow.ts';
import { useSession } from '../data/session.ts';
import { useStatus } from '../data/use-status.ts';
import { formatPartName } from '../format/name.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { Diff } from './diff.tsx';
import { useDialog } from '../ui/use-dialog.ts';

interface ChangeDialogProps {
  readonly agent: AgentName;
  readonly change: ConnectionChange;
  /** The settings of the agent were changed. */
  readonly onMade: () => void;
  readonly onClose: () => void;
}

/** Shows what a change does to an agent's settings, makes it when the person agrees, and waits for the first event. */
export function ChangeDialog({ agent, change, onMade, onClose }: ChangeDialogProps) {
  const { calls } = useSession();
  const [flow] = useState(() => createChangeFlow(agent, change, calls));
  const current = useSyncExternalStore(flow.subscribe, flow.current);
  const { dialog, titleId, close } = useDialog();
  const done = current.step === 'done';

  useEffect(() => {
    flow.plan();
  }, [flow]);
  useEffect(() => {
    if (done) onMade();
    // Told once, when it is done: `onMade` is another function at every drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [done]);

  const title = formatPartName(agent);
  return (
    <dialog
      ref={dialog}
      className="dialog change-dialog"
      aria-labelledby={titleId}
      data-testid="change-dialog"
      data-step={current.step}
      onClose={onClose}
    >
      <h2 id={titleId} tabIndex={-1}>
        {change === 'connect' ? `Connect ${title}` : `Disconnect ${title}`}
      </h2>
      <div className="change-body">
        <StepView current={current} agent={agent} change={change} />
      </div>
      <StepButtons current={current} flow={flow} onClose={close} />
    </dialog>
  );
}

function StepView({ current, agent, change }: { current: ChangeStep } & Pick<ChangeDialogProps, 'agent' | 'change'>) {
  switch (current.step) {
    case 'planning':
      return <Skeleton rows={6} />;
    case 'impossible':
      return <p role="alert">{current.problem.message}</p>;
    case 'done':
      return <Made made={current.made} agent={agent} change={change} />;
    case 'asking':
    case 'changing':
    case 'failed': {
      const { plan } = current;
      return (
        <>
          <p>{plan.message}</p>
          {plan.diff.length === 0 ? <p>Nothing has to change.</p> : <Diff file={plan.file} lines={plan.diff} />}
          {plan.notes.length > 0 && (
            <ul className="change-notes" aria-label="To know">
              {plan.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          {plan.diff.length > 0 && change === 'connect' && (
            <p className="card-note">The file as it is now is copied beside it first.</p>
          )}
          {current.step === 'failed' && (
            <p role="alert" className="trouble">
              {current.problem.message}
            </p>
          )}
        </>
      );
    }
  }
}

function StepButtons({ current, flow, onClose }: { current: ChangeStep; flow: ChangeFlow; onClose: () => void }) {
  const asks = current.step === 'asking' && current.plan.diff.length > 0;
  const works = current.step === 'changing';
  return (
    <div className="dialog-buttons">
      <button type="button" className="button" data-testid="change-close" onClick={onClose}>
        {asks || works ? 'Cancel' : 'Close'}
      </button>
      {current.step === 'failed' && (
        <button type="button" className="button primary" onClick={flow.plan}>
          Look again
        </button>
      )}
      {(asks || works) && (
        <button
          type="button"
          className="button primary"
          disabled={works}
          data-testid="change-agree"
          onClick={flow.agree}
        >
          {works ? 'Changing…' : 'Make this change'}
        </button>
      )}
    </div>
  );
}

/** What was done, and, for a connection, whether it works: the first event says so. */
function Made({ made, agent, change }: { made: MadeChange } & Pick<ChangeDialogProps, 'agent' | 'change'>) {
  const view = useStatus();
  const { clock, status } = useSession();
  const [heard, setHeard] = useState(false);
  if (!heard && change === 'connect' && view.state === 'ready' && hasHeardFrom(view.status, agent, made.atMs)) {
    setHeard(true);
  }
  useEffect(() => {
    if (heard || change === 'disconnect') return undefined;
    const stop = clock.subscribe(status.refresh);
    return () => void stop();
  }, [clock, status, heard, change]);

  const title = formatPartName(agent);
  return (
    <>
      <p>
        {made.file} was changed.{' '}
        {made.backup !== null && (
          <>
            The file as it was: <code className="path">{made.backup}</code>
          </>
        )}
      </p>
      {change === 'connect' && (
        <p className="first-event" role="status" data-testid="first-event" data-heard={heard}>
          <StateGlyph state={heard ? 'ok' : 'starting'} />
          {heard
            ? `Received: ${title} reports to Hivebar.`
            : `Waiting for the first event. Start a session of ${title} now; you can also close this.`}
        </p>
      )}
      {change === 'disconnect' && <p>{made.message}</p>}
    </>
  );
}

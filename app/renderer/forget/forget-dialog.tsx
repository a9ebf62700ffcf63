import { useEffect, useState, useSyncExternalStore } from 'react';
import { type ForgetCopies, type ForgetPlan, type ForgetScope } from '../../contract/forget.ts';
import { useSession } from '../data/session.ts';
import { formatMinutes } from '../format/duration.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { createForgetFlow, type ForgetFlow, type ForgetStep } from './forget-flow.ts';
import { copiesWords, proofOf, scopeTitle, tableName } from './forget-words.ts';
import { useDialog } from '../ui/use-dialog.ts';

interface ForgetDialogProps {
  readonly scope: ForgetScope;
  /** It is gone: whoever remembers something of it drops that. */
  readonly onForgotten: () => void;
  readonly onClose: () => void;
}

/** Counts what would go, deletes it when the person agrees, and shows the proof that it is gone. */
export function ForgetDialog({ scope, onForgotten, onClose }: ForgetDialogProps) {
  const { calls, actions } = useSession();
  const [flow] = useState(() => createForgetFlow(scope, calls));
  const current = useSyncExternalStore(flow.subscribe, flow.current);
  const { dialog, titleId, close } = useDialog();
  const [copies, setCopies] = useState(false);
  const works = current.step === 'forgetting';

  useEffect(() => {
    flow.count(flow.current().scope);
  }, [flow]);
  useEffect(() => {
    // What is gone must go from every view at once.
    if (current.step !== 'done') return;
    onForgotten();
    actions.refresh();
  }, [current.step, onForgotten, actions]);

  return (
    <dialog
      ref={dialog}
      className="dialog forget-dialog"
      aria-labelledby={titleId}
      data-testid="forget-dialog"
      data-step={current.step}
      onCancel={(event) => {
        // Closing would not end it: it is stopped by its own button.
        if (works) event.preventDefault();
      }}
      onClose={onClose}
    >
      <h2 id={titleId} tabIndex={-1}>
        {scopeTitle(scope)}
      </h2>
      <div className="forget-body">
        <AgentsChoice current={current} flow={flow} />
        <StepView current={current} />
        {current.step === 'asking' && <Copies found={current.plan.copies} chosen={copies} onChoose={setCopies} />}
      </div>
      <StepButtons current={current} flow={flow} copies={copies} onClose={close} />
    </dialog>
  );
}

/** Only time can be forgotten of agents: they have neither applications nor domains. */
function AgentsChoice({ current: { step, scope }, flow }: { current: ForgetStep; flow: ForgetFlow }) {
  if (scope.app !== null || scope.domain !== null || step === 'done' || step === 'forgetting') return null;
  return (
    <label className="forget-agents">
      <input
        type="checkbox"
        checked={scope.agents}
        data-testid="forget-agents"
        onChange={(event) => flow.count({ ...scope, agents: event.target.checked })}
      />
      What agents did then as well
    </label>
  );
}

function StepView({ current }: { current: ForgetStep }) {
  switch (current.step) {
    case 'counting':
      return <Skeleton rows={4} />;
    case 'impossible':
    case 'failed':
      return (
        <p role="alert" className="trouble">
          {current.problem.message}
        </p>
      );
    case 'asking':
      return <Counted plan={current.plan} />;
    case 'forgetting': {
      const { progress, cancelling } = current;
      return (
        <div className="forget-progress">
          <progress max={progress?.total ?? 1} value={progress?.done ?? 0} aria-label="Progress" />
          <p role="status">{cancelling ? 'Stopping after this table…' : `${progress?.step ?? 'Beginning'}…`}</p>
        </div>
      );
    }
    case 'done':
      return (
        <p role="status" data-testid="forget-proof" data-left={current.outcome.left}>
          {proofOf(current.outcome)}
        </p>
      );
  }
}

interface CopiesProps {
  readonly found: ForgetCopies;
  readonly chosen: boolean;
  readonly onChoose: (chosen: boolean) => void;
}

/** What holds it besides the tables, and whether that goes too. */
function Copies({ found, chosen, onChoose }: CopiesProps) {
  const words = copiesWords(found);
  const rows = found.restored.reduce((sum, { rows: held }) => sum + held, 0);
  return (
    <>
      {words !== null && (
        <label className="forget-agents">
          <input
            type="checkbox"
            checked={chosen}
            data-testid="forget-copies"
            onChange={(event) => onChoose(event.target.checked)}
          />
          {words}
        </label>
      )}
      {rows > 0 && <p className="card-note">{formatCounted(rows, 'row', 'rows')} of it lie in restored databases.</p>}
      {found.statements > 0 && (
        <p className="card-note">
          {formatCounted(found.statements, 'statement', 'statements')} in the console’s history that name it go as well.
        </p>
      )}
      {found.saved > 0 && (
        <p className="card-note">
          Saved queries that name it stay: {formatCount(found.saved)}. Remove them in the console.
        </p>
      )}
      {found.problem !== null && <p className="card-note">Backups were not looked at: {found.problem}</p>}
    </>
  );
}

function Counted({ plan: { tables, total, minutes } }: { plan: ForgetPlan }) {
  if (total === 0) return <p data-testid="forget-nothing">Nothing of it is recorded.</p>;
  return (
    <>
      <table className="table" data-testid="forget-counts">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Table</th>
            <th scope="col" className="number">
              Rows
            </th>
          </tr>
        </thead>
        <tbody>
          {tables
            .filter(({ rows }) => rows > 0)
            .map(({ table, rows }) => (
              <tr key={table}>
                <td>{tableName(table)}</td>
                <td className="forget-table">{table}</td>
                <td className="figures number">{formatCount(rows)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <p>
        <strong>{formatCounted(total, 'row', 'rows')}</strong> will be deleted for good
        {minutes >= 1 && `, with ${formatMinutes(minutes)} of app time`}. Sums over them are made anew, and the log of
        queries is emptied.
      </p>
      <p className="card-note">
        What reaches into the time goes as a whole. Session files that agents keep themselves stay where they are.
      </p>
    </>
  );
}

interface StepButtonsProps {
  readonly current: ForgetStep;
  readonly flow: ForgetFlow;
  /** Backups and restored databases are to go too. */
  readonly copies: boolean;
  readonly onClose: () => void;
}

function StepButtons({ current, flow, copies, onClose }: StepButtonsProps) {
  if (current.step === 'forgetting') {
    return (
      <div className="dialog-buttons">
        <button
          type="button"
          className="button"
          disabled={current.cancelling}
          data-testid="forget-stop"
          onClick={flow.cancel}
        >
          Stop
        </button>
      </div>
    );
  }
  return (
    <div className="dialog-buttons">
      <button type="button" className="button" data-testid="forget-close" onClick={onClose}>
        {current.step === 'asking' || current.step === 'counting' ? 'Cancel' : 'Close'}
      </button>
      {(current.step === 'impossible' || current.step === 'failed') && (
        <button type="button" className="button primary" onClick={() => flow.count(current.scope)}>
          Count again
        </button>
      )}
      {current.step === 'asking' &&
        (current.plan.total > 0 || (copies && copiesWords(current.plan.copies) !== null)) && (
          <button type="button" className="button danger" data-testid="forget-agree" onClick={() => flow.agree(copies)}>
            Delete {current.plan.total > 0 ? formatCounted(current.plan.total, 'row', 'rows') : 'the copies'}
          </button>
        )}
    </div>
  );
}

import { Icon } from '../ui/icon.tsx';
import { lineAndColumn } from './error-place.ts';
import { type Mark } from './editor-view.ts';
import { hasEnded, isRunning, type StatementRun, type TabRuns } from './run-store.ts';
import { progressShare, progressWords, runState, runWords, workWords } from './run-words.ts';

interface RunStatusProps {
  readonly tab: TabRuns;
  readonly shown: StatementRun;
  readonly onShow: (index: number) => void;
  readonly onCancel: () => void;
}

/** How the run stands: each statement by its number, the words of the shown one, progress and a way to end it. */
export function RunStatus({ tab, shown, onShow, onCancel }: RunStatusProps) {
  const state = runState(shown);
  const isLive = isRunning(tab);
  return (
    <div className="run-status" data-testid="run-status" data-state={state}>
      {tab.asked > 1 && <StatementPicker tab={tab} onShow={onShow} />}
      <span className="run-words" role="status" data-testid="run-words">
        {runWords(shown)}
      </span>
      {shown.run !== null && !hasEnded(shown.run) && <Progress statement={shown} />}
      {shown.run !== null && hasEnded(shown.run) && (
        <span className="run-figures">{workWords(shown.run.progress)}</span>
      )}
      {shown.run?.truncated === true && (
        <span className="run-truncated" data-testid="truncated">
          Cut here; an export has all
        </span>
      )}
      {isLive && (
        <button
          type="button"
          className="button small"
          data-testid="cancel-run"
          disabled={state === 'cancelling'}
          onClick={onCancel}
        >
          {state === 'cancelling' ? 'Cancelling…' : 'Cancel'}
        </button>
      )}
    </div>
  );
}

function Progress({ statement }: { statement: StatementRun }) {
  if (statement.run === null) return null;
  const { progress } = statement.run;
  const share = progressShare(progress);
  return (
    <>
      <progress
        className="run-progress"
        aria-label="Progress"
        {...(share === null ? {} : { value: share, max: 1 })}
        data-testid="progress"
      />
      <span className="run-figures">{progressWords(progress)}</span>
    </>
  );
}

function StatementPicker({ tab, onShow }: { tab: TabRuns; onShow: (index: number) => void }) {
  const left = tab.asked - tab.statements.length;
  return (
    <div className="statement-picker" role="group" aria-label="Statements">
      {tab.statements.map((statement, index) => (
        <button
          key={statement.runId}
          type="button"
          className={`statement-button ${runState(statement)}`}
          aria-pressed={index === tab.shown}
          title={statement.sql.slice(0, 300)}
          data-testid="statement"
          data-state={runState(statement)}
          onClick={() => onShow(index)}
        >
          {index + 1}
          <span aria-hidden="true">{stateSigns[runState(statement)]}</span>
          <span className="visually-hidden"> {runState(statement)}</span>
        </button>
      ))}
      {left > 0 && !isRunning(tab) && <span className="run-figures">{left} not run</span>}
    </div>
  );
}

const stateSigns = { starting: '…', running: '…', cancelling: '…', done: ' ✓', failed: ' ✗', cancelled: ' –' } as const;

interface RunErrorProps {
  readonly statement: StatementRun;
  readonly text: string;
  readonly mark: Mark | null;
  readonly onGoTo: (from: number) => void;
  readonly onWrite: () => void;
}

/** Why a statement failed, in the words of the server, with a way to the place. */
export function RunError({ statement, text, mark, onGoTo, onWrite }: RunErrorProps) {
  const error = statement.problem ?? statement.run?.error ?? null;
  if (error === null) return null;
  const place = mark === null ? null : lineAndColumn(text, mark.from);
  return (
    <div className="run-error" role="alert" data-testid="run-error" data-kind={error.kind}>
      <Icon name="warning" />
      <p>{error.message}</p>
      {place !== null && mark !== null && (
        <button type="button" className="link-button" data-testid="go-to-error" onClick={() => onGoTo(mark.from)}>
          Line {place.line}, column {place.column}
        </button>
      )}
      {error.kind === 'denied' && statement.mode === 'read' && (
        <button type="button" className="link-button" onClick={onWrite}>
          Switch to write mode…
        </button>
      )}
    </div>
  );
}

import { useState } from 'react';
import { type AgentName, type ImportProgress } from '../../contract/imports.ts';
import { type Problem } from '../data/problem.ts';
import { useSession } from '../data/session.ts';
import { formatPartName } from '../format/name.ts';
import { formatCount } from '../format/number.ts';
import { importPlace, importShare, importYield } from './import-words.ts';

interface ImportPanelProps {
  readonly agent: AgentName;
  /** The last import since the start. */
  readonly progress: ImportProgress | undefined;
  readonly frozen: boolean;
  readonly onChanged: () => void;
}

/** The past of an agent: a button that imports it, how far that is, and what came of it. */
export function ImportPanel({ agent, progress, frozen, onChanged }: ImportPanelProps) {
  const { calls } = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = progress?.state === 'running';

  function start(): void {
    setProblem(null);
    void calls.startImport(agent).then((answer) => {
      if (!answer.ok) setProblem(answer.error);
      onChanged();
    });
  }
  function cancel(): void {
    void calls.cancelImport(agent).then((answer) => {
      if (!answer.ok) setProblem(answer.error);
      onChanged();
    });
  }

  return (
    <div className="import-panel" data-testid={`import-${agent}`} data-state={progress?.state ?? 'none'}>
      <button
        type="button"
        className="button small"
        aria-label={`${running ? 'Cancel the import' : 'Import past sessions'} of ${formatPartName(agent)}`}
        disabled={frozen}
        data-testid={running ? `cancel-import-${agent}` : `start-import-${agent}`}
        onClick={running ? cancel : start}
      >
        {running ? 'Cancel import' : progress === undefined ? 'Import past sessions' : 'Import again'}
      </button>
      <div className="import-words">
        {running && <ImportBar progress={progress} />}
        {progress !== undefined && !running && (
          <p role="status" className={progress.state === 'failed' ? 'trouble' : undefined}>
            {progress.message} {progress.state !== 'failed' && `${importYield(progress)}.`}
          </p>
        )}
        {problem !== null && (
          <p role="alert" className="trouble">
            {problem.message}
          </p>
        )}
        {progress !== undefined && progress.badLines > 0 && <BadLines progress={progress} />}
      </div>
    </div>
  );
}

function ImportBar({ progress }: { progress: ImportProgress }) {
  const share = importShare(progress);
  return (
    <>
      <progress
        aria-label={`Import of ${formatPartName(progress.agent)}`}
        max={1}
        {...(share === null ? {} : { value: share })}
      />
      <p className="figures">
        {importPlace(progress)}; {importYield(progress)}
      </p>
    </>
  );
}

function BadLines({ progress: { badLines, firstBadLines } }: { progress: ImportProgress }) {
  return (
    <details className="bad-lines">
      <summary>
        {formatCount(badLines)} {badLines === 1 ? 'line' : 'lines'} could not be read
        {badLines > firstBadLines.length && `, the first ${firstBadLines.length} of them`}
      </summary>
      <ul>
        {firstBadLines.map(({ file, line, reason }) => (
          <li key={`${file}:${line}`}>
            <code>
              {file}:{line}
            </code>{' '}
            {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}

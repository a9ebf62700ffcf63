import { type ConsoleExport } from '../../contract/console.ts';
import { Icon } from '../ui/icon.tsx';
import { useConsole } from './console-session.ts';
import { isUnderway } from './export-store.ts';
import { formatBytes, progressShare } from './run-words.ts';
import { useObservable } from './use-observable.ts';

/** Each export with its progress, or how it ended. */
export function ExportStrip() {
  const { exports } = useConsole();
  const list = useObservable(exports.exports);
  const problem = useObservable(exports.problem);
  return (
    <>
      {problem !== null && (
        <div className="run-error" role="alert" data-testid="export-problem">
          <Icon name="warning" />
          <p>Not exported: {problem.message}</p>
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => exports.problem.set(null)}>
            <Icon name="close" />
          </button>
        </div>
      )}
      {list.map((made) => (
        <ExportLine key={made.runId} made={made} />
      ))}
    </>
  );
}

function ExportLine({ made }: { made: ConsoleExport }) {
  const { exports } = useConsole();
  const share = progressShare(made.progress);
  return (
    <div className="export-line" data-testid="export" data-state={made.state}>
      <span role="status" className="clip" title={made.path}>
        {exportWords(made)}
      </span>
      {isUnderway(made) && (
        <progress className="run-progress" aria-label="Export" {...(share === null ? {} : { value: share, max: 1 })} />
      )}
      {isUnderway(made) ? (
        <button
          type="button"
          className="button small"
          disabled={made.state === 'cancelling'}
          onClick={() => exports.cancel(made.runId)}
        >
          {made.state === 'cancelling' ? 'Cancelling…' : 'Cancel'}
        </button>
      ) : (
        <button
          type="button"
          className="icon-button"
          aria-label="Dismiss"
          data-testid="dismiss-export"
          onClick={() => exports.dismiss(made.runId)}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}

function exportWords({ state, path, bytesWritten, error }: ConsoleExport): string {
  const file = path.split(/[\\/]/).at(-1) ?? path;
  switch (state) {
    case 'running':
      return `Writing ${file}: ${formatBytes(bytesWritten)}`;
    case 'cancelling':
      return `Cancelling ${file}…`;
    case 'done':
      return `Exported to ${file}: ${formatBytes(bytesWritten)}`;
    case 'failed':
      return `Not exported to ${file}: ${error?.message ?? 'it failed'}`;
    case 'cancelled':
      return `The export to ${file} was cancelled.`;
  }
}

import { Icon } from '../ui/icon.tsx';
import { useConsole } from './console-session.ts';
import { useObservable } from './use-observable.ts';

/** Why the last thing that was asked for was not done, and which tabs are too long to be kept. */
export function ProblemLine() {
  const { problem: source, tabs } = useConsole();
  const problem = useObservable(source);
  const unkept = useObservable(tabs.unkept);
  return (
    <>
      {problem !== null && (
        <div className="run-error" role="alert" data-testid="console-problem">
          <Icon name="warning" />
          <p>{problem.message}</p>
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => source.set(null)}>
            <Icon name="close" />
          </button>
        </div>
      )}
      {unkept.length > 0 && (
        <p className="run-unkept" role="status">
          Too long to be kept when the window closes: {unkept.map(({ title }) => title).join(', ')}. Save it.
        </p>
      )}
    </>
  );
}

import { describeProblem, type Problem } from '../data/problem.ts';
import { useActions } from '../data/use-actions.ts';
import { Icon } from './icon.tsx';

/** What failed, why, what to do, and a button that tries again. */
export function ProblemNote({ problem, boxed = false }: { problem: Problem; boxed?: boolean }) {
  const actions = useActions();
  const { heading, detail, todo } = describeProblem(problem);
  return (
    <div
      className={boxed ? 'problem-note boxed' : 'problem-note'}
      role="alert"
      data-testid="problem"
      data-kind={problem.kind}
    >
      <Icon name="warning" />
      <div>
        <strong>{heading}</strong>
        <p className="problem-detail">{detail}</p>
        <p>{todo}</p>
        <button type="button" className="button small" onClick={actions.retry}>
          Try again
        </button>
      </div>
    </div>
  );
}

/** A single line for an action that failed, until it is dismissed. */
export function ActionProblem({ problem }: { problem: Problem }) {
  const actions = useActions();
  const { heading, detail } = describeProblem(problem);
  return (
    <div className="banner banner-problem" role="alert" data-testid="action-problem">
      <Icon name="warning" />
      <p>
        <strong>{heading}.</strong> {detail}
      </p>
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={actions.dismiss}>
        <Icon name="close" />
      </button>
    </div>
  );
}

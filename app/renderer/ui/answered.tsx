import { type ReactNode } from 'react';
import { type AnswerState } from '../data/answer.ts';
import { isTroubled } from '../data/parts.ts';
import { describeProblem, type Problem } from '../data/problem.ts';
import { type StatusView } from '../data/status-store.ts';
import { useStatus } from '../data/use-status.ts';
import { ProblemNote } from './problem-note.tsx';
import { Skeleton } from './skeleton.tsx';

interface AnsweredProps<Row> {
  readonly answer: AnswerState<Row>;
  /** How many lines the answer takes, about. */
  readonly skeletonRows: number;
  /** What will appear here, and how. Shown instead of no rows. */
  readonly empty: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** An answer in whichever state it is in. */
export function Answered<Row>({ answer, skeletonRows, empty, children }: AnsweredProps<Row>) {
  if (answer.state === 'loading') return <Skeleton rows={skeletonRows} />;
  if (answer.state === 'failed') return <AnswerProblem problem={answer.problem} />;
  return (
    <div className="answered" aria-busy={answer.outdated} data-testid="answered">
      {answer.rows.length === 0 ? <p className="empty">{empty}</p> : children(answer.rows)}
      {answer.stale !== null && (
        <p className="stale-note" role="status" title={answer.stale.message}>
          Not up to date: {describeProblem(answer.stale).heading.toLowerCase()}. Trying again.
        </p>
      )}
    </div>
  );
}

/** What is told at the top of the window is not told again by every section: that would bury the rest. */
export function AnswerProblem({ problem }: { problem: Problem }) {
  const awaited = awaitedPart(problem, useStatus());
  if (awaited === null) return <ProblemNote problem={problem} />;
  return (
    <p className="empty waiting" role="status" data-testid="problem" data-kind={problem.kind} title={problem.message}>
      Waiting for the {awaited}. What was recorded is shown as soon as it answers.
    </p>
  );
}

function awaitedPart(problem: Problem, view: StatusView): string | null {
  if (view.state !== 'ready') return problem.kind === 'no-answer' ? 'recorder' : null;
  return problem.kind === 'database-down' && isTroubled(view.status.database) ? 'database' : null;
}

import { type ReactNode } from 'react';
import { type Answer } from '../data/live-question.ts';
import { describeProblem } from '../data/problem.ts';
import { ProblemNote } from './problem-note.tsx';
import { Skeleton } from './skeleton.tsx';

interface AnsweredProps<Row> {
  readonly answer: Answer<Row>;
  /** How many lines the answer takes, about. */
  readonly skeletonRows: number;
  /** What will appear here, and how. Shown instead of no rows. */
  readonly empty: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** An answer in whichever state it is in. */
export function Answered<Row>({ answer, skeletonRows, empty, children }: AnsweredProps<Row>) {
  if (answer.state === 'loading') return <Skeleton rows={skeletonRows} />;
  if (answer.state === 'failed') return <ProblemNote problem={answer.problem} />;
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

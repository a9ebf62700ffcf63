import { type ReactNode, useId } from 'react';
import { type Answer } from '../data/answer.ts';
import { QueryButton } from './query-button.tsx';

interface CardProps {
  readonly title: string;
  /** Beside the title, at the far end. */
  readonly aside?: ReactNode;
  /** Under the title, in a smaller voice. */
  readonly note?: ReactNode;
  /** What it shows: their queries can be opened in the console. */
  readonly answers?: readonly Pick<Answer<unknown>, 'asked'>[];
  readonly testId?: string;
  readonly children: ReactNode;
}

/** A titled region. */
export function Card({ title, aside, note, answers, testId, children }: CardProps) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id} data-testid={testId}>
      <header className="card-head">
        <div className="card-titles">
          <h2 id={id}>{title}</h2>
          {note !== undefined && <p className="card-note">{note}</p>}
        </div>
        {(aside !== undefined || answers !== undefined) && (
          <div className="card-aside">
            {aside}
            {answers !== undefined && <QueryButton of={title} answers={answers} />}
          </div>
        )}
      </header>
      {children}
    </section>
  );
}

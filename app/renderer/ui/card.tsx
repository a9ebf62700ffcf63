import { type ReactNode, useId } from 'react';

interface CardProps {
  readonly title: string;
  /** Beside the title, at the far end. */
  readonly aside?: ReactNode;
  /** Under the title, in a smaller voice. */
  readonly note?: ReactNode;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** A titled region. */
export function Card({ title, aside, note, testId, children }: CardProps) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id} data-testid={testId}>
      <header className="card-head">
        <div className="card-titles">
          <h2 id={id}>{title}</h2>
          {note !== undefined && <p className="card-note">{note}</p>}
        </div>
        {aside !== undefined && <div className="card-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

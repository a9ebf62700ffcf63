import { type ReactNode, useId } from 'react';
import { useActions } from '../data/use-actions.ts';
import { Icon } from '../ui/icon.tsx';
import { detailPlaces } from './detail-places.ts';

interface SectionProps {
  readonly title: string;
  readonly testId: string;
  /** Which page the title leads to. */
  readonly detail: keyof typeof detailPlaces;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of the popover; its title opens the page that tells more. */
export function Section({ title, testId, detail, aside, children }: SectionProps) {
  const id = useId();
  const actions = useActions();
  const place = detailPlaces[detail];
  return (
    <section className="card" aria-labelledby={id} data-testid={testId}>
      <header className="card-head">
        <h2 id={id} className="card-titles">
          <button
            type="button"
            className="section-link"
            aria-label={`${title}: more on the page ${place}`}
            title={`Open ${place}`}
            data-testid={`${testId}-detail`}
            data-place={place}
            onClick={() => actions.openPlace(place)}
          >
            {title}
            <Icon name="chevron" />
          </button>
        </h2>
        {aside !== undefined && <div className="card-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

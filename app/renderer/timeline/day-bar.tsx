import { type ReactNode } from 'react';
import { isDay } from '../format/local-day.ts';
import { formatLongDay } from '../format/time.ts';
import { Icon } from '../ui/icon.tsx';
import { type DayChoice } from './use-day.ts';

interface DayBarProps {
  readonly choice: DayChoice;
  /** What can be done with the view, at the far end. */
  readonly children: ReactNode;
}

/** Which day is shown, the days beside it, and today. */
export function DayBar({ choice, children }: DayBarProps) {
  const { day, today, span, choose, step, goToday } = choice;
  const isToday = day === today;
  return (
    <div className="day-bar" role="group" aria-label="Day">
      <button
        type="button"
        className="icon-button"
        aria-label="Previous day"
        title="Previous day ([)"
        data-testid="day-before"
        onClick={() => step(-1)}
      >
        <Icon name="previous" />
      </button>
      <input
        type="date"
        className="day-input"
        aria-label="Day shown"
        value={day}
        max={today}
        data-testid="day-input"
        onChange={(event) => {
          if (isDay(event.target.value)) choose(event.target.value);
        }}
      />
      <button
        type="button"
        className="icon-button"
        aria-label="Next day"
        title="Next day (])"
        disabled={isToday}
        data-testid="day-after"
        onClick={() => step(1)}
      >
        <Icon name="next" />
      </button>
      <button type="button" className="button" disabled={isToday} data-testid="day-today" onClick={goToday}>
        Today
      </button>
      <h2 className="day-name" data-testid="day-name">
        {formatLongDay(span.fromMs)}
      </h2>
      <span className="spacer" />
      {children}
    </div>
  );
}

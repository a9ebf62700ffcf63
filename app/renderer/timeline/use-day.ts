import { useMemo, useState } from 'react';
import { addDays, dayOf, startOfDay } from '../format/local-day.ts';
import { useNow } from '../data/use-now.ts';
import { type Span } from './span.ts';

/** The local day that is looked at, and the way to another. */
export interface DayChoice {
  readonly day: string;
  readonly today: string;
  readonly span: Span;
  readonly choose: (day: string) => void;
  readonly step: (days: 1 | -1) => void;
  readonly goToday: () => void;
}

/** Begins today, and goes on to the next day at midnight as long as no other was chosen. */
export function useDay(): DayChoice {
  const today = dayOf(useNow(60_000));
  const [chosen, setChosen] = useState<string | null>(null);
  const day = chosen ?? today;
  const span = useMemo(() => ({ fromMs: startOfDay(day), toMs: startOfDay(addDays(day, 1)) }), [day]);
  const choose = (next: string): void => setChosen(next >= today ? null : next);
  return {
    day,
    today,
    span,
    choose,
    step: (days) => choose(addDays(day, days)),
    goToday: () => setChosen(null),
  };
}

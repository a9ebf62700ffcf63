import { useMemo, useState } from 'react';
import { addDays, dayOf, startOfDay } from '../format/local-day.ts';
import { useDayStart } from '../data/use-day-start.ts';
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

/** Begins today, and goes on to the next day when that begins, as long as no other was chosen. */
export function useDay(): DayChoice {
  const startHour = useDayStart();
  const today = dayOf(useNow(60_000), startHour);
  const [chosen, setChosen] = useState<string | null>(null);
  const day = chosen ?? today;
  const span = useMemo(
    () => ({ fromMs: startOfDay(day, startHour), toMs: startOfDay(addDays(day, 1), startHour) }),
    [day, startHour],
  );
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

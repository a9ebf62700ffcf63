import { type QuestionTakes } from '../../contract/questions.ts';
import { type DayRange } from '../format/day-range.ts';
import { addDays, dayOf, startOfDay } from '../format/local-day.ts';

/** The range that another is compared with. */
export interface RangeBefore {
  readonly asked: QuestionTakes<'range-totals'>;
  /** What it is called behind "vs". */
  readonly label: string;
}

/** As many days before `range`. A day that is not over is compared with the same hours of the day it corresponds to. */
export function rangeBefore(range: DayRange, nowMs: number): RangeBefore {
  const fromDay = addDays(range.fromDay, -range.days);
  const today = dayOf(nowMs, range.startHour);
  const isOver = nowMs >= range.toMs;
  const lastDay = isOver ? range.fromDay : addDays(today, -range.days);
  const lastDayMs = startOfDay(lastDay, range.startHour);
  const toMs = isOver ? lastDayMs : sameTimeOn(lastDay, nowMs, range.startHour);
  return {
    asked: {
      from_ms: startOfDay(fromDay, range.startHour),
      to_ms: toMs,
      from_day: fromDay,
      whole_days_end: lastDay,
      tail_from_ms: lastDayMs,
    },
    label: labelOf(range, today),
  };
}

function labelOf({ days, fromDay }: DayRange, today: string): string {
  if (days > 1) return `the ${days} days before`;
  return fromDay === today ? 'yesterday by this time' : 'the day before';
}

/** The moment of `day` at which clocks show what they show at `ms`; days have 23 or 25 hours twice a year. */
function sameTimeOn(day: string, ms: number, startHour: number): number {
  const date = new Date(startOfDay(day, startHour));
  const time = new Date(ms);
  // Hours before the first of a day lie in the calendar's next one.
  const hours = time.getHours() + (time.getHours() < startHour ? 24 : 0);
  date.setHours(hours, time.getMinutes(), time.getSeconds(), time.getMilliseconds());
  return date.getTime();
}

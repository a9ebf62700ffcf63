import { addDays, dayOf, daysBetween, isDay, startOfDay } from './local-day.ts';
import { type Result, fail, ok } from '../../contract/result.ts';

/** What the range picker says; `custom` carries its own days. */
export type RangeChoice =
  | { readonly kind: 'today' | '7days' | '30days' }
  | { readonly kind: 'custom'; readonly fromDay: string; readonly toDay: string };

/** Whole days of the person: the last one is included, `toMs` is the beginning of the one after it. */
export interface DayRange {
  readonly fromDay: string;
  readonly toDay: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly days: number;
  /** The local hour at which these days begin. */
  readonly startHour: number;
}

/** The longest range that can be chosen, so that an answer stays small enough to draw. */
export const longestRangeDays = 366;

const longRestMs = 60_000;
const weekRestMs = 15_000;

/** How long an answer about these days may stand: what comes in shows at once in one day, hardly in many, not in past ones. */
export function restOfRange({ days, toMs }: DayRange, nowMs: number): number {
  if (days > 7 || toMs <= nowMs) return longRestMs;
  return days > 1 ? weekRestMs : 0;
}

/** The days that a choice means at `nowMs`. */
export function resolveRange(choice: RangeChoice, nowMs: number, startHour: number): DayRange {
  const today = dayOf(nowMs, startHour);
  switch (choice.kind) {
    case 'today':
      return rangeOf(today, today, startHour);
    case '7days':
      return rangeOf(addDays(today, -6), today, startHour);
    case '30days':
      return rangeOf(addDays(today, -29), today, startHour);
    case 'custom':
      return rangeOf(choice.fromDay, choice.toDay, startHour);
  }
}

/** A custom range out of what was typed; the failure says what to change. */
export function parseCustomRange(fromDay: string, toDay: string, today: string): Result<RangeChoice, string> {
  if (!isDay(fromDay) || !isDay(toDay)) return fail('Choose both dates.');
  if (fromDay > toDay) return fail('The first day lies after the last.');
  if (fromDay > today) return fail('The first day lies in the future.');
  if (addDays(fromDay, longestRangeDays - 1) < toDay) return fail(`Choose at most ${longestRangeDays} days.`);
  return ok({ kind: 'custom', fromDay, toDay });
}

function rangeOf(fromDay: string, toDay: string, startHour: number): DayRange {
  return {
    fromDay,
    toDay,
    fromMs: startOfDay(fromDay, startHour),
    toMs: startOfDay(addDays(toDay, 1), startHour),
    days: daysBetween(fromDay, toDay).length,
    startHour,
  };
}

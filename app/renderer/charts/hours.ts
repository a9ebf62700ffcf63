import { type QuestionRow } from '../../contract/questions.ts';
import { type DayRange } from '../format/day-range.ts';
import { dayOf, daysBetween, startOfDay } from '../format/local-day.ts';
import { type Point } from './series.ts';

type CostRow = QuestionRow<'cost-per-hour'>;
export type Bucket = 'hour' | 'day';

const hourMs = 3_600_000;
/** Up to here an hour is wide enough to be seen and pointed at. */
const longestHourlyDays = 7;

/** Hours for a week, days beyond it. */
export function bucketFor(days: number): Bucket {
  return days <= longestHourlyDays ? 'hour' : 'day';
}

/** Every hour from `fromMs` up to `toMs`; an hour is one of UTC, as the recorder groups them. */
export function hoursBetween(fromMs: number, toMs: number): number[] {
  const hours: number[] = [];
  for (let at = Math.floor(fromMs / hourMs) * hourMs; at < toMs; at += hourMs) hours.push(at);
  return hours;
}

/** The start of every column of a range. */
export function bucketsOf(bucket: Bucket, { fromDay, toDay, fromMs, toMs, startHour }: DayRange): number[] {
  if (bucket === 'hour') return hoursBetween(fromMs, toMs);
  return daysBetween(fromDay, toDay).map((day) => startOfDay(day, startHour));
}

/** The start of the column that a local hour lies in. */
export function bucketOf(bucket: Bucket, localHourMs: number, startHour: number): number {
  if (bucket === 'hour') return Math.floor(localHourMs / hourMs) * hourMs;
  return startOfDay(dayOf(localHourMs, startHour), startHour);
}

/** The cost of each row, by model, at the start of its column. */
export function costPoints(rows: readonly CostRow[], bucket: Bucket, startHour: number): Point[] {
  return rows.map((row) => ({
    at: bucketOf(bucket, row.hour_ms, startHour),
    series: row.model,
    value: row.cost_usd,
  }));
}

export interface CostTotals {
  readonly costUsd: number;
  readonly calls: number;
  readonly unpricedCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Sums over all rows. */
export function costTotals(rows: readonly CostRow[]): CostTotals {
  const sum = (pick: (row: CostRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    costUsd: sum((row) => row.cost_usd),
    calls: sum((row) => row.calls),
    unpricedCalls: sum((row) => row.unpriced_calls),
    inputTokens: sum((row) => row.input_tokens),
    outputTokens: sum((row) => row.output_tokens),
  };
}

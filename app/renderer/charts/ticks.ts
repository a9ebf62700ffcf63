import { dayOf, startOfDay, addDays } from '../format/local-day.ts';

const hourMs = 3_600_000;
const minuteSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1_440, 2_880];

/** Ticks for an axis of minutes that ends at or above `max`: at most five steps, round in hours where there are hours. */
export function minuteTicks(max: number): number[] {
  const step = minuteSteps.find((candidate) => max <= candidate * 5) ?? Math.ceil(max / 5 / 1_440) * 1_440;
  return upTo(max, step);
}

/** Ticks for an axis of money that ends at or above `max`: steps of 1, 2 or 5 times a power of ten. */
export function moneyTicks(max: number): number[] {
  if (max <= 0) return [0, 1];
  const rough = max / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * (1 - 1e-9)) ?? rough;
  return upTo(max, step);
}

/** Where hour columns are labelled: the first of each day over several days, else every `everyHours` local hours. */
export function hourTickColumns(ats: readonly number[], everyHours: number, startHour: number): number[] {
  const first = ats[0];
  const last = ats.at(-1);
  if (first === undefined || last === undefined) return [];
  if (last - first > 49 * hourMs) {
    const openings: number[] = [];
    for (let day = dayOf(first, startHour); startOfDay(day, startHour) <= last; day = addDays(day, 1)) {
      // In a zone of half hours a day begins inside a column.
      const column = Math.floor(startOfDay(day, startHour) / hourMs) * hourMs;
      if (column >= first) openings.push(column);
    }
    return openings;
  }
  return ats.filter((at) => new Date(at).getHours() % everyHours === 0);
}

/** Every so many columns, counted from the newest, so that `most` labels fit. */
export function everyNth(ats: readonly number[], most: number): number[] {
  const step = Math.max(1, Math.ceil(ats.length / most));
  return ats.filter((_, index) => (ats.length - 1 - index) % step === 0);
}

function upTo(max: number, step: number): number[] {
  const count = Math.max(1, Math.ceil(max / step - 1e-9));
  // Steps of a tenth do not sum exactly: 0.1 * 3 would be labelled 0.30000000000000004.
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

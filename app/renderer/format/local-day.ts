/**
 * Days are `YYYY-MM-DD` in the zone of this machine and begin when clocks show `startHour` (0 to 23), which is how the
 * recorder counts them. Left out, a day of the calendar is meant.
 */

/** The local day that `ms` lies in. */
export function dayOf(ms: number, startHour = 0): string {
  const date = new Date(ms);
  const counted = new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), date.getHours() - startHour));
  return `${pad(counted.getUTCFullYear(), 4)}-${pad(counted.getUTCMonth() + 1, 2)}-${pad(counted.getUTCDate(), 2)}`;
}

/** When `day` begins: behind the gap where clocks skip that hour, at the first of two; NaN for what is no day. */
export function startOfDay(day: string, startHour = 0): number {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number);
  return new Date(year, month - 1, date, startHour).getTime();
}

/** The day `count` days after `day`; days have 23 or 25 hours twice a year, so this never adds milliseconds. */
export function addDays(day: string, count: number): string {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number);
  return dayOf(new Date(year, month - 1, date + count).getTime());
}

/** Whether `day` is a date that exists. */
export function isDay(day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && dayOf(startOfDay(day)) === day;
}

/** Every day from `fromDay` to `toDay`, both included; empty when they are the wrong way round. */
export function daysBetween(fromDay: string, toDay: string): string[] {
  const days: string[] = [];
  for (let day = fromDay; day <= toDay; day = addDays(day, 1)) days.push(day);
  return days;
}

function pad(part: number, width: number): string {
  return String(part).padStart(width, '0');
}

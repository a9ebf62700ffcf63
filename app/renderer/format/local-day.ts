/** Days are `YYYY-MM-DD` in the zone of this machine, which is how the recorder counts them. */

/** The local day that `ms` lies in. */
export function dayOf(ms: number): string {
  const date = new Date(ms);
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`;
}

/** Local midnight at which `day` begins; NaN for what is no day. */
export function startOfDay(day: string): number {
  const [year = NaN, month = NaN, date = NaN] = day.split('-').map(Number);
  return new Date(year, month - 1, date).getTime();
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

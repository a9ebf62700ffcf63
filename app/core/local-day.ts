/** The calendar as the person's zone has it: days of 23 and 25 hours included, so never `+ 86,400 s`. */

/** One formatter per zone: making one costs a millisecond. A person's zones of one run are a handful. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of UTC in `timeZone` at the moment `ms`. */
export function utcOffsetMin(ms: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatter.formatToParts(ms)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((local - Math.floor(ms / 1000) * 1000) / 60_000);
}

/** `YYYY-MM-DD` of the moment `ms` in `timeZone`. */
export function localDay(ms: number, timeZone: string): string {
  return new Date(ms + utcOffsetMin(ms, timeZone) * 60_000).toISOString().slice(0, 10);
}

/** The first moment after `ms` whose local day differs from that of `ms`. */
export function nextLocalMidnight(ms: number, timeZone: string): number {
  const day = localDay(ms, timeZone);
  // A local day has at most 25 hours (26 covers zones that have moved by more); the edge is found by halving.
  let before = ms;
  let after = ms + 26 * 3_600_000;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDay(middle, timeZone) === day) before = middle;
    else after = middle;
  }
  return after;
}

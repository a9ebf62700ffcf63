import { utcOffsetMin } from './utc-offset.ts';

/** The calendar as the person's zone has it: days of 23 and 25 hours included, so never `+ 86,400 s`. */

const hourMs = 3_600_000;

/** `YYYY-MM-DD` of the moment `ms` in `timeZone`, where days begin when clocks show `dayStartHour` (0 to 23). */
export function localDay(ms: number, timeZone: string, dayStartHour = 0): string {
  return new Date(ms + utcOffsetMin(ms, timeZone) * 60_000 - dayStartHour * hourMs).toISOString().slice(0, 10);
}

/** The local hour of the moment `ms`: a name that no other hour has, also where clocks are put back. */
export function localHour(ms: number, timeZone: string): string {
  const offsetMin = utcOffsetMin(ms, timeZone);
  return `${new Date(ms + offsetMin * 60_000).toISOString().slice(0, 13)} ${offsetMin}`;
}

/** The first moment after `ms` whose local day differs from that of `ms`. */
export function nextDayStart(ms: number, timeZone: string, dayStartHour: number): number {
  const day = localDay(ms, timeZone, dayStartHour);
  // A local day has at most 25 hours (26 covers zones that have moved by more); the edge is found by halving.
  let before = ms;
  let after = ms + 26 * hourMs;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDay(middle, timeZone, dayStartHour) === day) before = middle;
    else after = middle;
  }
  return after;
}

export function nextLocalMidnight(ms: number, timeZone: string): number {
  return nextDayStart(ms, timeZone, 0);
}

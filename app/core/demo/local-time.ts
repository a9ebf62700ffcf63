import { nextLocalMidnight } from '../local-day.ts';
import { utcOffsetMin } from '../utc-offset.ts';

/** The calendar of one zone, fast enough to be asked for every row. */
export interface LocalTime {
  /** Minutes east of UTC at `ms`. */
  offsetMinutes(ms: number): number;
  /** Midnight that begins the local day of `ms`. */
  startOfDay(ms: number): number;
}

/** Throws when `timeZone` is no IANA name. */
export function localTime(timeZone: string): LocalTime {
  // Offsets change on quarters of an hour at the soonest; formatting is slow, so each quarter is asked for once.
  const known = new Map<number, number>();

  function offsetMinutes(ms: number): number {
    const quarter = Math.floor(ms / 900_000);
    const offset = known.get(quarter) ?? utcOffsetMin(quarter * 900_000, timeZone);
    known.set(quarter, offset);
    return offset;
  }

  function startOfDay(ms: number): number {
    let start = nextLocalMidnight(ms - 27 * 3_600_000, timeZone);
    for (let next = start; next <= ms; next = nextLocalMidnight(next, timeZone)) start = next;
    return start;
  }

  return { offsetMinutes, startOfDay };
}

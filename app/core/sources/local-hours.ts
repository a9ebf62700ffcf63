import { utcOffsetMin } from '../utc-offset.ts';

/**
 * Calendar arithmetic in a time zone. Edges come from the zone's own rules and never from adding 24 hours:
 * days have 23 or 25 hours twice a year, and some zones are off by 30 or 45 minutes.
 */

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** The first moment after `atMs` at which the clock on the wall shows a full hour or is put forward or back. */
export function nextLocalHour(atMs: number, zone: string): number {
  const offset = utcOffsetMin(atMs, zone);
  const local = atMs + offset * minuteMs;
  const edge = Math.floor(local / hourMs) * hourMs + hourMs - offset * minuteMs;
  return utcOffsetMin(edge - 1, zone) === offset ? edge : offsetChange(atMs, edge - 1, zone, offset);
}

/** First millisecond in (from, to] with another offset than `offset`. */
function offsetChange(from: number, to: number, zone: string, offset: number): number {
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (utcOffsetMin(middle, zone) === offset) low = middle;
    else high = middle;
  }
  return high;
}

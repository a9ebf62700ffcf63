/**
 * Calendar arithmetic in a time zone. Edges come from the zone's own rules and never from adding 24 hours:
 * days have 23 or 25 hours twice a year, and some zones are off by 30 or 45 minutes.
 */

const hourMs = 3_600_000;
const minuteMs = 60_000;
const formats = new Map<string, Intl.DateTimeFormat | undefined>();
const rememberedZones = 64;

/** Minutes east of UTC in `zone` at `atMs`; an unknown zone counts as UTC. */
export function utcOffsetMin(atMs: number, zone: string): number {
  const format = zoneFormat(zone);
  if (format === undefined) return 0;
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((candidate) => candidate.type === type)?.value ?? 0);
  const parts = format.formatToParts(atMs);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return Math.round((local - atMs) / minuteMs);
}

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

function zoneFormat(zone: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(zone)) {
    if (formats.size >= rememberedZones) formats.clear();
    formats.set(zone, buildFormat(zone));
  }
  return formats.get(zone);
}

function buildFormat(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // RangeError is how Intl says that it does not know the zone.
    return undefined;
  }
}

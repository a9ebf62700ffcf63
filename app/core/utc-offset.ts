const minuteMs = 60_000;
const formats = new Map<string, Intl.DateTimeFormat | undefined>();
/** Making a format costs a third of a millisecond; a person's zones of one run are a handful. */
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

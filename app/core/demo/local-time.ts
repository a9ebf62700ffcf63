/** Local days of a zone, by the calendar: a day with a clock change has 23 or 25 hours here as it has there. */
export interface LocalTime {
  /** Minutes east of UTC at `ms`. */
  offsetMinutes(ms: number): number;
  /** Midnight that begins the local day of `ms`. */
  startOfDay(ms: number): number;
}

/** Throws when `timeZone` is no IANA name. */
export function localTime(timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  // Offsets change on quarters of an hour at the soonest; formatting is slow, so each quarter is asked for once.
  const known = new Map<number, number>();

  function offsetMinutes(ms: number): number {
    const quarter = Math.floor(ms / 900_000);
    const seen = known.get(quarter);
    if (seen !== undefined) return seen;
    const at = quarter * 900_000;
    const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const local = Date.UTC(
      part.get('year') ?? 0,
      (part.get('month') ?? 1) - 1,
      part.get('day') ?? 1,
      part.get('hour') ?? 0,
      part.get('minute') ?? 0,
    );
    const offset = Math.round((local - at) / 60_000);
    known.set(quarter, offset);
    return offset;
  }

  function startOfDay(ms: number): number {
    const local = ms + offsetMinutes(ms) * 60_000;
    const midnight = local - (((local % 86_400_000) + 86_400_000) % 86_400_000);
    // The offset at midnight may differ from the one now; the second look settles it.
    const guess = midnight - offsetMinutes(midnight - offsetMinutes(ms) * 60_000) * 60_000;
    return midnight - offsetMinutes(guess) * 60_000;
  }

  return { offsetMinutes, startOfDay };
}

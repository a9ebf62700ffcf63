/** A moment: whole seconds since the epoch, which may be negative, and billionths of a second on top. */
export interface Moment {
  readonly seconds: number;
  readonly nanoseconds: number;
}

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads epoch milliseconds, a Date, or an ISO text; a text without a zone is UTC. Undefined: none of these. */
export function readMoment(value: unknown): Moment | undefined {
  if (typeof value === 'string') return parseIso(value);
  const ms = value instanceof Date ? value.getTime() : value;
  if (typeof ms !== 'number' || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return undefined;
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanoseconds: Math.floor((ms - seconds * 1000) * 1e6) };
}

/** Days since the epoch of a `YYYY-MM-DD` or of a Date's UTC day. */
export function readDay(value: unknown): number | undefined {
  if (typeof value === 'number' || (typeof value === 'string' && value.length !== 10)) return undefined;
  const moment = readMoment(value);
  return moment === undefined ? undefined : Math.floor(moment.seconds / 86_400);
}

function parseIso(text: string): Moment | undefined {
  const match = isoPattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const back = new Date(ms);
  // Date.UTC carries a 31 February over into March; what does not come back as it went in is no date.
  const same =
    back.getUTCFullYear() === Number(year) &&
    back.getUTCMonth() === Number(month) - 1 &&
    back.getUTCDate() === Number(day) &&
    back.getUTCHours() === Number(hour) &&
    back.getUTCMinutes() === Number(minute) &&
    back.getUTCSeconds() === Number(second);
  if (!same) return undefined;
  return { seconds: ms / 1000 - zoneSeconds(zone), nanoseconds: Number(fraction.padEnd(9, '0')) };
}

function zoneSeconds(zone: string): number {
  if (zone === 'Z') return 0;
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}

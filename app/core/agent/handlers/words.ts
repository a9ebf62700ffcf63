import { utcOffsetMin } from '../../utc-offset.ts';

const hourMs = 3_600_000;

/** Start of the local hour of `ms`, epoch milliseconds. */
export function hourStart(ms: number, timeZone: string): number {
  const offsetMs = utcOffsetMin(ms, timeZone) * 60_000;
  return Math.floor((ms + offsetMs) / hourMs) * hourMs - offsetMs;
}

export function inMinutes(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}

/** `a, b and c`; of many, the first ones and how many more. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

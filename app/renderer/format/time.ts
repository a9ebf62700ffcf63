const hourMs = 3_600_000;

/** Words are English throughout; whether a clock counts to 12 or to 24 follows the person's own setting. */
const hourCycle = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hourCycle ?? 'h23';
// 'h24' and 'h11' do not occur on clocks that people read; they would show midnight as 24 and noon as 0.
const hour12 = hourCycle === 'h12' || hourCycle === 'h11';
const cycle = hour12 ? ({ hour12: true } as const) : ({ hourCycle: 'h23' } as const);

/**
 * A window lives for weeks and its machine may travel, but a formatter keeps the zone it was made in and is too slow to
 * be made for every label. So formatters speak UTC, and are given local time as if it were UTC.
 */
const zone = { timeZone: 'UTC' } as const;

function toLocal(ms: number): number {
  return ms - new Date(ms).getTimezoneOffset() * 60_000;
}

const clock = new Intl.DateTimeFormat('en-US', { ...zone, hour: 'numeric', minute: '2-digit', ...cycle });
const dayMonth = new Intl.DateTimeFormat('en-US', { ...zone, month: 'short', day: 'numeric' });
const weekday = new Intl.DateTimeFormat('en-US', { ...zone, weekday: 'short' });
const longDay = new Intl.DateTimeFormat('en-US', {
  ...zone,
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  year: 'numeric',
});
const full = new Intl.DateTimeFormat('en-US', {
  ...zone,
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  ...cycle,
});

const clockSeconds = new Intl.DateTimeFormat('en-US', {
  ...zone,
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  ...cycle,
});

/** `09:30:12` or `9:30:12 AM`, local. */
export function formatSeconds(ms: number): string {
  return clockSeconds.format(toLocal(ms));
}

/** `09:30` or `9:30 AM`, local. */
export function formatClock(ms: number): string {
  return clock.format(toLocal(ms));
}

/** `Nov 21`, local. */
export function formatDay(ms: number): string {
  return dayMonth.format(toLocal(ms));
}

/** `Sat`, local. */
export function formatWeekday(ms: number): string {
  return weekday.format(toLocal(ms));
}

/** `Sat, Nov 21, 2026`, local. */
export function formatLongDay(ms: number): string {
  return longDay.format(toLocal(ms));
}

/** `Sat, Nov 21, 09:30:12`, local: for titles of relative times. */
export function formatMoment(ms: number): string {
  return full.format(toLocal(ms));
}

/** `Sat, Nov 21, 09:00 to 10:00`, local; in a zone of half hours it says 09:30 to 10:30, which is the case. */
export function formatHourSpan(ms: number): string {
  return `${formatWeekday(ms)}, ${formatDay(ms)}, ${formatClock(ms)} to ${formatClock(ms + hourMs)}`;
}

/** The zone this machine is in, by its IANA name. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

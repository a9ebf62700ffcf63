/** Words are English throughout; whether a clock counts to 12 or to 24 follows the person's own setting. */
const hourCycle = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hourCycle ?? 'h23';
// 'h24' and 'h11' do not occur on clocks that people read; they would show midnight as 24 and noon as 0.
const hour12 = hourCycle === 'h12' || hourCycle === 'h11';
const cycle = hour12 ? ({ hour12: true } as const) : ({ hourCycle: 'h23' } as const);

const clock = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', ...cycle });
const dayMonth = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric' });
const weekday = new Intl.DateTimeFormat('en-US', { weekday: 'short' });
const longDay = new Intl.DateTimeFormat('en-US', { weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' });
const full = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  ...cycle,
});

/** `09:30` or `9:30 AM`, local. */
export function formatClock(ms: number): string {
  return clock.format(ms);
}

/** `Nov 21`, local. */
export function formatDay(ms: number): string {
  return dayMonth.format(ms);
}

/** `Sat`, local. */
export function formatWeekday(ms: number): string {
  return weekday.format(ms);
}

/** `Sat, Nov 21, 2026`, local. */
export function formatLongDay(ms: number): string {
  return longDay.format(ms);
}

/** `Sat, Nov 21, 09:30:12`, local: for titles of relative times. */
export function formatMoment(ms: number): string {
  return full.format(ms);
}

/** `Sat, Nov 21, 09:00 to 10:00`, local; in a zone of half hours it says 09:30 to 10:30, which is the case. */
export function formatHourSpan(ms: number): string {
  return `${weekday.format(ms)}, ${dayMonth.format(ms)}, ${clock.format(ms)} to ${clock.format(ms + 3_600_000)}`;
}

/** The zone this machine is in, by its IANA name. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const minuteMs = 60_000;

/** Minutes as people say them: `3 h 12 min`, `42 min`, `< 1 min`, `0 min`. */
export function formatMinutes(minutes: number): string {
  if (minutes <= 0) return '0 min';
  if (minutes < 1) return '< 1 min';
  const whole = Math.round(minutes);
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${wholeNumber.format(hours)} h` : `${wholeNumber.format(hours)} h ${rest} min`;
}

/** Minutes on an axis: `0`, `30 min`, `2 h`. */
export function formatMinuteTick(minutes: number): string {
  return minutes === 0 ? '0' : formatMinutes(minutes);
}

/** A stretch of time up to now: seconds below a minute, then minutes. */
export function formatElapsed(ms: number): string {
  if (ms < minuteMs) return `${Math.max(0, Math.floor(ms / 1_000))} s`;
  return formatMinutes(Math.floor(ms / minuteMs));
}

/** How long something took: `340 ms`, `3.2 s`, `2 min 5 s`, `3 h 12 min`. */
export function formatLength(ms: number): string {
  if (ms < 1_000) return `${ms > 0 && ms < 1 ? '< 1' : Math.round(ms)} ms`;
  if (ms < 59_950) return `${ms < 9_950 ? (ms / 1_000).toFixed(1) : Math.round(ms / 1_000)} s`;
  if (ms >= 60 * minuteMs) return formatMinutes(ms / minuteMs);
  const seconds = Math.round(ms / 1_000);
  const rest = seconds % 60;
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}

/** What is left as a clock shows it: `12:31`, `1:02:31`; `0:00` once over. */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const tail = `${pad(minutes)}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail.replace(/^0(\d)/, '$1');
}

/** How long ago: `just now`, `42 s ago`, `12 min ago`, `5 h ago`, `3 d ago`. */
export function formatAgo(ms: number): string {
  if (ms < 2_000) return 'just now';
  if (ms < minuteMs) return `${Math.floor(ms / 1_000)} s ago`;
  if (ms < 60 * minuteMs) return `${Math.floor(ms / minuteMs)} min ago`;
  if (ms < 48 * 60 * minuteMs) return `${Math.floor(ms / (60 * minuteMs))} h ago`;
  return `${wholeNumber.format(Math.floor(ms / (24 * 60 * minuteMs)))} d ago`;
}

const wholeNumber = new Intl.NumberFormat('en-US');

function pad(part: number): string {
  return String(part).padStart(2, '0');
}

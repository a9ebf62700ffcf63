import { type CurrentActivity } from '../../contract/health.ts';
import { dayOf, startOfDay } from '../format/local-day.ts';

/** Minutes at the keyboard today in one application. */
export interface AppMinutes {
  readonly app: string;
  readonly minutes: number;
}

/**
 * Today's time that the database does not have: the segment that is open, and segments that closed a moment ago.
 * Invariant: a figure shown does not shrink because a segment closes, and no time is in it twice.
 */
export interface OpenTime {
  readonly seenMs: number;
  readonly segment: Pick<CurrentActivity, 'app' | 'sinceMs'> | null;
  readonly due: readonly Due[];
}

/** What the database will say of an application once it has the closed segments; after `untilMs` that is given up. */
interface Due extends AppMinutes {
  readonly untilMs: number;
}

interface Moment {
  readonly stored: readonly AppMinutes[];
  readonly current: CurrentActivity | null;
  readonly nowMs: number;
  /** The local hour at which the day begins; left out, midnight. */
  readonly dayStartHour?: number | undefined;
}

export const nothingOpen: OpenTime = { seenMs: -Infinity, segment: null, due: [] };

/** A segment is stored once it is certain that the person was there: three minutes later at the latest, unless set otherwise. */
const storedWithinMs = 4 * 60_000;
/** Time before the person left is certain at once and needs only its way through writer and database. */
const leftWithinMs = 10_000;
/** Not looked at for so long, as while the window was hidden, nothing is known of what closed meanwhile. */
const unseenMs = 20_000;
const minuteMs = 60_000;
/** Sums of minutes are not exact; a second less is the same. */
const slackMinutes = 1 / 60;

/** `open` at a later moment; the same object when nothing changed. */
export function followOpenTime(open: OpenTime, { stored, current, nowMs, dayStartHour = 0 }: Moment): OpenTime {
  const seen = nowMs - open.seenMs <= unseenMs && dayOf(nowMs, dayStartHour) === dayOf(open.seenMs, dayStartHour);
  const segment = current === null || current.afk ? null : { app: current.app, sinceMs: current.sinceMs };
  const same = segment?.app === open.segment?.app && segment?.sinceMs === open.segment?.sinceMs;
  const closed = same || !seen ? null : open.segment;
  const latestMs = nowMs + (segment === null ? leftWithinMs : storedWithinMs);
  const due = (seen ? open.due : [])
    .filter((entry) => isAwaited(entry, stored, nowMs))
    .map((entry) => (entry.untilMs <= latestMs ? entry : { ...entry, untilMs: latestMs }));
  if (closed !== null) {
    const minutes = minutesSince(closed.sinceMs, current?.sinceMs ?? open.seenMs, dayStartHour);
    const before = Math.max(minutesOf(stored, closed.app), minutesOf(due, closed.app));
    const entry = { app: closed.app, minutes: before + minutes, untilMs: latestMs };
    return { seenMs: nowMs, segment, due: [...due.filter(({ app }) => app !== closed.app), entry] };
  }
  const dueAlike = due.length === open.due.length && due.every((entry, index) => entry === open.due[index]);
  if (same && dueAlike && nowMs === open.seenMs) return open;
  return { seenMs: nowMs, segment: same ? open.segment : segment, due: dueAlike ? open.due : due };
}

/** `stored` with the time on top of it that is not stored yet. */
export function addOpenTime(
  stored: readonly AppMinutes[],
  { segment, due }: Pick<OpenTime, 'segment' | 'due'>,
  nowMs: number,
  dayStartHour: number,
): readonly AppMinutes[] {
  const minutes = new Map(stored.map((row) => [row.app, row.minutes]));
  for (const entry of due) minutes.set(entry.app, Math.max(minutes.get(entry.app) ?? 0, entry.minutes));
  if (segment !== null) {
    minutes.set(segment.app, (minutes.get(segment.app) ?? 0) + minutesSince(segment.sinceMs, nowMs, dayStartHour));
  }
  return [...minutes].map(([app, sum]) => ({ app, minutes: sum }));
}

function isAwaited(entry: Due, stored: readonly AppMinutes[], nowMs: number): boolean {
  return nowMs <= entry.untilMs && minutesOf(stored, entry.app) < entry.minutes - slackMinutes;
}

function minutesOf(rows: readonly AppMinutes[], app: string): number {
  return rows.find((row) => row.app === app)?.minutes ?? 0;
}

/** Minutes from `sinceMs` to `untilMs` as far as they lie in the day of `untilMs`. */
function minutesSince(sinceMs: number, untilMs: number, dayStartHour: number): number {
  const openingMs = startOfDay(dayOf(untilMs, dayStartHour), dayStartHour);
  return Math.max(0, untilMs - Math.max(sinceMs, openingMs)) / minuteMs;
}

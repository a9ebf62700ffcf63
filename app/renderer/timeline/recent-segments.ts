import { type CurrentActivity } from '../../contract/health.ts';
import { type QuestionRow } from '../../contract/questions.ts';

export type SegmentRow = QuestionRow<'day-segments'>;

/** A window that was seen in front and is not stored yet. */
interface Seen {
  readonly app: string;
  readonly title: string;
  readonly afk: boolean;
  readonly sinceMs: number;
  /** Null while it is in front. */
  readonly untilMs: number | null;
}

/** A segment is stored once it is certain that the person was there; after this it will not come any more. */
const awaitedMs = 4 * 60_000;
/** Rows and status may name the same moment some milliseconds apart. */
const slackMs = 1_500;

/** `seen` after another look at the window in front; the same array when nothing changed. */
export function followSegments(seen: readonly Seen[], current: CurrentActivity | null, nowMs: number): readonly Seen[] {
  const open = seen.find(({ untilMs }) => untilMs === null);
  const same =
    open?.sinceMs === current?.sinceMs &&
    open?.app === current?.app &&
    open?.title === current?.title &&
    open?.afk === current?.afk;
  const due = seen.filter(({ untilMs }) => untilMs === null || untilMs + awaitedMs > nowMs);
  if (same) return due.length === seen.length ? seen : due;
  const closed = due.map((one) => (one.untilMs === null ? { ...one, untilMs: current?.sinceMs ?? nowMs } : one));
  if (current === null) return closed;
  const { app, title, afk, sinceMs } = current;
  return [...closed, { app, title, afk, sinceMs, untilMs: null }];
}

/** `rows` with what was seen after the newest of them. */
export function addSeen(rows: readonly SegmentRow[], seen: readonly Seen[], nowMs: number): readonly SegmentRow[] {
  const storedUntilMs = rows.reduce((latest, { end_ms: endMs }) => Math.max(latest, endMs), 0);
  const more = seen.flatMap(({ app, title, afk, sinceMs, untilMs }): SegmentRow[] => {
    const fromMs = Math.max(sinceMs, storedUntilMs);
    const toMs = untilMs ?? nowMs;
    if (toMs - fromMs < slackMs) return [];
    return [
      {
        ts_ms: fromMs,
        end_ms: toMs,
        dur_ms: toMs - fromMs,
        app,
        window_title: title,
        url: '',
        afk: afk ? 1 : 0,
        segments: 1,
        apps: 1,
      },
    ];
  });
  return more.length === 0 ? rows : [...rows, ...more];
}

export type { Seen };

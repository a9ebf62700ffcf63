import type { ContextRow, MemEventRow, PresenceRow } from '../../contract/rows.ts';
import { activities, type DemoActivity, type DemoApp } from './cast.ts';
import type { DemoDay, Span } from './demo-day.ts';
import type { LocalTime } from './local-time.ts';

export interface PersonRows {
  readonly context: ContextRow[];
  readonly presence: PresenceRow[];
  readonly memEvents: MemEventRow[];
}

export interface PersonOptions {
  readonly timeZone: string;
  readonly local: LocalTime;
  /** 1 is an ordinary day; 10 changes windows ten times as often. */
  readonly scale: number;
}

const longestSegmentMs = 15 * 60_000;

/** What the person did on one day, as the recorder would have written it: cut at hours, away time marked. */
export function personRows(day: DemoDay, options: PersonOptions): PersonRows {
  const rows: PersonRows = { context: [], presence: [], memEvents: [] };
  let at = day.startMs;
  for (const span of day.work) {
    addAbsence(rows, day, options, { startMs: at, endMs: span.startMs });
    addPresence(rows, options, span, 'active', 'input');
    addWork(rows, day, options, span);
    at = span.endMs;
  }
  addAbsence(rows, day, options, { startMs: at, endMs: day.endMs });
  return rows;
}

function addWork(rows: PersonRows, day: DemoDay, options: PersonOptions, span: Span): void {
  const { random } = day;
  let activity: DemoActivity = activities[0];
  let activityEndMs = span.startMs;
  let at = span.startMs;
  while (at < span.endMs) {
    if (at >= activityEndMs) {
      activity = random.weighted(activities);
      activityEndMs = at + random.skewed(activity.minutes, 0.5) * 60_000;
    }
    const { app } = random.weighted(activity.apps);
    const lookMs = Math.max(1000, Math.round((random.skewed(activity.lookSeconds, 0.8) * 1000) / options.scale));
    const endMs = Math.min(span.endMs, at + lookMs);
    addSegment(rows, options, { startMs: at, endMs }, app, random.whole(0, app.titles.length - 1), 0);
    at = endMs;
  }
}

/** Short absences leave the window open, marked away; in long ones the machine sleeps and shows no window. */
function addAbsence(rows: PersonRows, day: DemoDay, options: PersonOptions, span: Span): void {
  const lengthMs = span.endMs - span.startMs;
  if (lengthMs <= 0) return;
  if (lengthMs > 90 * 60_000) {
    addPresence(rows, options, span, 'asleep', 'suspend');
  } else if (day.random.chance(0.3)) {
    addPresence(rows, options, span, 'locked', 'lock');
  } else {
    addPresence(rows, options, span, 'idle', 'idle');
    addSegment(rows, options, span, day.random.weighted(activities[0].apps).app, 0, 1);
  }
}

function addPresence(
  rows: PersonRows,
  options: PersonOptions,
  span: Span,
  state: PresenceRow['state'],
  cause: string,
): void {
  rows.presence.push({
    ts_ms: span.startMs,
    dur_ms: span.endMs - span.startMs,
    state,
    cause,
    tz: options.timeZone,
    utc_offset_min: options.local.offsetMinutes(span.startMs),
    segment_id: `demo-p-${span.startMs}`,
  });
}

function addSegment(
  rows: PersonRows,
  options: PersonOptions,
  span: Span,
  app: DemoApp,
  title: number,
  afk: number,
): void {
  for (let at = span.startMs; at < span.endMs;) {
    const offset = options.local.offsetMinutes(at);
    const hourEndMs = (Math.floor((at + offset * 60_000) / 3_600_000) + 1) * 3_600_000 - offset * 60_000;
    const endMs = Math.min(span.endMs, hourEndMs, at + longestSegmentMs);
    const row: ContextRow = {
      ts_ms: at,
      dur_ms: endMs - at,
      app: app.name,
      bundle_id: app.bundleId,
      window_title: app.titles[title] ?? app.titles[0],
      url: app.urls?.[title] ?? '',
      afk,
      tz: options.timeZone,
      utc_offset_min: offset,
      segment_id: `demo-c-${span.startMs}`,
    };
    rows.context.push(row);
    rows.memEvents.push(windowEvent(row));
    at = endMs;
  }
}

/** The same segment as the memory engine notes it; `seq.mv_window_context` parses it back. */
function windowEvent(row: ContextRow): MemEventRow {
  const { ts_ms, app, window_title, ...rest } = row;
  return {
    ts_ms,
    kind: 'window_context',
    app,
    subject: window_title,
    payload: JSON.stringify({ ...rest, window_title }),
    value: 0,
  };
}

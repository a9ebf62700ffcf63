import { useEffect, useMemo, useState } from 'react';
import { type QuestionRow } from '../../contract/questions.ts';
import { assignSlots, colourCount, colourOf } from '../charts/colours.ts';
import { type Answer } from '../data/answer.ts';
import { type Problem } from '../data/problem.ts';
import { useSession } from '../data/session.ts';
import { useNow } from '../data/use-now.ts';
import { useQuestion } from '../data/use-question.ts';
import { useStatus } from '../data/use-status.ts';
import { coarsened, detailFor } from './detail-level.ts';
import { errorItems, eventItems, type Item, presenceItems, runItems, windowItems } from './items.ts';
import { openPresence } from './open-presence.ts';
import { type Packed, packRuns } from './pack-runs.ts';
import { addSeen, followSegments, type Seen } from './recent-segments.ts';
import { type Span } from './span.ts';

/** What the page draws of a day, and how far it can be trusted. */
export type DayView =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: Problem }
  | {
      readonly state: 'ready';
      readonly items: readonly Item[];
      readonly presence: readonly QuestionRow<'day-presence'>[];
      readonly agentLines: number;
      /** Time in each app over the whole day, most first, milliseconds. */
      readonly apps: readonly AppTime[];
      readonly outdated: boolean;
      readonly stale: Problem | null;
    };

/** The day, and the answers that it is drawn from. */
export interface Lanes {
  readonly view: DayView;
  readonly answers: readonly Answer<unknown>[];
}

export interface AppTime {
  readonly app: string;
  readonly lengthMs: number;
  /** `var(--…)`; undefined for those that share the neutral colour. */
  readonly colour: string | undefined;
}

/** The time that is still running is drawn again this often. */
const stepMs = 5_000;

interface LaneOptions {
  readonly isToday: boolean;
  /** How often something was forgotten here: what this page remembers itself must go too. */
  readonly forgets: number;
}

/** Asks for everything that lies in `span` of `day`, drawn `width` pixels wide. */
export function useLanes(day: Span, span: Span, width: number, { isToday, forgets }: LaneOptions): Lanes {
  const whole = { from_ms: day.fromMs, to_ms: day.toMs };
  const detail = detailFor(span, day, width);
  const wholeSegments = useQuestion('day-segments', detailFor(day, day, width));
  const runs = useQuestion('day-agent-runs', whole);
  const answers = {
    segments: useQuestion('day-segments', detail),
    presence: useQuestion('day-presence', whole),
    runs,
    events: useQuestion('day-agent-events', coarsened(detail, day, sizeOf(runs))),
    errors: useQuestion('day-errors', detail),
  };
  const seen = useSeenSegments(forgets);
  const segments = useLiveSegments(answers.segments, seen, isToday);
  const presence = useLivePresence(answers.presence, day, isToday);
  const apps = useApps(useLiveSegments(wholeSegments, seen, isToday));
  const { events, errors } = answers;
  const packed = useMemo(() => pack(rowsOf(runs)), [runs]);
  const items = useMemo(
    () => [
      ...windowItems(segments),
      ...presenceItems(presence),
      ...runItems(rowsOf(runs), packed.lineOf),
      ...eventItems(rowsOf(events), packed.lineOf),
      ...errorItems(rowsOf(errors)),
    ],
    [segments, presence, runs, events, errors, packed],
  );

  const asked = Object.values(answers);
  const all: readonly Answer<unknown>[] = [wholeSegments, ...asked];
  for (const answer of all) if (answer.state === 'failed') return { view: answer, answers: asked };
  if (all.some(({ state }) => state === 'loading')) return { view: { state: 'loading' }, answers: asked };
  const ready = all.filter((answer) => answer.state === 'ready');
  const view: DayView = {
    state: 'ready',
    items,
    presence,
    agentLines: packed.lines,
    apps,
    outdated: ready.some(({ outdated }) => outdated),
    stale: ready.find(({ stale }) => stale !== null)?.stale ?? null,
  };
  return { view, answers: asked };
}

function rowsOf<Row>(answer: Answer<Row>): readonly Row[] {
  return answer.state === 'ready' ? answer.rows : noRows;
}
/** How much agents did on the day; much, until it is known. */
function sizeOf(runs: Answer<QuestionRow<'day-agent-runs'>>): { runs: number; events: number } {
  if (runs.state !== 'ready') return { runs: 1_000, events: 20_000 };
  const events = runs.rows.reduce((sum, row) => sum + row.model_calls + row.tool_calls + row.steps, 0);
  return { runs: runs.rows.length, events };
}
const noRows: readonly never[] = [];

function pack(rows: readonly QuestionRow<'day-agent-runs'>[]): Packed {
  return packRuns(rows.map(({ thread_id: threadId, ts_ms: fromMs, end_ms: toMs }) => ({ threadId, fromMs, toMs })));
}

/** The windows that this page saw in front and that are not stored yet. */
function useSeenSegments(forgets: number): readonly Seen[] {
  const view = useStatus();
  const nowMs = useNow(stepMs);
  const [seen, setSeen] = useState<readonly Seen[]>([]);
  const [forgetsSeen, setForgetsSeen] = useState(forgets);
  if (forgetsSeen !== forgets) {
    setForgetsSeen(forgets);
    setSeen([]);
  }
  const next = view.state === 'ready' ? followSegments(seen, view.status.current, nowMs) : seen;
  if (next !== seen) setSeen(next);
  return next;
}

/** Stored segments, and today those that are not stored yet. */
function useLiveSegments(answer: Answer<QuestionRow<'day-segments'>>, seen: readonly Seen[], isToday: boolean) {
  const nowMs = useNow(stepMs);
  const rows = rowsOf(answer);
  const steppedMs = isToday ? nowMs : null;
  return useMemo(() => (steppedMs === null ? rows : addSeen(rows, seen, steppedMs)), [rows, seen, steppedMs]);
}

function useLivePresence(answer: Answer<QuestionRow<'day-presence'>>, day: Span, isToday: boolean) {
  const view = useStatus();
  const nowMs = useNow(stepMs);
  const rows = rowsOf(answer);
  const status = view.state === 'ready' && isToday ? view.status : null;
  return useMemo(
    () => (status === null || status.demo ? rows : [...rows, ...openPresence(rows, status, day, nowMs)]),
    [rows, status, day, nowMs],
  );
}

/** The apps of the day; those with most time have colours, which stay with their names. */
function useApps(rows: readonly QuestionRow<'day-segments'>[]): readonly AppTime[] {
  const { appColours } = useSession();
  const apps = useMemo(() => {
    const times = new Map<string, number>();
    for (const { app, dur_ms: length, afk } of rows) {
      if (afk === 0) times.set(app, (times.get(app) ?? 0) + length);
    }
    const ranked = [...times].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const names = ranked.slice(0, colourCount).map(([app]) => app);
    const slots = assignSlots(names, appColours.recall(names));
    return { ranked, names, slots };
  }, [rows, appColours]);
  useEffect(() => appColours.remember(apps.names, apps.slots), [apps, appColours]);
  return useMemo(
    () =>
      apps.ranked.map(([app, lengthMs], index) => {
        const slot = apps.slots[index];
        return { app, lengthMs, colour: slot === undefined ? undefined : colourOf(slot) };
      }),
    [apps],
  );
}

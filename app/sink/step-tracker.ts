import { randomUUID } from 'node:crypto';
import type { SuperstepRow } from '../contract/rows.ts';
import { RecentMap } from '../contract/recent-map.ts';

/** A moment on both clocks: the one for when, the other for how long. */
export interface Moment {
  readonly wallMs: number;
  readonly steadyMs: number;
}

export function moment(): Moment {
  return { wallMs: Date.now(), steadyMs: performance.now() };
}

/** Where in which graph a step is. */
export interface StepPlace {
  readonly threadId: string;
  readonly graphName: string;
  readonly graphVersion: number;
  /** Namespace of the subgraph that the step belongs to, empty in the graph itself. */
  readonly checkpointNs: string;
  readonly stepIndex: number;
}

export type TaskOutcome =
  | { readonly state: 'finished'; readonly writes: number }
  | { readonly state: 'interrupted' }
  | { readonly state: 'error'; readonly message: string };

/** How a run ended, as far as it tells of the steps that were open. */
export type RunEnd = { readonly kind: 'finished' | 'abandoned' } | { readonly kind: 'error'; readonly message: string };

/** One run of a graph, seen through callbacks or through its stream. */
export class RunView {
  readonly kind: 'callbacks' | 'stream';
  readonly bornAt: number;
  /** The open step of each namespace. */
  readonly open = new Map<string, Visit>();

  constructor(kind: RunView['kind'], bornAt: number) {
    this.kind = kind;
    this.bornAt = bornAt;
  }
}

/** One time that a step was worked on: a step that is interrupted and resumed is visited twice. */
interface Visit {
  readonly id: string;
  place: StepPlace;
  readonly begun: Moment;
  lastEnd: Moment;
  readonly tasks: Map<string, TaskOutcome | 'running'>;
  /** All views that saw it, and those that have not closed it yet. */
  readonly seenBy: Set<RunView>;
  readonly openIn: Set<RunView>;
  checkpointId: string;
  failure: string | undefined;
  abandoned: boolean;
  startTold: boolean;
  closedAt: number | undefined;
}

const tasksRemembered = 5_000;

/**
 * Makes one row when a step starts and one when it ends, out of what callbacks, the stream, or both tell of its tasks.
 * Both name a task alike, so that what comes from both makes one step. A step ends when the next one of its graph starts
 * or the graph ends: with a limit on parallel tasks, some start only after others have ended.
 */
export class StepTracker {
  private readonly write: (id: string, row: SuperstepRow) => void;
  private readonly visits = new RecentMap<string, Visit>(tasksRemembered);
  /** Counts openings and closings, so that what came before what is known without a clock. */
  private events = 0;

  constructor(write: (id: string, row: SuperstepRow) => void) {
    this.write = write;
  }

  view(kind: RunView['kind']): RunView {
    this.events += 1;
    return new RunView(kind, this.events);
  }

  taskStarted(view: RunView, place: StepPlace, taskId: string, at: Moment): void {
    const visit = this.visitOf(view, place, taskId) ?? this.openVisit(view, place, at);
    this.visits.set(taskKey(place, taskId), visit);
    // Callbacks come in time and know the names; chunks of the stream may be read long after, when the task has ended.
    if (view.kind === 'callbacks') visit.place = place;
    if (visit.closedAt !== undefined) return;
    if (view.kind === 'callbacks' || !visit.tasks.has(taskId)) visit.tasks.set(taskId, 'running');
  }

  taskEnded(view: RunView, place: StepPlace, taskId: string, outcome: TaskOutcome, at: Moment): void {
    const visit = this.visits.get(taskKey(place, taskId));
    if (visit?.seenBy.has(view) !== true || visit.closedAt !== undefined) return;
    if (visit.tasks.get(taskId) === 'running') visit.lastEnd = at;
    visit.tasks.set(taskId, outcome);
  }

  /** The checkpoint of a step was written. The graph may still fail of what it did, so the step is not over yet. */
  checkpointed(view: RunView, checkpointNs: string, stepIndex: number, checkpointId: string): void {
    const visit = view.open.get(checkpointNs);
    if (visit?.place.stepIndex === stepIndex) visit.checkpointId = checkpointId;
  }

  /** The graph with this namespace has ended, and its last step with it. */
  graphEnded(view: RunView, checkpointNs: string, end: RunEnd, at: Moment): void {
    const visit = view.open.get(checkpointNs);
    if (visit === undefined) return;
    if (end.kind === 'error') visit.failure ??= end.message;
    if (end.kind === 'abandoned') visit.abandoned = true;
    if ([...visit.tasks.values()].includes('running')) visit.lastEnd = at;
    this.close(view, checkpointNs);
  }

  runEnded(view: RunView, end: RunEnd, at: Moment): void {
    for (const checkpointNs of [...view.open.keys()].reverse()) this.graphEnded(view, checkpointNs, end, at);
  }

  private visitOf(view: RunView, place: StepPlace, taskId: string): Visit | undefined {
    const open = view.open.get(place.checkpointNs);
    if (open?.place.stepIndex === place.stepIndex) return open;
    const known = this.visits.get(taskKey(place, taskId));
    if (known === undefined || known.seenBy.has(view)) return known;
    // What was over before this view began is an earlier visit: the step was interrupted and is resumed now.
    if (known.closedAt !== undefined && known.closedAt < view.bornAt) return undefined;
    if ([...known.seenBy].some((other) => other.kind === view.kind)) return undefined;
    this.enter(view, place.checkpointNs, known);
    return known;
  }

  private openVisit(view: RunView, place: StepPlace, begun: Moment): Visit {
    const visit: Visit = {
      id: randomUUID(),
      place,
      begun,
      lastEnd: begun,
      tasks: new Map(),
      seenBy: new Set(),
      openIn: new Set(),
      checkpointId: '',
      failure: undefined,
      abandoned: false,
      startTold: false,
      closedAt: undefined,
    };
    this.enter(view, place.checkpointNs, visit);
    // By then all tasks that start at once have started.
    setImmediate(() => this.tellStart(visit));
    return visit;
  }

  private enter(view: RunView, checkpointNs: string, visit: Visit): void {
    this.close(view, checkpointNs);
    visit.seenBy.add(view);
    if (visit.closedAt !== undefined) return;
    visit.openIn.add(view);
    view.open.set(checkpointNs, visit);
  }

  private close(view: RunView, checkpointNs: string): void {
    const visit = view.open.get(checkpointNs);
    if (visit === undefined) return;
    view.open.delete(checkpointNs);
    visit.openIn.delete(view);
    if (visit.openIn.size > 0) return;
    this.events += 1;
    visit.closedAt = this.events;
    this.tellStart(visit);
    this.write(`langgraph:step:${visit.id}:ended`, endRow(visit));
  }

  private tellStart(visit: Visit): void {
    if (visit.startTold) return;
    visit.startTold = true;
    this.write(`langgraph:step:${visit.id}:started`, { ...placeRow(visit), status: 'started' });
  }
}

function endRow(visit: Visit): SuperstepRow {
  const outcomes = [...visit.tasks.values()].filter((outcome) => outcome !== 'running');
  let writes = 0;
  let failure = visit.failure;
  let status: SuperstepRow['status'] = visit.abandoned ? 'interrupted' : 'finished';
  for (const outcome of outcomes) {
    if (outcome.state === 'finished') writes += outcome.writes;
    if (outcome.state === 'interrupted') status = 'interrupted';
    // The graph fails of the first failure; other tasks fail then too, since they are aborted.
    if (outcome.state === 'error') failure ??= outcome.message;
  }
  return {
    ...placeRow(visit),
    dur_us: Math.max(0, Math.round((visit.lastEnd.steadyMs - visit.begun.steadyMs) * 1_000)),
    writes,
    checkpoint_id: visit.checkpointId,
    status: failure === undefined ? status : 'error',
    error_msg: failure ?? '',
  };
}

function placeRow(visit: Visit): Omit<SuperstepRow, 'status'> {
  const { threadId, graphName, graphVersion, checkpointNs, stepIndex } = visit.place;
  return {
    ts_ms: visit.begun.wallMs,
    thread_id: threadId,
    graph_name: graphName,
    graph_version: graphVersion,
    step_index: stepIndex,
    frontier_count: visit.tasks.size,
    checkpoint_ns: checkpointNs,
  };
}

function taskKey({ checkpointNs, stepIndex }: StepPlace, taskId: string): string {
  return `${checkpointNs} ${stepIndex} ${taskId}`;
}

import type { BudgetState } from '../contract/budgets.ts';
import type { CurrentActivity, PartHealth, RecorderStatus, RecordingState } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import type { Clock } from './host.ts';

/** What the recorder's parts say of themselves at one moment. */
export interface PartsReport {
  readonly recording: RecordingState;
  readonly database: PartHealth;
  readonly writer: PartHealth;
  readonly sources: readonly PartHealth[];
  readonly current: CurrentActivity | null;
  /** Empty without any. */
  readonly budgets?: readonly BudgetState[];
  /** Left out: midnight. */
  readonly dayStartHour?: number;
}

export interface StatusFacts {
  readonly startedMs: number;
  readonly dataDir: string;
  readonly demo: boolean;
}

/** One snapshot out of what the parts say. */
export function statusOf(facts: StatusFacts, report: PartsReport, nowMs: number): RecorderStatus {
  const { recording, database, writer, sources, current, budgets = [], dayStartHour = 0 } = report;
  const limits = budgets.length === 0 ? {} : { budgets: [...budgets] };
  const dayStart = dayStartHour === 0 ? {} : { dayStartHour };
  const overall = overallOf(report);
  return {
    nowMs,
    ...facts,
    overall,
    recording,
    database,
    writer,
    sources: [...sources],
    current,
    ...limits,
    ...dayStart,
  };
}

/** A part that has nothing to tell yet, or never will in this run. */
export function quietPart(name: string, state: PartHealth['state'], message: string): PartHealth {
  return { name, state, message, lastEventMs: null, counters: {} };
}

/**
 * A problem is what a person should look at: a part that fails, or a database that works only in part. What this
 * machine cannot offer at all (`unavailable`) is told in its row and is no reason for alarm.
 */
function overallOf({ recording, database, writer, sources }: PartsReport): RecorderStatus['overall'] {
  if (database.state === 'starting') return 'starting';
  const troubled = [database, writer, ...sources].some((part) => part.state === 'failing');
  if (troubled || database.state === 'degraded') return 'problem';
  return recording.kind === 'paused' ? 'paused' : 'recording';
}

/** How often the parts are looked at for changes that they do not announce. */
const lookMs = 1_000;
/** Listeners are called at most twice a second, and whenever the overall state changes. */
const restMs = 500;

/**
 * Calls listeners when something has changed that a person would notice. Counters and times move all the time and are
 * no such change; whoever shows them asks for a snapshot.
 */
export class StatusFeed {
  private readonly clock: Clock;
  private readonly snapshot: () => RecorderStatus;
  private readonly listeners = new Set<(status: RecorderStatus) => void>();
  private readonly stopLooking: Stop;
  private cancelPending: Stop | undefined;
  private told = '';
  private toldOverall: RecorderStatus['overall'] | undefined;
  private toldMs = -Infinity;

  constructor(clock: Clock, snapshot: () => RecorderStatus) {
    this.clock = clock;
    this.snapshot = snapshot;
    this.stopLooking = clock.every(lookMs, () => this.look());
  }

  listen(listener: (status: RecorderStatus) => void): Stop {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /**
   * Something may have changed: tells listeners now, or once the pause between two calls is over. A change of the
   * overall state never waits: a restart of ClickHouse may be over within that pause, and should still be seen.
   */
  readonly look = (): void => {
    if (this.listeners.size === 0) return;
    const status = this.snapshot();
    const waitMs = this.toldMs + restMs - this.clock.monotonic();
    if (waitMs <= 0 || status.overall !== this.toldOverall) this.tell(status);
    else this.cancelPending ??= this.clock.after(waitMs, () => this.tell(this.snapshot()));
  };

  private tell(status: RecorderStatus): void {
    void this.cancelPending?.();
    this.cancelPending = undefined;
    const noticeable = essence(status);
    if (noticeable === this.told) return;
    this.told = noticeable;
    this.toldOverall = status.overall;
    this.toldMs = this.clock.monotonic();
    for (const listener of this.listeners) listener(status);
  }

  stop(): void {
    void this.stopLooking();
    void this.cancelPending?.();
    this.cancelPending = undefined;
    this.listeners.clear();
  }
}

function essence(status: RecorderStatus): string {
  const { overall, recording, database, writer, sources, current, budgets = [], dayStartHour } = status;
  const parts = [database, writer, ...sources].map(({ name, state, message }) => [name, state, message]);
  const limits = budgets.map(({ kind, limit, used, reached }) => [kind, limit, used, reached]);
  return JSON.stringify([overall, recording, parts, current, limits, dayStartHour]);
}

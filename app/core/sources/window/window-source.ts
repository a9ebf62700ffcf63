import { type PartHealth } from '../../../contract/health.ts';
import { type Stop } from '../../../contract/lifecycle.ts';
import { type Clock, type Log } from '../../host.ts';
import { type OpenWindows, type WindowBackend, type WindowProblem, type WindowReading } from './window-backend.ts';

export interface WindowSourceDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly backend: WindowBackend;
  /** How often the window is read when no change is announced. */
  readonly pollMs: number;
  /** A reading, and the longest time until the next one if all is well. `null`: what is active cannot be told. */
  readonly observed: (atMs: number, reading: WindowReading, pulseMs: number) => void;
}

export interface WindowSource {
  /** Reads as soon as possible instead of at the next turn. */
  readSoon(): void;
  /** Reads as soon as possible; whether a reading that began after this call succeeded. */
  readAgain(): Promise<boolean>;
  /** Tries now what has failed, also what would not be tried again by itself. */
  retry(): void;
  /** While off, nothing is read and no process is started. */
  setWanted(wanted: boolean): void;
  health(): Pick<PartHealth, 'state' | 'message' | 'lastEventMs' | 'counters' | 'permission'>;
  stop: Stop;
}

/** Announced changes come in bursts; readings keep this distance. */
const shortestPauseMs = 200;
/** A reading that costs a process may take this part of the time: the pause after it is so many times as long. */
const restFactor = 100;
const announcedPulseMs = 7_500;
const readLimitMs = 10_000;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/** Starts reading the active window. Failures are retried with growing pauses; one reading runs at a time. */
export function startWindowSource(deps: WindowSourceDeps): WindowSource {
  const source = new SupervisedWindows(deps);
  source.readSoon();
  return source;
}

class SupervisedWindows implements WindowSource {
  private readonly deps: WindowSourceDeps;
  private readonly counters = { samples: 0, errors: 0, opened: 0 };
  private windows: OpenWindows | undefined;
  private problem: WindowProblem | undefined;
  private retryMs = firstRetryMs;
  private lastStartMs = -Infinity;
  private lastSampleMs: number | null = null;
  private cancelTimer: Stop = () => undefined;
  private reading = false;
  private changedAtMs: number | undefined;
  private wanted = true;
  private stopped = false;
  private waiting: ((succeeded: boolean) => void)[] = [];

  constructor(deps: WindowSourceDeps) {
    this.deps = deps;
  }

  readSoon(): void {
    if (this.reading) this.changedAtMs ??= this.deps.clock.now();
    else if (this.problem === undefined)
      this.schedule(this.lastStartMs + shortestPauseMs - this.deps.clock.monotonic());
  }

  readAgain(): Promise<boolean> {
    if (this.stopped || !this.wanted || this.problem !== undefined) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.readSoon();
    });
  }

  retry(): void {
    if (this.problem === undefined || this.reading) return;
    this.retryMs = firstRetryMs;
    this.schedule(0);
  }

  setWanted(wanted: boolean): void {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.changedAtMs = undefined;
    if (wanted) this.readSoon();
    else {
      void this.cancelTimer();
      this.answer(this.takeWaiting(), false);
    }
  }

  health(): ReturnType<WindowSource['health']> {
    const common = { lastEventMs: this.lastSampleMs, counters: { ...this.counters } };
    if (this.stopped) return { ...common, state: 'stopped', message: 'Not recording windows.' };
    if (this.problem !== undefined) {
      const state = this.problem.retry ? 'failing' : 'unavailable';
      const next = this.problem.retry ? ` Tried again within ${Math.round(this.retryMs / 1000)} s.` : '';
      return { ...common, state, message: `${this.problem.message}${next}` };
    }
    if (this.lastSampleMs === null)
      return { ...common, state: 'starting', message: 'Reading the active window for the first time.' };
    const limitation = this.windows?.limitation();
    if (limitation !== undefined) return { ...common, state: 'degraded', ...limitation };
    return { ...common, state: 'ok', message: 'The active window is being recorded.' };
  }

  stop(): void {
    this.stopped = true;
    void this.cancelTimer();
    this.answer(this.takeWaiting(), false);
    this.windows?.close();
    this.windows = undefined;
  }

  private changed(): void {
    this.changedAtMs ??= this.deps.clock.now();
    this.readSoon();
  }

  private schedule(delayMs: number): void {
    void this.cancelTimer();
    if (this.stopped || !this.wanted) return;
    this.cancelTimer = this.deps.clock.after(Math.max(0, delayMs), () => void this.turn());
  }

  private async turn(): Promise<void> {
    if (this.reading || this.stopped || !this.wanted) return;
    this.reading = true;
    const waiting = this.takeWaiting();
    // A change counts from when it was announced, not from the reading that it caused.
    const atMs = Math.min(this.changedAtMs ?? Infinity, this.deps.clock.now());
    this.changedAtMs = undefined;
    this.lastStartMs = this.deps.clock.monotonic();
    const result = await this.readWithLimit();
    const tookMs = this.deps.clock.monotonic() - this.lastStartMs;
    this.reading = false;
    if (this.isStopped()) {
      this.answer(waiting, false);
      return;
    }
    if (result.ok) this.succeed(atMs, result.value, tookMs);
    else this.fail(result.error);
    this.answer(waiting, result.ok && this.wanted);
  }

  private takeWaiting(): typeof this.waiting {
    const { waiting } = this;
    this.waiting = [];
    return waiting;
  }

  private answer(waiting: typeof this.waiting, succeeded: boolean): void {
    for (const resolve of waiting) resolve(succeeded);
  }

  private succeed(atMs: number, reading: WindowReading, tookMs: number): void {
    if (this.problem !== undefined) this.deps.log('info', 'The active window can be read again');
    this.problem = undefined;
    this.retryMs = firstRetryMs;
    this.counters.samples += 1;
    this.lastSampleMs = atMs;
    const pauseMs = this.pauseAfter(tookMs);
    if (this.wanted) this.deps.observed(atMs, reading, this.pulseFor(pauseMs) + tookMs);
    this.schedule(this.changedAtMs === undefined ? pauseMs : shortestPauseMs);
  }

  private fail(problem: WindowProblem): void {
    if (this.problem === undefined)
      this.deps.log('warn', 'The active window cannot be read', { reason: problem.message });
    else this.retryMs = Math.min(2 * this.retryMs, longestRetryMs);
    this.problem = problem;
    this.counters.errors += 1;
    this.windows?.close();
    this.windows = undefined;
    if (problem.retry) this.schedule(this.retryMs);
  }

  /** Where every reading starts a process, the pause grows with its cost, so that it stays below one percent of a core. */
  private pauseAfter(tookMs: number): number {
    if (this.deps.backend.announcesChanges) return this.deps.pollMs;
    return Math.min(this.deps.pollMs, Math.max(1_000, restFactor * tookMs));
  }

  /** How long a reading vouches for what it saw. Where changes are announced, a late next reading hides none. */
  private pulseFor(pauseMs: number): number {
    return Math.max(1.5 * pauseMs, pauseMs + 1_000, this.deps.backend.announcesChanges ? announcedPulseMs : 0);
  }

  private async readWithLimit(): ReturnType<OpenWindows['read']> {
    let cancel: Stop = () => undefined;
    const timedOut = new Promise<Awaited<ReturnType<OpenWindows['read']>>>((resolve) => {
      cancel = this.deps.clock.after(readLimitMs, () =>
        resolve({
          ok: false,
          error: { message: `Reading the active window took longer than ${readLimitMs / 1000} s.`, retry: true },
        }),
      );
    });
    const result = await Promise.race([this.readOnce(), timedOut]);
    void cancel();
    return result;
  }

  private async readOnce(): ReturnType<OpenWindows['read']> {
    if (this.windows === undefined) {
      const opened = await this.deps.backend.open(() => this.changed());
      if (!opened.ok) return opened;
      if (this.isStopped()) opened.value.close();
      else this.windows = opened.value;
      this.counters.opened += 1;
      return opened.value.read();
    }
    return this.windows.read();
  }

  /** A call, because the compiler takes a field for unchanged across an await. */
  private isStopped(): boolean {
    return this.stopped;
  }
}

import { type PartHealth } from '../../../contract/health.ts';
import { type Stop } from '../../../contract/lifecycle.ts';
import { type Clock, type IdleReading, type Power, type PowerEvent } from '../../host.ts';
import { type MachineOptions, type Presence, PresenceMachine } from './presence-machine.ts';

export interface PresenceSourceDeps extends MachineOptions {
  readonly clock: Clock;
  readonly power: Power;
  /** Wall-clock time as the recording counts it: it never steps back unannounced. */
  readonly now: () => number;
  /** After every reading and every event, whether or not something changed. */
  readonly looked: (nowMs: number) => void;
  /** The machine may be gone the next moment. */
  readonly ending: () => void;
}

const idleLimitMs = 3_000;

/** Reads idle time on its period and listens to the power events; what they mean is the machine's to say. */
export class PresenceSource {
  private readonly deps: PresenceSourceDeps;
  private readonly machine: PresenceMachine;
  private readonly counters = { samples: 0, errors: 0, events: 0 };
  private stops: Stop[] = [];
  private running: Promise<void> | undefined;
  private lastReading: IdleReading | undefined;
  private lastReadingMs: number | null = null;
  private stopped = false;
  private stopTicking: Stop = () => undefined;

  constructor(deps: PresenceSourceDeps) {
    this.deps = deps;
    this.machine = new PresenceMachine(deps.now(), deps);
  }

  start(): void {
    const { power, pollMs } = this.deps;
    this.stopTicking = this.tick(pollMs);
    this.stops = [() => this.stopTicking(), power.onEvent((event) => void this.event(event))];
    void this.look();
  }

  /** Reads once more, then `changed` is called and readings follow in the new rhythm. */
  async changePeriod(pollMs: number, changed: () => void): Promise<void> {
    await this.look();
    changed();
    if (this.stopped) return;
    await this.stopTicking();
    this.stopTicking = this.tick(pollMs);
  }

  current(): Presence {
    return this.machine.current();
  }

  /** The last reading of idle time. */
  reading(): IdleReading | undefined {
    return this.lastReading;
  }

  isAway(): boolean {
    return this.machine.isAway();
  }

  certainUntilMs(nowMs: number): number {
    return this.machine.certainUntilMs(nowMs);
  }

  clockPutBack(nowMs: number): void {
    this.machine.clockPutBack(nowMs);
  }

  pause(): void {
    const nowMs = this.deps.now();
    this.machine.pause(nowMs);
    this.deps.looked(nowMs);
  }

  resume(): void {
    const nowMs = this.deps.now();
    this.machine.resume(nowMs);
    this.deps.looked(nowMs);
    void this.look();
  }

  health(): PartHealth {
    const { state } = this.machine.current();
    const common = { name: 'presence', lastEventMs: this.lastReadingMs, counters: { ...this.counters } };
    if (this.stopped) return { ...common, state: 'stopped', message: 'Not recording presence.' };
    if (state === 'paused')
      return { ...common, state: 'paused', message: 'Paused: whether you are there is not recorded.' };
    if (this.lastReading === undefined)
      return { ...common, state: 'starting', message: 'Reading the idle time for the first time.' };
    if (this.lastReading.kind === 'unavailable') {
      return {
        ...common,
        state: 'degraded',
        message: `${this.lastReading.reason} Presence is recorded as unknown, and windows count as time at the keyboard.`,
      };
    }
    return { ...common, state: 'ok', message: `You are ${words[state]}.` };
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const stop of this.stops) await stop();
    await this.running;
  }

  private tick(pollMs: number): Stop {
    return this.deps.clock.every(pollMs, () => void this.look());
  }

  /** One reading at a time: a tick that finds the last one still running is skipped. */
  private look(): Promise<void> {
    this.running ??= this.readIdle()
      .then((reading) => {
        if (this.stopped) return;
        const nowMs = this.deps.now();
        this.counters.samples += 1;
        if (reading.kind === 'unavailable') this.counters.errors += 1;
        this.lastReading = reading;
        this.lastReadingMs = nowMs;
        this.machine.read(nowMs, reading);
        this.deps.looked(nowMs);
      })
      .finally(() => (this.running = undefined));
    return this.running;
  }

  private async event(event: PowerEvent): Promise<void> {
    // Taken before the reading: the event counts from the moment it came.
    const nowMs = this.deps.now();
    const reading = await this.readIdle();
    if (this.stopped) return;
    this.counters.events += 1;
    this.machine.event(event, nowMs, reading);
    this.deps.looked(nowMs);
    if (event === 'suspend' || event === 'shutdown') this.deps.ending();
    else void this.look();
  }

  private async readIdle(): Promise<IdleReading> {
    let cancel: Stop = () => undefined;
    const limit = new Promise<IdleReading>((resolve) => {
      const reason = `The system did not tell the idle time within ${idleLimitMs / 1000} s.`;
      cancel = this.deps.clock.after(idleLimitMs, () => resolve({ kind: 'unavailable', reason }));
    });
    const reading = this.deps.power.readIdle().catch((error: unknown): IdleReading => ({
      kind: 'unavailable',
      reason: `Idle time cannot be read (${String(error)}).`,
    }));
    return Promise.race([reading, limit]).finally(() => void cancel());
  }
}

const words: Record<Presence['state'], string> = {
  active: 'at the keyboard',
  idle: 'away from the keyboard',
  locked: 'away, the screen is locked',
  asleep: 'away, the machine sleeps',
  paused: 'not being recorded',
  unknown: 'not yet known to be there',
};

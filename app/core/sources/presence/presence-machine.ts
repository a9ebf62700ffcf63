import { type IdleReading, type PowerEvent } from '../../host.ts';
import { unreachable } from '../../../contract/result.ts';

export type PresenceState = 'active' | 'idle' | 'locked' | 'asleep' | 'paused' | 'unknown';

export interface Presence {
  readonly state: PresenceState;
  /** What began the state: `input`, `idle`, `lock`, `suspend`, `clock-gap`, `pause`, `start`, `no-idle-time`. */
  readonly cause: string;
  readonly sinceMs: number;
}

export interface MachineOptions {
  /** No input for this long means away, counted from the last input. */
  readonly idleAfterMs: number;
  readonly pollMs: number;
  /** A state begins, dated back to when it really began. Never dated before the state that it ends. */
  readonly changed: (presence: Presence) => void;
  /** The absence that runs has a stronger name than the one it began with: lock over idle, sleep over lock. */
  readonly renamed: (presence: Presence) => void;
}

/** Input that is younger than this at two readings running is a person and not a machine waking for maintenance. */
const freshInputMs = 5_000;
/** Signs of life that end a sleep, and a lock whose end the system did not announce. */
const proofAfterSleep = { readings: 2, spanMs: 4_000 };
const proofAfterBlindLock = { readings: 12, spanMs: 55_000 };
/** One missing answer is a hiccup of a busy machine. */
const unreadableLimit = 2;
/** Readings further apart than three periods, and than this, are a sleep; a busy machine may be late by less. */
const shortestSleepMs = 15_000;
const strength: Record<PresenceState, number> = { active: 0, unknown: 0, paused: 0, idle: 1, locked: 2, asleep: 3 };

/**
 * Whether the person is there. Rules:
 * an absence begins at its first cause and is dated back to the last input;
 * a wake is a power event and ends nothing, only unlocking or input does;
 * a gap in the readings is a sleep that was not announced;
 * what cannot be known is `unknown`, never idle.
 */
export class PresenceMachine {
  private readonly options: MachineOptions;
  private presence: Presence;
  private lastReadingMs: number | undefined;
  private lastInputMs: number;
  private lockHeld = false;
  /** The readings themselves report locks, so an unlocked reading means something. */
  private lockReadable = false;
  private slept = false;
  /** Readings without an answer, in a row. */
  private unreadable = 0;
  /** Input cannot have ended the absence before this moment. */
  private notBeforeMs = 0;
  private signs: { count: number; firstMs: number; inputMs: number } | undefined;

  constructor(startMs: number, options: MachineOptions) {
    this.options = options;
    this.presence = { state: 'unknown', cause: 'start', sinceMs: startMs };
    this.lastInputMs = startMs;
  }

  current(): Presence {
    return this.presence;
  }

  isAway(): boolean {
    return strength[this.presence.state] > 0;
  }

  /** No later change will be dated before this moment. */
  certainUntilMs(nowMs: number): number {
    return this.presence.state === 'active' ? Math.min(this.lastInputMs, nowMs) : nowMs;
  }

  /** A reading of idle time. */
  read(nowMs: number, reading: IdleReading): void {
    this.guardGap(nowMs);
    this.lastReadingMs = nowMs;
    if (this.presence.state === 'paused') {
      this.notePausedLock(reading);
      return;
    }
    if (reading.kind === 'unavailable') {
      this.unreadable += 1;
      if (this.unreadable < unreadableLimit) return;
      if (!this.isAway() && this.presence.state !== 'unknown') this.enter('unknown', 'no-idle-time', nowMs);
      return;
    }
    this.unreadable = 0;
    const idleMs = Math.max(0, reading.seconds * 1000);
    if (reading.locked) {
      this.lockReadable = true;
      this.lock(nowMs, idleMs);
    } else if (this.isAway()) this.lookForLife(nowMs, idleMs);
    else this.stayOrLeave(nowMs, idleMs);
  }

  /** A power event with the idle time read at that moment. Late and repeated events are harmless. */
  event(event: PowerEvent, nowMs: number, reading: IdleReading): void {
    this.guardGap(nowMs);
    if (this.lastReadingMs !== undefined) this.lastReadingMs = nowMs;
    const idleMs = reading.kind === 'idle' ? reading.seconds * 1000 : 0;
    switch (event) {
      case 'suspend':
        this.slept = true;
        this.signs = undefined;
        this.leave('asleep', 'suspend', nowMs, idleMs);
        return;
      case 'resume':
        this.signs = undefined;
        this.notBeforeMs = nowMs;
        return;
      case 'lock':
      case 'session-resign':
        this.lock(nowMs, idleMs);
        return;
      case 'unlock':
      case 'session-active':
        this.lockHeld = false;
        if (this.isAway()) this.comeBack(nowMs, 'unlock');
        return;
      case 'shutdown':
        if (this.presence.state !== 'paused') this.enter('unknown', 'shutdown', nowMs);
        return;
      default:
        unreachable(event);
    }
  }

  pause(nowMs: number): void {
    if (this.presence.state !== 'paused') this.enter('paused', 'pause', nowMs);
  }

  /** Recording goes on; whether the person is there is told by the next reading. */
  resume(nowMs: number): void {
    if (this.presence.state !== 'paused') return;
    this.lastReadingMs = undefined;
    this.lastInputMs = nowMs;
    this.slept = false;
    this.enter('unknown', 'resume', nowMs);
    if (this.lockHeld) this.enter('locked', 'lock', nowMs);
  }

  /** The clock was put back: what was dated later than now counts from now. */
  clockPutBack(nowMs: number): void {
    this.presence = { ...this.presence, sinceMs: nowMs };
    this.lastInputMs = nowMs;
    this.notBeforeMs = nowMs;
    this.signs = undefined;
    if (this.lastReadingMs !== undefined) this.lastReadingMs = nowMs;
  }

  /** Readings much later than planned: the machine slept and said nothing, or said it too late. */
  private guardGap(nowMs: number): void {
    const last = this.lastReadingMs;
    if (last === undefined || this.presence.state === 'paused') return;
    if (nowMs - last <= Math.max(3 * this.options.pollMs, shortestSleepMs)) return;
    this.slept = true;
    this.signs = undefined;
    this.notBeforeMs = nowMs;
    this.lastReadingMs = nowMs;
    this.leave('asleep', 'clock-gap', last, last - this.lastInputMs);
  }

  private stayOrLeave(nowMs: number, idleMs: number): void {
    if (idleMs >= this.options.idleAfterMs) {
      const sinceMs = this.lastInputBefore(nowMs, idleMs);
      this.lastInputMs = nowMs - idleMs;
      this.enter('idle', 'idle', sinceMs);
      return;
    }
    if (this.presence.state !== 'active') this.enter('active', 'input', nowMs - idleMs);
    this.lastInputMs = Math.max(this.lastInputMs, nowMs - idleMs);
  }

  private lookForLife(nowMs: number, idleMs: number): void {
    const plainIdle = !this.lockHeld && !this.slept;
    if (plainIdle) {
      // Idle time comes in whole seconds on some systems: only input a second past the last one is new.
      if (nowMs - idleMs > this.lastInputMs + 1_000 && idleMs < this.options.idleAfterMs) {
        this.comeBack(nowMs - idleMs, 'input');
      }
      return;
    }
    if (idleMs >= Math.max(freshInputMs, this.options.pollMs)) {
      this.signs = undefined;
      return;
    }
    this.signs ??= { count: 0, firstMs: nowMs, inputMs: nowMs - idleMs };
    this.signs.count += 1;
    const proof = this.lockHeld && !this.lockReadable ? proofAfterBlindLock : proofAfterSleep;
    if (this.signs.count < proof.readings || nowMs - this.signs.firstMs < proof.spanMs) return;
    this.comeBack(Math.max(this.signs.inputMs, this.notBeforeMs), 'input');
  }

  private lock(nowMs: number, idleMs: number): void {
    this.lockHeld = true;
    this.signs = undefined;
    this.leave('locked', 'lock', nowMs, idleMs);
  }

  private notePausedLock(reading: IdleReading): void {
    if (reading.kind === 'idle' && (reading.locked || this.lockReadable)) {
      this.lockReadable = true;
      this.lockHeld = reading.locked;
    }
  }

  /** Begins an absence, dated back to the last input when that is longer ago than one reading; or renames the one that runs. */
  private leave(state: 'locked' | 'asleep', cause: string, nowMs: number, idleMs: number): void {
    if (this.presence.state === 'paused') return;
    if (!this.isAway()) {
      this.enter(state, cause, idleMs > this.options.pollMs ? this.lastInputBefore(nowMs, idleMs) : nowMs);
      return;
    }
    if (strength[state] <= strength[this.presence.state]) return;
    this.presence = { ...this.presence, state, cause };
    this.options.renamed(this.presence);
  }

  /** Whole seconds round the input to before one that an earlier reading has already told. */
  private lastInputBefore(nowMs: number, idleMs: number): number {
    return Math.max(nowMs - idleMs, Math.min(this.lastInputMs, nowMs));
  }

  private comeBack(atMs: number, cause: string): void {
    this.slept = false;
    this.lockHeld = false;
    this.signs = undefined;
    this.enter('active', cause, atMs);
    this.lastInputMs = this.presence.sinceMs;
  }

  private enter(state: PresenceState, cause: string, atMs: number): void {
    this.presence = { state, cause, sinceMs: Math.max(atMs, this.presence.sinceMs) };
    this.options.changed(this.presence);
  }
}

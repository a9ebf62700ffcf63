import { type Stop } from '../../../contract/lifecycle.ts';
import { type Clock } from '../../host.ts';

interface Timer {
  dueMs: number;
  readonly periodMs: number | undefined;
  readonly fire: () => void;
}

/** A clock that moves only when told to, firing timers in order of time. */
export class FakeClock implements Clock {
  zone = 'UTC';
  private wallMs: number;
  private steadyMs = 0;
  private readonly timers = new Set<Timer>();

  constructor(start: string | number) {
    this.wallMs = typeof start === 'number' ? start : Date.parse(start);
  }

  now(): number {
    return this.wallMs;
  }

  monotonic(): number {
    return this.steadyMs;
  }

  timeZone(): string {
    return this.zone;
  }

  every(periodMs: number, tick: () => void): Stop {
    return this.add({ dueMs: this.steadyMs + periodMs, periodMs, fire: tick });
  }

  after(delayMs: number, fire: () => void): Stop {
    return this.add({ dueMs: this.steadyMs + delayMs, periodMs: undefined, fire });
  }

  /** Lets time pass, timers fire and whatever they started settle. */
  async advance(ms: number): Promise<void> {
    const endMs = this.steadyMs + ms;
    await settled();
    for (let timer = this.next(endMs); timer !== undefined; timer = this.next(endMs)) {
      this.move(timer.dueMs - this.steadyMs);
      if (timer.periodMs === undefined) this.timers.delete(timer);
      else timer.dueMs += timer.periodMs;
      timer.fire();
      await settled();
    }
    this.move(endMs - this.steadyMs);
  }

  /** Advances to a moment of the wall clock. */
  async advanceTo(moment: string): Promise<void> {
    await this.advance(Date.parse(moment) - this.wallMs);
  }

  /** The machine sleeps: the wall clock goes on, timers do not fire. */
  sleepUntil(moment: string): void {
    this.wallMs = Date.parse(moment);
  }

  private add(timer: Timer): Stop {
    this.timers.add(timer);
    return () => void this.timers.delete(timer);
  }

  private move(ms: number): void {
    this.wallMs += ms;
    this.steadyMs += ms;
  }

  private next(untilMs: number): Timer | undefined {
    const due = [...this.timers].filter((timer) => timer.dueMs <= untilMs);
    return due.sort((a, b) => a.dueMs - b.dueMs)[0];
  }
}

/** Lets every promise that can settle without time passing do so. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

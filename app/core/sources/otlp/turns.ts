import type { Clock } from '../../host.ts';

/** How long one turn may keep the event loop from everything else. */
const turnMs = 8;

/**
 * Lets long work share the event loop: with itself, for only one request works in a round of the loop, however many
 * there are, and with everything else, for a round of it lasts 8 ms and not longer.
 */
export class Turns {
  private readonly clock: Pick<Clock, 'monotonic'>;
  private readonly waiting: (() => void)[] = [];
  private startedMs = 0;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.clock = clock;
  }

  /** Whether the one who works has worked long enough and should call `next`. */
  isOver(): boolean {
    return this.clock.monotonic() - this.startedMs >= turnMs;
  }

  /** Settles at the beginning of a turn, after those who asked before. */
  next(): Promise<void> {
    return new Promise((begin) => {
      this.waiting.push(begin);
      if (this.waiting.length === 1) setImmediate(() => this.give());
    });
  }

  private give(): void {
    const begin = this.waiting.shift();
    if (this.waiting.length > 0) setImmediate(() => this.give());
    this.startedMs = this.clock.monotonic();
    begin?.();
  }
}

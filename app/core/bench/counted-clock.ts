import type { Stop } from '../../contract/lifecycle.ts';
import type { Clock } from '../host.ts';

/** A clock that knows how many timers wait. */
export interface CountedClock extends Clock {
  /** Timers that were set and have neither fired for the last time nor been stopped. */
  running(): number;
}

export function countTimers(clock: Clock): CountedClock {
  const running = new Set<object>();

  function counted(set: (ended: () => void) => Stop): Stop {
    const timer = {};
    running.add(timer);
    const stop = set(() => running.delete(timer));
    return () => {
      running.delete(timer);
      return stop();
    };
  }

  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    timeZone: () => clock.timeZone(),
    every: (periodMs, tick) => counted(() => clock.every(periodMs, tick)),
    after: (delayMs, fire) =>
      counted((ended) =>
        clock.after(delayMs, () => {
          ended();
          fire();
        }),
      ),
    running: () => running.size,
  };
}

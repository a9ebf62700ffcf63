import { performance } from 'node:perf_hooks';
import type { Clock } from '../host.ts';

/** The time of this machine. Its timers keep the process alive, as a recorder has to be. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    every(periodMs, tick) {
      const timer = setInterval(tick, periodMs);
      return () => clearInterval(timer);
    },
    after(delayMs, fire) {
      const timer = setTimeout(fire, delayMs);
      return () => clearTimeout(timer);
    },
    timeZone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

import { type Stop } from '../../contract/lifecycle.ts';

/** What a page offers that tests replace: time, whether anybody can see it, and what outlives it. */
export interface Page {
  readonly now: () => number;
  readonly every: (periodMs: number, task: () => void) => Stop;
  readonly visible: () => boolean;
  readonly onVisibility: (listener: () => void) => Stop;
  readonly store: Pick<Storage, 'getItem' | 'setItem'>;
}

/** The page this code runs in. */
export function realPage(): Page {
  return {
    now: () => Date.now(),
    every(periodMs, task) {
      const timer = setInterval(task, periodMs);
      return () => clearInterval(timer);
    },
    visible: () => document.visibilityState === 'visible',
    onVisibility(listener) {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
    store: localStorage,
  };
}

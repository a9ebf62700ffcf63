import { type Stop } from '../../contract/lifecycle.ts';
import { type Page } from './page.ts';

/** A counter that views follow: it beats every `periodMs` while the page is visible, and when told to. */
export interface Pulse {
  /** Epoch milliseconds of the last beat. */
  readonly current: () => number;
  readonly beat: () => void;
  readonly subscribe: (listener: () => void) => Stop;
  stop: Stop;
}

/** A hidden page does not beat, nor does a timer wake it; it beats once as it becomes visible again. */
export function startPulse(page: Page, periodMs: number): Pulse {
  const listeners = new Set<() => void>();
  let lastMs = page.now();
  let stopTimer: Stop | undefined;

  function beat(): void {
    // Two beats in one millisecond must still differ, or the second would go unnoticed.
    lastMs = Math.max(page.now(), lastMs + 1);
    for (const listener of listeners) listener();
  }
  function rest(): void {
    void stopTimer?.();
    stopTimer = undefined;
  }
  function run(): void {
    stopTimer ??= page.every(periodMs, beat);
  }
  if (page.visible()) run();
  const stopWatching = page.onVisibility(() => {
    if (page.visible()) {
      beat();
      run();
    } else rest();
  });
  return {
    current: () => lastMs,
    beat,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop() {
      rest();
      void stopWatching();
    },
  };
}

import type { Clock } from '../host.ts';

/** Calls `tell` at once, then at most once every `periodMs`; `finish` tells the last state and is the last call. */
export function paced(tell: () => void, periodMs: number, clock: Clock): { soon(): void; finish(): void } {
  let lastMs = -Infinity;
  let waiting = false;
  let finished = false;
  const now = (): void => {
    waiting = false;
    if (finished) return;
    lastMs = clock.monotonic();
    tell();
  };
  return {
    soon() {
      if (waiting || finished) return;
      const waitMs = lastMs + periodMs - clock.monotonic();
      if (waitMs <= 0) {
        now();
        return;
      }
      waiting = true;
      clock.after(waitMs, now);
    },
    finish() {
      if (finished) return;
      finished = true;
      tell();
    },
  };
}

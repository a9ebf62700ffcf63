import { type Result, fail, ok } from '../contract/result.ts';

/** Why a call got no turn. */
export type NoTurn = 'too-many-waiting' | 'cancelled';

/** Lets a few calls work at once; the others wait in the order in which they came. */
export interface Turns {
  /** Runs `work` when its turn comes. What is cancelled while it waits never runs. */
  take<T>(work: () => Promise<T>, signal: AbortSignal): Promise<Result<T, NoTurn>>;
}

/** At most `atOnce` work at once and `mostWaiting` wait; one more is told so. */
export function createTurns(atOnce: number, mostWaiting: number): Turns {
  const waiting: (() => void)[] = [];
  let working = 0;

  function waitForTurn(signal: AbortSignal): Promise<Result<void, NoTurn>> {
    if (waiting.length >= mostWaiting) return Promise.resolve(fail('too-many-waiting'));
    return new Promise((resolve) => {
      const begin = () => {
        signal.removeEventListener('abort', leave);
        resolve(ok(undefined));
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(begin), 1);
        resolve(fail('cancelled'));
      };
      waiting.push(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  return {
    async take(work, signal) {
      if (signal.aborted) return fail('cancelled');
      if (working < atOnce) working += 1;
      else {
        // Whoever ends hands its place on, so `working` stays.
        const turn = await waitForTurn(signal);
        if (!turn.ok) return turn;
      }
      try {
        return ok(await work());
      } finally {
        const next = waiting.shift();
        if (next === undefined) working -= 1;
        else next();
      }
    },
  };
}

import type { ForgetProgress } from '../../contract/forget.ts';
import { fail } from '../../contract/result.ts';
import type { ForgetFace } from '../forget-face.ts';

const notYet = 'The database does not run yet; try again when it does.';

/** What doors hold from the start: the forgetting of the store that runs, whichever that is by then. */
export function waitingForget(current: () => ForgetFace | undefined): ForgetFace {
  const listeners = new Set<(progress: ForgetProgress) => void>();
  return {
    plan: (scope) => current()?.plan(scope) ?? Promise.resolve(fail(notYet)),
    async run(scope, how) {
      const forgetting = current();
      if (forgetting === undefined) return fail(notYet);
      const stop = forgetting.onProgress((progress) => {
        for (const listener of listeners) listener(progress);
      });
      try {
        return await forgetting.run(scope, how);
      } finally {
        await stop();
      }
    },
    cancel: () => current()?.cancel(),
    onProgress(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

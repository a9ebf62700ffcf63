import { type Stop } from '../../contract/lifecycle.ts';
import { type Result } from '../../contract/result.ts';
import { type Problem } from './problem.ts';

/** What a call gave, as a view draws it. `stale` says why it could not be brought up to date. */
export type LiveView<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'ready'; readonly value: T; readonly stale: Problem | null };

export interface LiveCall<T> {
  readonly current: () => LiveView<T>;
  readonly subscribe: (listener: () => void) => Stop;
  /** Asks again; while a question is unanswered it does nothing. */
  readonly refresh: () => void;
  /** Takes an answer that came another way. */
  readonly take: (value: T) => void;
}

/** One call that is made again and again; the last answer stays until there is a newer one. */
export function createLiveCall<T>(call: () => Promise<Result<T, Problem>>): LiveCall<T> {
  const listeners = new Set<() => void>();
  let view: LiveView<T> = { state: 'loading' };
  let asking = false;
  // An answer to a question that was asked before something newer was taken is old.
  let taken = 0;

  function show(next: LiveView<T>): void {
    if (JSON.stringify(next) === JSON.stringify(view)) return;
    view = next;
    for (const listener of listeners) listener();
  }

  return {
    current: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    refresh() {
      if (asking) return;
      asking = true;
      const takenBefore = taken;
      void call().then((answer) => {
        asking = false;
        if (taken !== takenBefore) return;
        if (answer.ok) show({ state: 'ready', value: answer.value, stale: null });
        else if (view.state === 'ready') show({ ...view, stale: answer.error });
        else show({ state: 'failed', problem: answer.error });
      });
    },
    take(value) {
      taken += 1;
      show({ state: 'ready', value, stale: null });
    },
  };
}

import {
  type ForgetOutcome,
  type ForgetPlan,
  type ForgetProgress,
  type ForgetScope,
  forgetAnnouncements,
  forgetChannels,
} from '../../contract/forget.ts';
import { type Stop } from '../../contract/lifecycle.ts';
import { type Calls, settle } from '../data/bridge.ts';
import { type Problem } from '../data/problem.ts';

/** How far a forgetting is, from counting what would go to the proof that it went. */
export type ForgetStep =
  | { readonly step: 'counting'; readonly scope: ForgetScope }
  | { readonly step: 'impossible'; readonly scope: ForgetScope; readonly problem: Problem }
  | { readonly step: 'asking'; readonly scope: ForgetScope; readonly plan: ForgetPlan }
  | {
      readonly step: 'forgetting';
      readonly scope: ForgetScope;
      readonly plan: ForgetPlan;
      readonly progress: ForgetProgress | null;
      readonly cancelling: boolean;
    }
  | { readonly step: 'failed'; readonly scope: ForgetScope; readonly problem: Problem }
  | { readonly step: 'done'; readonly scope: ForgetScope; readonly outcome: ForgetOutcome };

export interface ForgetFlow {
  readonly current: () => ForgetStep;
  readonly subscribe: (listener: () => void) => Stop;
  /** Counts anew; another scope supersedes one whose count is not there yet. */
  readonly count: (scope: ForgetScope) => void;
  /** Deletes what was counted, with `copies` the backups and restored databases that may hold it too. */
  readonly agree: (copies: boolean) => void;
  /** Ends a running deletion after the table that it is at. */
  readonly cancel: () => void;
}

export function createForgetFlow(scope: ForgetScope, calls: Pick<Calls, 'send' | 'hear'>): ForgetFlow {
  const listeners = new Set<() => void>();
  let current: ForgetStep = { step: 'counting', scope };

  function show(next: ForgetStep): void {
    current = next;
    for (const listener of listeners) listener();
  }

  return {
    current: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    count(asked) {
      const counting = { step: 'counting', scope: asked } as const;
      show(counting);
      void settle(calls.send(forgetChannels.forgetPlan, asked)).then((plan) => {
        if (current !== counting) return;
        show(
          plan.ok
            ? { step: 'asking', scope: asked, plan: plan.value }
            : { step: 'impossible', scope: asked, problem: plan.error },
        );
      });
    },
    agree(copies) {
      if (current.step !== 'asking') return;
      const { plan, scope: asked } = current;
      show({ step: 'forgetting', scope: asked, plan, progress: null, cancelling: false });
      const stop = calls.hear(forgetAnnouncements.forgetProgress, (progress) => {
        if (progress.ok && current.step === 'forgetting') show({ ...current, progress: progress.value });
      });
      // As asked and not as counted: what was recorded since the count goes too where no end was named.
      void settle(calls.send(forgetChannels.forget, { scope: asked, copies })).then((outcome) => {
        void stop();
        show(
          outcome.ok
            ? { step: 'done', scope: asked, outcome: outcome.value }
            : { step: 'failed', scope: asked, problem: outcome.error },
        );
      });
    },
    cancel() {
      if (current.step !== 'forgetting') return;
      show({ ...current, cancelling: true });
      void calls.send(forgetChannels.cancelForget, undefined);
    },
  };
}

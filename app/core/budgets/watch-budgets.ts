import type { BudgetState } from '../../contract/budgets.ts';
import type { Stop } from '../../contract/lifecycle.ts';
import type { Result } from '../../contract/result.ts';
import type { BudgetLimits } from '../../contract/settings.ts';
import { reasonOf } from '../database/file-errors.ts';
import type { Clock, Log, Notifications } from '../host.ts';
import { localDay, localHour } from '../local-day.ts';
import { type BudgetFigures, budgetStates, crossings, hasLimits, toldAfter } from './budget-check.ts';
import { budgetNotice } from './budget-notice.ts';
import { readTold, writeTold } from './told-file.ts';

export interface BudgetDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly notifications: Notifications;
  /** Remembers what was told. */
  readonly path: string;
  readonly limits: BudgetLimits;
  /** The local hour at which the person's day begins. */
  readonly dayStartHour: () => number;
  readonly ask: () => Promise<Result<BudgetFigures, { readonly kind: string }>>;
  /** The states have changed. */
  readonly onChange: () => void;
}

export interface Budgets {
  /** Every limit that is set; empty without any. */
  readonly states: () => readonly BudgetState[];
  applyLimits(limits: BudgetLimits): void;
  /** Rows with a cost were taken: looks soon instead of at the next minute. */
  readonly costsArrived: () => void;
  stop: Stop;
}

const periodMs = 60_000;
/** Rows take a moment to the database, and come in bursts. */
const soonMs = 5_000;

/** Compares what agents cost and how often they fail with the person's limits. Without a limit nothing is asked. */
export async function watchBudgets(deps: BudgetDeps): Promise<Budgets> {
  const { clock, log, notifications, path, onChange } = deps;
  let { limits } = deps;
  let told = await readTold(path, (reason) => log('warn', 'What budgets told of cannot be read', { reason }));
  let states: readonly BudgetState[] = budgetStates(limits, undefined, null);
  let looking: Promise<void> | undefined;
  let cancelSoon: Stop | undefined;
  let failing = false;
  let stopped = false;

  async function look(): Promise<void> {
    if (!hasLimits(limits)) return;
    const answer = await deps.ask();
    if (!answer.ok) {
      if (!failing) log('warn', 'Budgets could not be looked at', { reason: answer.error.kind });
      failing = true;
      return;
    }
    failing = false;
    const nowMs = clock.now();
    states = budgetStates(limits, answer.value, nowMs);
    onChange();
    const zone = clock.timeZone();
    const periods = { hour: localHour(nowMs, zone), day: localDay(nowMs, zone, deps.dayStartHour()) };
    const crossed = crossings(states, told, periods);
    if (crossed.length === 0 || stopped) return;
    told = toldAfter(told, crossed, periods);
    // Remembered first: a crash in between costs one notification, the other order would repeat it at every start.
    await writeTold(path, told).catch((error: unknown) => {
      log('warn', 'What budgets told of cannot be written', { reason: reasonOf(error) });
    });
    for (const state of crossed) notifications.show(budgetNotice(state, answer.value));
  }

  /** One look at a time; a tick that finds one running is skipped. */
  function lookNow(): void {
    if (looking !== undefined || stopped) return;
    looking = look()
      .catch((error: unknown) => log('error', 'A bug kept budgets from being looked at', { reason: reasonOf(error) }))
      .finally(() => (looking = undefined));
  }

  const stopTicking = clock.every(periodMs, lookNow);
  lookNow();
  return {
    states: () => states,
    applyLimits(changed) {
      if (JSON.stringify(changed) === JSON.stringify(limits)) return;
      limits = changed;
      states = budgetStates(limits, undefined, null);
      onChange();
      // A look that is under way has begun with the limits from before.
      if (looking === undefined) lookNow();
      else void looking.then(lookNow);
    },
    costsArrived() {
      if (!hasLimits(limits) || stopped) return;
      cancelSoon ??= clock.after(soonMs, () => {
        cancelSoon = undefined;
        lookNow();
      });
    },
    stop: async () => {
      stopped = true;
      await stopTicking();
      await cancelSoon?.();
      await looking;
    },
  };
}

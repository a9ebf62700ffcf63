import type { BudgetKind, BudgetState } from '../../contract/budgets.ts';
import type { QuestionRow } from '../../contract/questions.ts';
import type { BudgetLimits } from '../../contract/settings.ts';

export type BudgetFigures = QuestionRow<'budget-now'>;

/** The hour and the day that a moment lies in, as names. */
export interface BudgetPeriods {
  readonly hour: string;
  readonly day: string;
}

/** What the person was told of last, of each kind. */
export type ToldBudgets = Partial<Readonly<Record<BudgetKind, { readonly period: string; readonly limit: number }>>>;

export function hasLimits({ costPerHourUsd, costPerDayUsd, errorRatePercent }: BudgetLimits): boolean {
  return costPerHourUsd !== undefined || costPerDayUsd !== undefined || errorRatePercent !== undefined;
}

/** Each limit that is set, with how much of it is used. */
export function budgetStates(
  limits: BudgetLimits,
  figures: BudgetFigures | undefined,
  asOfMs: number | null,
): BudgetState[] {
  const rate = figures === undefined ? null : errorRate(figures, limits.errorRateMinCalls);
  const rows: readonly [BudgetKind, number | undefined, number | null][] = [
    ['cost-hour', limits.costPerHourUsd, figures?.cost_hour_usd ?? null],
    ['cost-day', limits.costPerDayUsd, figures?.cost_today_usd ?? null],
    ['error-rate', limits.errorRatePercent, rate],
  ];
  return rows.flatMap(([kind, limit, used]) =>
    limit === undefined ? [] : [{ kind, limit, used, reached: used !== null && used >= limit, asOfMs }],
  );
}

/** Percent of the calls; null when there are too few to speak of a rate. */
function errorRate({ calls_last_hour: calls, failed_last_hour: failed }: BudgetFigures, least: number): number | null {
  return calls < least ? null : (failed * 100) / calls;
}

/**
 * What is reached and was not told of in this hour or day. A limit that was lowered since is no news; one that was
 * raised and is reached again is.
 */
export function crossings(
  states: readonly BudgetState[],
  told: ToldBudgets,
  periods: BudgetPeriods,
): readonly BudgetState[] {
  return states.filter(({ kind, limit, reached }) => {
    const last = told[kind];
    return reached && !(last?.period === periodOf(kind, periods) && limit <= last.limit);
  });
}

/** What has been told once the crossings have been. */
export function toldAfter(told: ToldBudgets, crossed: readonly BudgetState[], periods: BudgetPeriods): ToldBudgets {
  const added = crossed.map(({ kind, limit }) => [kind, { period: periodOf(kind, periods), limit }] as const);
  return { ...told, ...Object.fromEntries(added) };
}

function periodOf(kind: BudgetKind, { hour, day }: BudgetPeriods): string {
  return kind === 'cost-day' ? day : hour;
}

import type { BudgetState } from '../../contract/budgets.ts';
import { formatMoney } from '../../contract/money.ts';
import type { MainPlace } from '../../contract/ipc.ts';
import { unreachable } from '../../contract/result.ts';
import type { Notice } from '../host.ts';
import type { BudgetFigures } from './budget-check.ts';

/** The page that a click on the notification opens. */
const places: Readonly<Record<BudgetState['kind'], MainPlace>> = {
  'cost-hour': 'agents',
  'cost-day': 'agents',
  'error-rate': 'errors',
};

/** What the person is told when a limit is reached. Figures only: a notification may be seen by others. */
export function budgetNotice({ kind, limit, used }: BudgetState, figures: BudgetFigures): Notice {
  const place = places[kind];
  switch (kind) {
    case 'cost-hour':
      return {
        title: `Agents cost ${formatMoney(used ?? 0)} this hour`,
        body: `Your budget is ${formatMoney(limit)} an hour.`,
        place,
      };
    case 'cost-day':
      return {
        title: `Agents cost ${formatMoney(used ?? 0)} today`,
        body: `Your budget is ${formatMoney(limit)} a day.`,
        place,
      };
    case 'error-rate': {
      const { calls_last_hour: calls, failed_last_hour: failed } = figures;
      return {
        title: `${Math.round(used ?? 0)} % of model calls failed in the last hour`,
        body: `That is ${failed} of ${calls} calls; you asked to be told from ${limit} % on.`,
        place,
      };
    }
    default:
      return unreachable(kind);
  }
}

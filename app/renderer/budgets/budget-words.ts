import { type BudgetKind, type BudgetState } from '../../contract/budgets.ts';
import { formatMoney } from '../../contract/money.ts';

/** What a limit is set on. */
export const budgetNames: Readonly<Record<BudgetKind, string>> = {
  'cost-hour': 'Cost this hour',
  'cost-day': 'Cost today',
  'error-rate': 'Failed model calls in the last hour',
};

/** `$0.42 of $5.00`, `4 % of 10 %`. */
export function budgetAmount({ kind, used, limit }: Pick<BudgetState, 'kind' | 'used' | 'limit'>): string {
  if (used === null)
    return `${kind === 'error-rate' ? 'Too few calls to tell' : 'Not known yet'}; limit ${inUnit(kind, limit)}`;
  return `${inUnit(kind, used)} of ${inUnit(kind, limit)}`;
}

function inUnit(kind: BudgetKind, value: number): string {
  return kind === 'error-rate' ? `${Number(value.toFixed(1))} %` : formatMoney(value);
}

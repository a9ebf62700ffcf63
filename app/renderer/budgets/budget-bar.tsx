import { type BudgetState } from '../../contract/budgets.ts';
import { Icon } from '../ui/icon.tsx';
import { budgetAmount, budgetNames } from './budget-words.ts';

interface BudgetBarProps {
  readonly budget: Pick<BudgetState, 'kind' | 'limit' | 'used'>;
  /** The name stands elsewhere already. */
  readonly unnamed?: boolean;
}

/** How much of a limit is used: in words, in the length of a bar, and when it is reached in a mark and a word. */
export function BudgetBar({ budget, unnamed = false }: BudgetBarProps) {
  const { kind, limit, used } = budget;
  const reached = used !== null && used >= limit;
  const amount = budgetAmount(budget);
  return (
    <div className="budget" data-testid={`budget-${kind}`} data-reached={reached}>
      <p className="budget-line">
        {!unnamed && <span className="budget-name">{budgetNames[kind]}</span>}
        <span className="figures">{amount}</span>
        {reached && (
          <span className="budget-reached">
            <Icon name="warning" />
            Reached
          </span>
        )}
      </p>
      <div
        className="budget-track"
        role="meter"
        aria-label={budgetNames[kind]}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(used ?? 0, limit)}
        aria-valuetext={reached ? `${amount}, reached` : amount}
      >
        <span className="budget-fill" style={{ width: `${Math.min(1, (used ?? 0) / limit) * 100}%` }} />
      </div>
    </div>
  );
}

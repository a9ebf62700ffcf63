import { type StatusView } from '../data/status-store.ts';
import { formatClock } from '../format/time.ts';
import { Card } from '../ui/card.tsx';
import { BudgetBar } from './budget-bar.tsx';

/** Each limit that the person has set, and how much of it is used. Nothing without any. */
export function BudgetsCard({ view }: { view: StatusView }) {
  const budgets = view.state === 'ready' ? (view.status.budgets ?? []) : [];
  if (budgets.length === 0) return null;
  const asOfMs = Math.max(...budgets.map((budget) => budget.asOfMs ?? 0));
  return (
    <Card
      title="Budgets"
      note={asOfMs === 0 ? 'Looked at for the first time in a moment' : `As of ${formatClock(asOfMs)}`}
      testId="budgets"
    >
      <div className="budget-list">
        {budgets.map((budget) => (
          <BudgetBar key={budget.kind} budget={budget} />
        ))}
      </div>
    </Card>
  );
}

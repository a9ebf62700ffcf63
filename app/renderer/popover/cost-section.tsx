import { type BudgetState } from '../../contract/budgets.ts';
import { type QuestionRow } from '../../contract/questions.ts';
import { formatMoney } from '../../contract/money.ts';
import { hasAgentEvents } from '../data/source-groups.ts';
import { useActions } from '../data/use-actions.ts';
import { useQuestion } from '../data/use-question.ts';
import { useStatus } from '../data/use-status.ts';
import { formatCompact, formatCounted } from '../format/number.ts';
import { localZone } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';
import { BudgetBar } from '../budgets/budget-bar.tsx';
import { Section } from './section.tsx';

/** What agents cost this hour and today. */
export function CostSection() {
  const view = useStatus();
  const limits = view.state === 'ready' ? (view.status.budgets ?? []) : [];
  const silent = view.state === 'ready' && !hasAgentEvents(view.status);
  const cost = useQuestion('cost-now', { tz: localZone() });
  const used = cost.state === 'ready' ? { ...cost, rows: cost.rows.filter((row) => row.calls_today > 0) } : cost;
  return (
    <Section title="Agent cost" testId="cost" detail="cost">
      <Answered answer={used} skeletonRows={2} empty={silent ? <NoAgent /> : noCalls}>
        {(rows) => rows.slice(0, 1).map((row) => <Costs key="now" row={row} limits={limits} />)}
      </Answered>
    </Section>
  );
}

const noCalls = 'Cost appears with the first model call that an agent reports.';

function NoAgent() {
  const actions = useActions();
  return (
    <>
      No agent reports to Hivebar yet.{' '}
      <button
        type="button"
        className="link-button"
        data-testid="open-sources"
        onClick={() => actions.openPlace('sources')}
      >
        Connect one
      </button>
    </>
  );
}

interface CostsProps {
  readonly row: QuestionRow<'cost-now'>;
  readonly limits: readonly BudgetState[];
}

function Costs({ row, limits }: CostsProps) {
  const limitOf = (kind: BudgetState['kind']) => limits.find((budget) => budget.kind === kind)?.limit;
  return (
    <div className="cost-pair">
      <Cost
        label="This hour"
        testId="cost-hour"
        usd={row.cost_hour_usd}
        facts={[formatCounted(row.calls_hour, 'call', 'calls')]}
        unpriced={row.unpriced_hour}
        budget={{ kind: 'cost-hour', limit: limitOf('cost-hour') }}
      />
      <Cost
        label="Today"
        testId="cost-today"
        usd={row.cost_today_usd}
        facts={[
          formatCounted(row.calls_today, 'call', 'calls'),
          `${formatCompact(row.tokens_today)} ${row.tokens_today === 1 ? 'token' : 'tokens'}`,
        ]}
        unpriced={row.unpriced_today}
        budget={{ kind: 'cost-day', limit: limitOf('cost-day') }}
      />
    </div>
  );
}

interface CostProps {
  readonly label: string;
  readonly testId: string;
  readonly usd: number;
  readonly facts: readonly string[];
  readonly unpriced: number;
  readonly budget: { readonly kind: BudgetState['kind']; readonly limit: number | undefined };
}

function Cost({ label, testId, usd, facts, unpriced, budget: { kind, limit } }: CostProps) {
  return (
    <div className="cost">
      <span className="cost-label">{label}</span>
      <span className="cost-figure figures" data-testid={testId}>
        {formatMoney(usd)}
      </span>
      {limit !== undefined && <BudgetBar budget={{ kind, limit, used: usd }} unnamed />}
      <span className="cost-facts figures">{facts.join(' · ')}</span>
      {unpriced > 0 && (
        <span
          className="cost-unpriced figures"
          title="Calls to models without a known price; their cost is not in the figure."
        >
          + {formatCompact(unpriced)} unpriced
        </span>
      )}
    </div>
  );
}

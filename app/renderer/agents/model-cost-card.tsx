import { type QuestionRow } from '../../contract/questions.ts';
import { formatMoney } from '../../contract/money.ts';
import { stack } from '../charts/series.ts';
import { useColours } from '../charts/use-colours.ts';
import { useSession } from '../data/session.ts';
import { useRangeQuestion } from './use-range-question.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatCounted } from '../format/number.ts';
import { Answered } from '../ui/answered.tsx';
import { BarList } from '../ui/bar-list.tsx';
import { Card } from '../ui/card.tsx';

type Row = QuestionRow<'cost-by-model'>;
const modelsShown = 8;

/** What each model cost, the dearest first. */
export function ModelCostCard({ range }: { range: DayRange }) {
  const answer = useRangeQuestion('cost-by-model', range);
  const total = answer.state === 'ready' ? answer.rows.reduce((sum, row) => sum + row.cost_usd, 0) : null;
  return (
    <Card
      title="Cost by model"
      note="Estimates at list prices"
      testId="cost-by-model"
      answers={[answer]}
      aside={total !== null && total > 0 && <span className="card-figure figures">{formatMoney(total)}</span>}
    >
      <Answered answer={answer} skeletonRows={5} empty="No model was called in these days.">
        {(rows) => <ModelCosts rows={rows} />}
      </Answered>
    </Card>
  );
}

function ModelCosts({ rows }: { rows: readonly Row[] }) {
  const { modelColours } = useSession();
  const points = rows.map((row) => ({ at: 0, series: row.model, value: row.cost_usd }));
  const { series } = stack(points, { ats: [0], top: modelsShown });
  const items = useColours(series, modelColours).map(({ name, total, colour }) => ({
    name,
    value: total,
    label: formatMoney(total),
    colour,
  }));
  const unpriced = rows.filter((row) => row.unpriced_calls > 0);
  const free = rows.filter((row) => row.cost_usd === 0 && row.unpriced_calls === 0);
  return (
    <>
      {items.length > 0 && <BarList items={items} testId="model-cost-row" label="Models by cost" />}
      {free.length > 0 && <p className="card-note bars-note">Free: {free.map((row) => row.model).join(', ')}</p>}
      {unpriced.length > 0 && (
        <p className="card-note bars-note" data-testid="unpriced">
          Not in the sum, for want of a price:{' '}
          {unpriced.map((row) => `${formatCounted(row.unpriced_calls, 'call', 'calls')} of ${row.model}`).join(', ')}
        </p>
      )}
    </>
  );
}

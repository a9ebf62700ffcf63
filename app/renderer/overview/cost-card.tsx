import { memo, useState } from 'react';
import { type QuestionRow } from '../../contract/questions.ts';
import { formatMoney } from '../../contract/money.ts';
import { type Bucket, bucketFor, bucketsOf, costPoints } from '../charts/hours.ts';
import { stack } from '../charts/series.ts';
import { StackedView } from '../charts/stacked-view.tsx';
import { moneyTicks } from '../charts/ticks.ts';
import { timeTicks } from '../charts/time-ticks.ts';
import { type ChartForm, ViewToggle } from '../charts/view-toggle.tsx';
import { type Answer, hasRows } from '../data/answer.ts';
import { useSession } from '../data/session.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatMoneyTick } from '../format/number.ts';
import { localZone } from '../format/time.ts';
import { RepriceButton } from '../prices/reprice-button.tsx';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';

type Row = QuestionRow<'cost-per-hour'>;

interface CostCardProps {
  readonly answer: Answer<Row>;
  readonly range: DayRange;
  /** Leads to where agents are connected, as long as none has reported; null otherwise. */
  readonly onOpenSources: (() => void) | null;
}

const modelsStacked = 7;

/** What model calls cost, by model: per hour up to a week, per day beyond. */
export const CostCard = memo(function CostCard({ answer, range, onOpenSources }: CostCardProps) {
  const [form, setForm] = useState<ChartForm>('chart');
  const bucket = bucketFor(range.days);
  return (
    <Card
      title={bucket === 'hour' ? 'Cost per hour' : 'Cost per day'}
      note={`By model, local time (${localZone()})`}
      testId="cost-chart"
      answers={[answer]}
      aside={
        hasRows(answer) && (
          <>
            <RepriceButton />
            <ViewToggle form={form} of="cost" onChange={setForm} />
          </>
        )
      }
    >
      <Answered answer={answer} skeletonRows={8} empty={<NoCalls onOpenSources={onOpenSources} />}>
        {(rows) => <CostView rows={rows} range={range} bucket={bucket} form={form} />}
      </Answered>
    </Card>
  );
});

function NoCalls({ onOpenSources }: Pick<CostCardProps, 'onOpenSources'>) {
  if (onOpenSources === null) {
    return 'No model call was reported in these days. Cost appears with the first call that an agent reports.';
  }
  return (
    <>
      <span>No agent reports to Hivebar yet. Connect one, and what its calls cost appears here within seconds.</span>
      <button type="button" className="button" data-testid="open-sources" onClick={onOpenSources}>
        Connect an agent
      </button>
    </>
  );
}

interface CostViewProps {
  readonly rows: readonly Row[];
  readonly range: DayRange;
  readonly bucket: Bucket;
  readonly form: ChartForm;
}

function CostView({ rows, range, bucket, form }: CostViewProps) {
  const { modelColours } = useSession();
  const ats = bucketsOf(bucket, range);
  const stacked = stack(costPoints(rows, bucket, range.startHour), { ats, top: modelsStacked });
  if (stacked.total === 0) {
    return <p className="empty">The calls in these days have no known price. Their tokens are counted above.</p>;
  }
  return (
    <StackedView
      as={form}
      colours={modelColours}
      stacked={stacked}
      label={`Cost per ${bucket} by model`}
      valueTicks={moneyTicks(Math.max(...stacked.columns.map(({ total }) => total)))}
      formatValue={formatMoney}
      formatTick={formatMoneyTick}
      {...timeTicks(bucket, ats, range)}
    />
  );
}

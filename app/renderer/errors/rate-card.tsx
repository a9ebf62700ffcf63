import { useState } from 'react';
import { type QuestionRow } from '../../contract/questions.ts';
import { type ColourMemory } from '../charts/colour-memory.ts';
import { bucketFor, bucketOf, bucketsOf } from '../charts/hours.ts';
import { stack } from '../charts/series.ts';
import { StackedView } from '../charts/stacked-view.tsx';
import { moneyTicks } from '../charts/ticks.ts';
import { timeTicks } from '../charts/time-ticks.ts';
import { type ChartForm, ViewToggle } from '../charts/view-toggle.tsx';
import { type Answer, hasRows } from '../data/answer.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatCount, formatPercent } from '../format/number.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { kindWords } from './kind-words.ts';
import { type PlaceFilter } from './places.ts';
import { errorRates, type Rate } from './rates.ts';

type Row = QuestionRow<'error-rate-by-kind'>;

interface RateCardProps {
  readonly answer: Answer<Row>;
  readonly range: DayRange;
  readonly kind: PlaceFilter['kind'];
}

const seriesName = 'Failed';
/** The colour of the one series never changes. */
const rateColours: ColourMemory = { recall: () => new Map([[seriesName, 1]]), remember: () => undefined };

/** The share that failed over time. */
export function RateCard({ answer, range, kind }: RateCardProps) {
  const [form, setForm] = useState<ChartForm>('chart');
  const bucket = bucketFor(range.days);
  const rates = errorRates(answer.state === 'ready' ? answer.rows : [], kind, (ms) =>
    bucketOf(bucket, ms, range.startHour),
  );
  const whole = [...rates.values()].reduce((sum, rate) => addRates(sum, rate), { calls: 0, errors: 0 });
  const what = kind === 'all' ? 'model calls, tool calls and steps' : kindWords[kind].many.toLowerCase();
  return (
    <Card
      title={bucket === 'hour' ? 'Error rate per hour' : 'Error rate per day'}
      note={`Share of ${what} that failed`}
      testId="error-rate"
      answers={[answer]}
      aside={
        <>
          {whole.calls > 0 && (
            <span className="card-figure figures" data-testid="error-rate-total">
              {formatPercent((whole.errors * 100) / whole.calls)}, {formatCount(whole.errors)} of{' '}
              {formatCount(whole.calls)}
            </span>
          )}
          {hasRows(answer) && <ViewToggle form={form} of="the error rate" onChange={setForm} />}
        </>
      }
    >
      <Answered answer={answer} skeletonRows={8} empty="No agent did anything in these days.">
        {() => <RateView rates={rates} range={range} form={form} />}
      </Answered>
    </Card>
  );
}

function addRates(left: Rate, right: Rate): Rate {
  return { calls: left.calls + right.calls, errors: left.errors + right.errors };
}

interface RateViewProps {
  readonly rates: ReadonlyMap<number, Rate>;
  readonly range: DayRange;
  readonly form: ChartForm;
}

function RateView({ rates, range, form }: RateViewProps) {
  const bucket = bucketFor(range.days);
  const ats = bucketsOf(bucket, range);
  const points = [...rates].map(([at, { calls, errors }]) => ({
    at,
    series: seriesName,
    value: calls === 0 ? 0 : (errors * 100) / calls,
  }));
  const stacked = stack(points, { ats, top: 1 });
  if (stacked.total === 0) return <p className="empty">Nothing of this failed in these days.</p>;
  const ticks = timeTicks(bucket, ats, range);
  function nameColumn(at: number): string {
    const rate = rates.get(at);
    const counted = rate === undefined ? 'nothing ran' : `${formatCount(rate.errors)} of ${formatCount(rate.calls)}`;
    return `${ticks.formatColumn(at)}: ${counted}`;
  }
  return (
    <StackedView
      as={form}
      colours={rateColours}
      // A sum of shares over time means nothing, so there is no legend that would show it.
      withLegend={false}
      stacked={stacked}
      label={`Error rate per ${bucket}`}
      valueTicks={moneyTicks(Math.max(...stacked.columns.map(({ total }) => total)))}
      formatValue={formatPercent}
      formatTick={formatPercent}
      {...ticks}
      formatColumn={nameColumn}
    />
  );
}

import { useState } from 'react';
import { type FailureKind, failureKind } from '../../contract/error-questions.ts';
import { type QuestionRow } from '../../contract/questions.ts';
import { type ColourMemory } from '../charts/colour-memory.ts';
import { bucketFor, bucketOf, bucketsOf } from '../charts/hours.ts';
import { type Point, stack } from '../charts/series.ts';
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

/** An axis of whole things that is shorter would be marked in halves. */
const fewestTicks = 4;

type Row = QuestionRow<'error-rate-by-kind'>;

interface FailuresCardProps {
  readonly answer: Answer<Row>;
  readonly range: DayRange;
  readonly kind: PlaceFilter['kind'];
}

/** The colour of a kind never changes. */
const kindColours: ColourMemory = {
  recall: () => new Map(failureKind.options.map((kind, index) => [kindWords[kind].many, index + 1])),
  remember: () => undefined,
};

/**
 * What failed over time, and which share of all that is. Failures are drawn, not shares: an hour in which the one call
 * failed would stand above every hour in which something was wrong.
 */
export function FailuresCard({ answer, range, kind }: FailuresCardProps) {
  const [form, setForm] = useState<ChartForm>('chart');
  const bucket = bucketFor(range.days);
  const columnOf = (ms: number) => bucketOf(bucket, ms, range.startHour);
  const rows = (answer.state === 'ready' ? answer.rows : []).filter((row) => kind === 'all' || row.kind === kind);
  const rates = errorRates(rows, columnOf);
  const points = rows.map(({ kind: of, hour_ms: ms, errors }) => ({
    at: columnOf(ms),
    series: kindWords[of as FailureKind].many,
    value: errors,
  }));
  const whole = [...rates.values()].reduce((sum, rate) => addRates(sum, rate), { calls: 0, errors: 0 });
  const what = kind === 'all' ? 'model calls, tool calls and steps' : kindWords[kind].many.toLowerCase();
  return (
    <Card
      title={bucket === 'hour' ? 'Failures per hour' : 'Failures per day'}
      note={`Of ${what}`}
      testId="error-rate"
      answers={[answer]}
      aside={
        <>
          {whole.calls > 0 && (
            <span className="card-figure figures" data-testid="error-rate-total">
              {formatPercent(shareOf(whole))}, {formatCount(whole.errors)} of {formatCount(whole.calls)}
            </span>
          )}
          {hasRows(answer) && <ViewToggle form={form} of="the failures" onChange={setForm} />}
        </>
      }
    >
      <Answered answer={answer} skeletonRows={8} empty="No agent did anything in these days.">
        {() => <FailureView points={points} rates={rates} range={range} form={form} />}
      </Answered>
    </Card>
  );
}

/** In percent. */
function shareOf({ calls, errors }: Rate): number {
  return calls === 0 ? 0 : (errors * 100) / calls;
}

function addRates(left: Rate, right: Rate): Rate {
  return { calls: left.calls + right.calls, errors: left.errors + right.errors };
}

interface FailureViewProps {
  readonly points: readonly Point[];
  readonly rates: ReadonlyMap<number, Rate>;
  readonly range: DayRange;
  readonly form: ChartForm;
}

function FailureView({ points, rates, range, form }: FailureViewProps) {
  const bucket = bucketFor(range.days);
  const ats = bucketsOf(bucket, range);
  const stacked = stack(points, { ats, top: failureKind.options.length });
  if (stacked.total === 0) return <p className="empty">Nothing of this failed in these days.</p>;
  const ticks = timeTicks(bucket, ats, range);
  function nameColumn(at: number): string {
    const rate = rates.get(at);
    const counted =
      rate === undefined
        ? 'nothing ran'
        : `${formatCount(rate.errors)} of ${formatCount(rate.calls)}, ${formatPercent(shareOf(rate))}`;
    return `${ticks.formatColumn(at)}: ${counted}`;
  }
  return (
    <StackedView
      as={form}
      colours={kindColours}
      stacked={stacked}
      label={`Failures per ${bucket}`}
      valueTicks={moneyTicks(Math.max(fewestTicks, ...stacked.columns.map(({ total }) => total)))}
      formatValue={formatCount}
      formatTick={formatCount}
      {...ticks}
      formatColumn={nameColumn}
    />
  );
}

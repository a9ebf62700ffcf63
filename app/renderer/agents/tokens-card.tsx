import { useState } from 'react';
import { type QuestionRow } from '../../contract/questions.ts';
import { type Bucket, bucketFor, bucketOf, bucketsOf } from '../charts/hours.ts';
import { stack } from '../charts/series.ts';
import { StackedView } from '../charts/stacked-view.tsx';
import { moneyTicks } from '../charts/ticks.ts';
import { timeTicks } from '../charts/time-ticks.ts';
import { type ChartForm, ViewToggle } from '../charts/view-toggle.tsx';
import { hasRows } from '../data/answer.ts';
import { useRangeQuestion } from './use-range-question.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatCompact } from '../format/number.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { tokenClasses, tokenColours } from './token-classes.ts';

type Row = QuestionRow<'tokens-per-hour'>;

/** Tokens over time, by class. */
export function TokensCard({ range }: { range: DayRange }) {
  const [form, setForm] = useState<ChartForm>('chart');
  const answer = useRangeQuestion('tokens-per-hour', range);
  const bucket = bucketFor(range.days);
  return (
    <Card
      title={bucket === 'hour' ? 'Tokens per hour' : 'Tokens per day'}
      note="By class; no token is in two"
      testId="tokens"
      answers={[answer]}
      aside={hasRows(answer) && <ViewToggle form={form} of="tokens" onChange={setForm} />}
    >
      <Answered answer={answer} skeletonRows={8} empty="No model was called in these days.">
        {(rows) => <TokensView rows={rows} range={range} bucket={bucket} form={form} />}
      </Answered>
    </Card>
  );
}

interface TokensViewProps {
  readonly rows: readonly Row[];
  readonly range: DayRange;
  readonly bucket: Bucket;
  readonly form: ChartForm;
}

function TokensView({ rows, range, bucket, form }: TokensViewProps) {
  const ats = bucketsOf(bucket, range);
  const points = rows.flatMap((row) =>
    tokenClasses.map(({ key, name }) => ({
      at: bucketOf(bucket, row.hour_ms, range.startHour),
      series: name,
      value: row[key],
    })),
  );
  const stacked = stack(points, { ats, top: tokenClasses.length });
  if (stacked.total === 0) return <p className="empty">The calls in these days told no tokens.</p>;
  return (
    <StackedView
      as={form}
      colours={tokenColours}
      stacked={stacked}
      label={`Tokens per ${bucket} by class`}
      valueTicks={moneyTicks(Math.max(...stacked.columns.map(({ total }) => total)))}
      formatValue={formatCompact}
      formatTick={formatCompact}
      {...timeTicks(bucket, ats, range)}
    />
  );
}

import { useState } from 'react';
import { type QuestionRow } from '../../contract/questions.ts';
import { type ChartForm, ViewToggle } from '../charts/view-toggle.tsx';
import { useRangeQuestion } from './use-range-question.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatMinutes } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import { formatHourSpan } from '../format/time.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { correlation, describeCorrelation, type HourPair } from './correlation.ts';
import { HourScatter } from './hour-scatter.tsx';

/** Coding time beside agent calls, hour by hour. */
export function CorrelationCard({ range }: { range: DayRange }) {
  const [form, setForm] = useState<ChartForm>('chart');
  const answer = useRangeQuestion('coding-and-agents-per-hour', range);
  const pairs = answer.state === 'ready' ? hourPairs(answer.rows) : [];
  return (
    <Card
      title="Coding against agents"
      note="Each dot is an hour in which you were at the keyboard"
      testId="correlation"
      answers={[answer]}
      aside={pairs.length > 0 && <ViewToggle form={form} of="hours" onChange={setForm} />}
    >
      <Answered answer={answer} skeletonRows={6} empty="Neither you nor an agent was recorded in these days.">
        {(rows) => <CorrelationView pairs={hourPairs(rows)} form={form} />}
      </Answered>
    </Card>
  );
}

/** Hours of nights, in which neither happens, would make anything go together that happens by day. */
function hourPairs(rows: readonly QuestionRow<'coding-and-agents-per-hour'>[]): HourPair[] {
  return rows
    .filter((row) => row.active_minutes > 0)
    .map((row) => ({
      hourMs: row.hour_ms,
      codingMinutes: row.coding_minutes,
      agentCalls: row.model_calls + row.tool_calls,
    }));
}

function CorrelationView({ pairs, form }: { pairs: readonly HourPair[]; form: ChartForm }) {
  const r = correlation(pairs);
  return (
    <>
      <p className="correlation" data-testid="correlation-words">
        {r !== null && (
          <strong className="figures">
            r = {r.toFixed(2).replace('-', '−')}, n = {formatCount(pairs.length)} hours.{' '}
          </strong>
        )}
        {describeCorrelation(r, pairs.length)}
      </p>
      {pairs.length > 0 && (form === 'chart' ? <HourScatter pairs={pairs} /> : <HourTable pairs={pairs} />)}
    </>
  );
}

function HourTable({ pairs }: { pairs: readonly HourPair[] }) {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label="Coding time and agent calls by hour">
      <table className="table">
        <caption className="visually-hidden">Coding time and agent calls by hour</caption>
        <thead>
          <tr>
            <th scope="col">Hour</th>
            <th scope="col" className="number">
              Coding
            </th>
            <th scope="col" className="number">
              Agent calls
            </th>
          </tr>
        </thead>
        <tbody>
          {pairs.toReversed().map((pair) => (
            <tr key={pair.hourMs}>
              <th scope="row">{formatHourSpan(pair.hourMs)}</th>
              <td className="number figures">{formatMinutes(pair.codingMinutes)}</td>
              <td className="number figures">{formatCount(pair.agentCalls)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { type QuestionRow } from '../../contract/questions.ts';
import { formatMoney } from '../../contract/money.ts';
import { useRangeQuestion } from './use-range-question.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatCompact, formatCount, formatPercent } from '../format/number.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';

type Row = QuestionRow<'local-and-cloud'>;

const measures = [
  { name: 'Calls', of: (row: Row) => row.calls, format: formatCount },
  { name: 'Tokens', of: (row: Row) => row.tokens, format: formatCompact },
  { name: 'Cost', of: (row: Row) => row.cost_usd, format: formatMoney },
] as const;

/** What models of this computer did beside those of others. */
export function LocationCard({ range }: { range: DayRange }) {
  const answer = useRangeQuestion('local-and-cloud', range);
  return (
    <Card
      title="Local against cloud"
      note="Models on this computer, and models of others"
      testId="local-and-cloud"
      answers={[answer]}
    >
      <Answered answer={answer} skeletonRows={5} empty="No model was called in these days.">
        {(rows) => <LocationTable rows={rows} />}
      </Answered>
    </Card>
  );
}

function LocationTable({ rows }: { rows: readonly Row[] }) {
  const local = rows.find((row) => row.location === 'local');
  const cloud = rows.find((row) => row.location === 'cloud');
  return (
    <table className="table location">
      <caption className="visually-hidden">Local and cloud models</caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col" className="number">
            Local
          </th>
          <th scope="col" className="number">
            Cloud
          </th>
          <th scope="col">Share that is local</th>
        </tr>
      </thead>
      <tbody>
        {measures.map(({ name, of, format }) => {
          const here = local === undefined ? 0 : of(local);
          const there = cloud === undefined ? 0 : of(cloud);
          const percent = here + there === 0 ? null : (here * 100) / (here + there);
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number figures">{format(here)}</td>
              <td className="number figures">{format(there)}</td>
              <td>
                <ShareBar percent={percent} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A share as a bar with its number. */
export function ShareBar({ percent }: { percent: number | null }) {
  if (percent === null) return <span className="share">–</span>;
  return (
    <span className="share">
      <span className="bar-track" aria-hidden="true">
        <span className="bar-fill share-fill" style={{ width: `${percent}%` }} />
      </span>
      <span className="figures">{formatPercent(percent)}</span>
    </span>
  );
}

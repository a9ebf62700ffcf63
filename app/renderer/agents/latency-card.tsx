import { useState } from 'react';
import { type QuestionRow } from '../../contract/questions.ts';
import { useRangeQuestion } from './use-range-question.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatLength } from '../format/duration.ts';
import { formatCount } from '../format/number.ts';
import { Answered } from '../ui/answered.tsx';
import { Card } from '../ui/card.tsx';
import { type SortedBy, SortHeading } from '../ui/sort-heading.tsx';

type Row = QuestionRow<'latency-by-node'>;
type SortColumn = 'name' | 'calls' | 'p50' | 'p99' | 'first';

const shownAtFirst = 10;

/** How long model calls take at each node, the slowest first. */
export function LatencyCard({ range }: { range: DayRange }) {
  const answer = useRangeQuestion('latency-by-node', range);
  return (
    <Card
      title="Where it is slow"
      note="Model calls by node: half take longer than the median, one in a hundred longer than p99, half wait longer for the first token"
      testId="latency"
      answers={[answer]}
    >
      <Answered answer={answer} skeletonRows={6} empty="No model was called in these days.">
        {(rows) => <LatencyTable rows={rows} />}
      </Answered>
    </Card>
  );
}

function LatencyTable({ rows }: { rows: readonly Row[] }) {
  const [sorting, setSorting] = useState<SortedBy<SortColumn>>({ by: 'p99', descending: true });
  const [all, setAll] = useState(false);
  const heading = {
    sorting,
    onSort: (by: SortColumn) =>
      setSorting(sorting.by === by ? { by, descending: !sorting.descending } : { by, descending: by !== 'name' }),
  };
  const slowest = Math.max(...rows.map((row) => row.p99_ms ?? 0), Number.MIN_VALUE);
  const sorted = rows.toSorted((left, right) => (sorting.descending ? -1 : 1) * compare(left, right, sorting.by));
  return (
    <>
      <table className="table latency">
        <caption className="visually-hidden">Latency by node</caption>
        <thead>
          <tr>
            <SortHeading label="Node" by="name" {...heading} />
            <SortHeading label="Calls" by="calls" number {...heading} />
            <SortHeading label="Median (p50)" by="p50" {...heading} />
            <SortHeading label="p99" by="p99" {...heading} />
            <SortHeading label="First token" by="first" number {...heading} />
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, all ? sorted.length : shownAtFirst).map((row) => (
            <tr key={JSON.stringify([row.graph_name, row.node_id])} data-testid="latency-row">
              <th scope="row" className="latency-what">
                <span className="clip">
                  {row.node_id === '' ? 'no name' : row.node_id}
                  {row.graph_name !== '' && <span className="hotspot-where"> in {row.graph_name}</span>}
                </span>
              </th>
              <td className="number figures">{formatCount(row.calls)}</td>
              <td>
                <LengthBar ms={row.p50_ms} slowest={slowest} />
              </td>
              <td>
                <LengthBar ms={row.p99_ms} slowest={slowest} />
              </td>
              <td className="number figures">{row.ttft_p50_ms === null ? '–' : formatLength(row.ttft_p50_ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shownAtFirst && (
        <button type="button" className="button quiet small table-more" onClick={() => setAll(!all)}>
          {all ? `Show the first ${shownAtFirst}` : `Show all ${formatCount(rows.length)}`}
        </button>
      )}
    </>
  );
}

function LengthBar({ ms, slowest }: { ms: number | null; slowest: number }) {
  if (ms === null) return '–';
  return (
    <span className="length-bar">
      <span className="bar-track" aria-hidden="true">
        <span className="bar-fill share-fill" style={{ width: `${(ms / slowest) * 100}%` }} />
      </span>
      <span className="figures">{formatLength(ms)}</span>
    </span>
  );
}

function compare(left: Row, right: Row, by: SortColumn): number {
  switch (by) {
    case 'name':
      return left.node_id.localeCompare(right.node_id) || left.graph_name.localeCompare(right.graph_name);
    case 'calls':
      return left.calls - right.calls;
    case 'p50':
      return (left.p50_ms ?? -1) - (right.p50_ms ?? -1);
    case 'p99':
      return (left.p99_ms ?? -1) - (right.p99_ms ?? -1);
    case 'first':
      return (left.ttft_p50_ms ?? -1) - (right.ttft_p50_ms ?? -1);
  }
}

import { useMemo, useState } from 'react';
import { type ConsoleColumn } from '../../contract/console.ts';
import { ok, type Result } from '../../contract/result.ts';
import { type Problem } from '../data/problem.ts';
import { formatCount } from '../format/number.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type ChartChoice, chartData, type ChartData, type ChartKind, firstChoice } from './chart-data.ts';
import { isNumeric } from './clickhouse-type.ts';
import { rowsOfBlock } from './copy-rows.ts';
import { DrawnChart } from './drawn-chart.tsx';
import { type Row } from './row-cache.ts';
import { useAsked } from './use-asked.ts';

interface ResultChartProps {
  readonly runId: string;
  readonly columns: readonly ConsoleColumn[];
  readonly rows: number;
  readonly fetch: (from: number, count: number) => Promise<Result<readonly Row[], Problem>>;
}

/** More rows would take long to fetch and show no more. */
const mostRows = 20_000;

/** A chart of a result. */
export function ResultChart({ runId, columns, rows, fetch }: ResultChartProps) {
  const [choice, setChoice] = useState(() => firstChoice(columns));
  const taken = Math.min(rows, mostRows);
  const block = { firstRow: 0, lastRow: taken - 1, firstColumn: 0, lastColumn: columns.length - 1 };
  const { view } = useAsked(
    () => (taken === 0 ? Promise.resolve(ok([])) : rowsOfBlock(block, fetch)),
    `${runId} ${taken}`,
  );
  const data = useMemo(
    () => (view.state === 'ready' && choice !== null ? chartData(view.value, columns, choice) : null),
    [view, columns, choice],
  );
  if (choice === null) {
    return <p className="pane-empty">A chart needs a column of numbers; this result has none.</p>;
  }
  return (
    <div className="result-chart" data-testid="chart">
      <ChartChoices columns={columns} choice={choice} onChoose={setChoice} />
      {view.state === 'failed' && <ProblemNote problem={view.problem} />}
      {view.state === 'loading' && <Skeleton rows={5} />}
      {data !== null && data.points.length === 0 && <p className="pane-empty">No row has a number in both columns.</p>}
      {data !== null && data.points.length > 0 && (
        <>
          <p className="card-note" role="status" data-testid="chart-note">
            {chartNotes(data, taken, rows).join(' ')}
          </p>
          <DrawnChart
            data={data}
            kind={choice.kind}
            xName={columns[choice.x]?.name ?? ''}
            yName={columns[choice.y]?.name ?? ''}
          />
        </>
      )}
    </div>
  );
}

/** What of the result the chart shows, when it is not all. */
function chartNotes({ every, left, cutSeries }: ChartData, taken: number, rows: number): string[] {
  return [
    taken < rows
      ? `Shows the first ${formatCount(taken)} of ${formatCount(rows)} rows.`
      : `Shows all ${formatCount(rows)} rows.`,
    ...(every > 1 ? [`One of ${formatCount(every)} points is drawn.`] : []),
    ...(left > 0 ? [`${formatCount(left)} rows have no place in it.`] : []),
    ...(cutSeries ? ['Only the first 8 series are drawn.'] : []),
  ];
}

interface ChartChoicesProps {
  readonly columns: readonly ConsoleColumn[];
  readonly choice: ChartChoice;
  readonly onChoose: (choice: ChartChoice) => void;
}

const kinds: readonly ChartKind[] = ['line', 'bar', 'area', 'scatter'];

function ChartChoices({ columns, choice, onChoose }: ChartChoicesProps) {
  const all = columns.map(({ name, type }, index) => ({ name, type, index }));
  const numbers = all.filter(({ type }) => isNumeric(type));
  return (
    <div className="pane-bar">
      <label>
        Chart{' '}
        <select
          className="field"
          value={choice.kind}
          data-testid="chart-kind"
          onChange={(event) =>
            onChoose({ ...choice, kind: kinds.find((kind) => kind === event.target.value) ?? 'line' })
          }
        >
          {kinds.map((kind) => (
            <option key={kind}>{kind}</option>
          ))}
        </select>
      </label>
      <ColumnSelect label="X" columns={all} value={choice.x} onChange={(x) => onChoose({ ...choice, x })} />
      <ColumnSelect label="Y" columns={numbers} value={choice.y} onChange={(y) => onChoose({ ...choice, y })} />
      <label>
        Series{' '}
        <select
          className="field"
          value={choice.series ?? ''}
          onChange={(event) =>
            onChoose({ ...choice, series: event.target.value === '' ? null : Number(event.target.value) })
          }
        >
          <option value="">none</option>
          {all.map(({ name, index }) => (
            <option key={index} value={index}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

interface ColumnSelectProps {
  readonly label: string;
  readonly columns: readonly { readonly name: string; readonly index: number }[];
  readonly value: number;
  readonly onChange: (column: number) => void;
}

function ColumnSelect({ label, columns, value, onChange }: ColumnSelectProps) {
  return (
    <label>
      {label}{' '}
      <select className="field" value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {columns.map(({ name, index }) => (
          <option key={index} value={index}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

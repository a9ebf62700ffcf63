import { useEffect, useRef } from 'react';
import { type RunOrder } from '../../contract/agent-questions.ts';
import { type QuestionRow } from '../../contract/questions.ts';
import { formatMoney } from '../../contract/money.ts';
import { showThread, takeLeftThread } from '../data/shown-thread.ts';
import { useNow } from '../data/use-now.ts';
import { formatLength } from '../format/duration.ts';
import { formatCompact, formatCount } from '../format/number.ts';
import { formatClock, formatDay, formatMoment } from '../format/time.ts';
import { type SortedBy, SortHeading } from '../ui/sort-heading.tsx';
import { StateGlyph } from '../ui/state-glyph.tsx';
import { runFailures, runName, runState, runStateWords } from './run-words.ts';

type Row = QuestionRow<'agent-runs'>;

interface RunsTableProps {
  readonly rows: readonly Row[];
  readonly sorting: SortedBy<RunOrder>;
  readonly onSort: (by: RunOrder) => void;
}

/** Runs in a table; every heading of a figure sorts, a run's name opens it. */
export function RunsTable({ rows, sorting, onSort }: RunsTableProps) {
  const heading = { sorting, onSort };
  const frame = useRef<HTMLDivElement>(null);
  // Whoever goes back from a run stands at its row again.
  useEffect(() => {
    const left = takeLeftThread();
    if (left === null) return;
    frame.current?.querySelector<HTMLElement>(`[data-thread="${CSS.escape(left)}"] button`)?.focus();
  }, []);
  return (
    <div className="table-wide" ref={frame} tabIndex={0} role="group" aria-label="Runs of agents">
      <table className="table runs">
        <caption className="visually-hidden">Runs of agents</caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">State</th>
            <SortHeading label="Started" by="started" {...heading} />
            <SortHeading label="Length" by="length" number {...heading} />
            <SortHeading label="Steps" by="steps" number {...heading} />
            <SortHeading label="Calls" by="model calls" number {...heading} />
            <SortHeading label="Tools" by="tool calls" number {...heading} />
            <SortHeading label="Tokens" by="tokens" number {...heading} />
            <SortHeading label="Cost" by="cost" number {...heading} />
            <SortHeading label="Failures" by="failures" number {...heading} />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RunRow key={row.thread_id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const minuteMs = 60_000;

function RunRow({ row }: { row: Row }) {
  const nowMs = useNow(minuteMs);
  const state = runStateWords[runState(row, nowMs)];
  const failures = runFailures(row);
  const name = runName(row);
  return (
    <tr data-testid="run-row" data-thread={row.thread_id}>
      <th scope="row" className="run-what">
        <button
          type="button"
          className="link-button clip"
          title={`${name}, ${row.thread_id}`}
          onClick={() => showThread(row.thread_id)}
        >
          {name}
        </button>
        <span className="run-more clip" title={row.model_names}>
          {row.model_names === '' ? row.thread_id : row.model_names}
        </span>
      </th>
      <td>
        <span className="run-state" title={state.means}>
          <StateGlyph state={state.glyph} />
          {state.word}
        </span>
      </td>
      <td className="figures run-when" title={formatMoment(row.started_ms)}>
        {formatDay(row.started_ms)}, {formatClock(row.started_ms)}
      </td>
      <td className="number figures">{formatLength(row.ended_ms - row.started_ms)}</td>
      <td className="number figures">{row.steps === 0 ? '–' : formatCount(row.steps)}</td>
      <td className="number figures">{formatCount(row.model_calls)}</td>
      <td className="number figures">{formatCount(row.tool_calls)}</td>
      <td className="number figures">{formatCompact(row.tokens)}</td>
      <td className="number figures">
        <RunCost costUsd={row.cost_usd} unpriced={row.unpriced_calls} />
      </td>
      <td className="number figures" title={failures.words}>
        {failures.count === 0 ? '–' : <span className="strong failures">{formatCount(failures.count)}</span>}
      </td>
    </tr>
  );
}

/** A cost that leaves calls out says so. */
export function RunCost({ costUsd, unpriced }: { costUsd: number; unpriced: number }) {
  if (unpriced === 0) return formatMoney(costUsd);
  return (
    <span title={`Without ${formatCount(unpriced)} calls whose price is not known`}>
      {costUsd === 0 ? 'not priced' : `${formatMoney(costUsd)} +`}
    </span>
  );
}

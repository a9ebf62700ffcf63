import { type AnswerState } from '../data/answer.ts';
import { useDayStart } from '../data/use-day-start.ts';
import { useNow } from '../data/use-now.ts';
import { useQuestion } from '../data/use-question.ts';
import { formatAgo } from '../format/duration.ts';
import { firstLine } from '../format/name.ts';
import { formatCompact, formatCount } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { resolveRange } from '../format/day-range.ts';
import { Answered } from '../ui/answered.tsx';
import { BudgetBar } from '../budgets/budget-bar.tsx';
import { useStatus } from '../data/use-status.ts';
import { Section } from './section.tsx';

const shownOfEach = 3;
const minuteMs = 60_000;

/** What fails now and has failed today: steps of agents, and tools. */
export function FailingSection() {
  const today = resolveRange({ kind: 'today' }, useNow(minuteMs), useDayStart());
  const params = { from_ms: today.fromMs, to_ms: today.toMs, limit: shownOfEach };
  const nodes = useQuestion('failing-nodes', params);
  const tools = useQuestion('failing-tools', params);
  const failing = merge(
    mapRows(nodes, (row) => ({ ...row, kind: 'node', name: row.node_id, where: row.graph_name })),
    mapRows(tools, (row) => ({ ...row, kind: 'tool', name: row.tool_name, where: '' })),
  );
  const view = useStatus();
  const rate = view.state === 'ready' ? view.status.budgets?.find(({ kind }) => kind === 'error-rate') : undefined;
  const lately = useFailuresLately();
  return (
    <Section
      title="Failures"
      testId="failing"
      detail="failures"
      aside={
        lately !== null && (
          <span className="card-note figures" data-testid="failures-now">
            {lately.count === 0 ? 'none' : `${formatCount(lately.count)}${lately.cut ? '+' : ''}`} in the last hour
          </span>
        )
      }
    >
      {rate !== undefined && <BudgetBar budget={rate} />}
      <Answered answer={failing} skeletonRows={2} empty="Nothing has failed today.">
        {(rows) => (
          <ul className="failing-list">
            {rows.map((row) => (
              <FailingRow key={`${row.kind} ${row.where} ${row.name}`} failing={row} />
            ))}
          </ul>
        )}
      </Answered>
    </Section>
  );
}

const kindWords = { node: 'step', tool: 'tool' } as const;
const countedOfEach = 1_000;

/** Failures since an hour ago, to the quarter of an hour; null until that is known. */
function useFailuresLately(): { readonly count: number; readonly cut: boolean } | null {
  const nowMs = useNow(minuteMs);
  const params = { from_ms: nowMs - 60 * minuteMs, to_ms: nowMs + minuteMs, limit: countedOfEach };
  const nodes = useQuestion('failing-nodes', params);
  const tools = useQuestion('failing-tools', params);
  if (nodes.state !== 'ready' || tools.state !== 'ready') return null;
  const rows = [...nodes.rows, ...tools.rows];
  return {
    count: rows.reduce((sum, { errors }) => sum + errors, 0),
    cut: nodes.rows.length >= countedOfEach || tools.rows.length >= countedOfEach,
  };
}

interface Failing {
  readonly kind: 'node' | 'tool';
  readonly name: string;
  /** The graph of a node. */
  readonly where: string;
  readonly errors: number;
  readonly last_ts_ms: number;
  readonly last_error: string;
}

function FailingRow({ failing }: { failing: Failing }) {
  const nowMs = useNow();
  const { name, where } = failing;
  return (
    <li className="failing-row" data-testid={`failing-${failing.kind}`} data-name={failing.name}>
      <span className="failing-count figures">
        {formatCompact(failing.errors)}
        <span className="visually-hidden"> {failing.errors === 1 ? 'error' : 'errors'}</span>
      </span>
      <span className="failing-name" title={where === '' ? name : `${name} in ${where}`}>
        {name}
        {where !== '' && <span className="failing-where"> in {where}</span>}
      </span>
      <span className="failing-kind">{kindWords[failing.kind]}</span>
      <time
        className="failing-when figures"
        dateTime={new Date(failing.last_ts_ms).toISOString()}
        title={formatMoment(failing.last_ts_ms)}
      >
        {formatAgo(nowMs - failing.last_ts_ms)}
      </time>
      {failing.last_error !== '' && (
        <span className="failing-error" title={failing.last_error}>
          {firstLine(failing.last_error)}
        </span>
      )}
    </li>
  );
}

function mapRows<Row>(answer: AnswerState<Row>, toFailing: (row: Row) => Failing): AnswerState<Failing> {
  return answer.state === 'ready' ? { ...answer, rows: answer.rows.map(toFailing) } : answer;
}

/** Both answers as one: a failure of either is shown, and nothing before both have come. */
function merge(left: AnswerState<Failing>, right: AnswerState<Failing>): AnswerState<Failing> {
  if (left.state === 'failed') return left;
  if (right.state !== 'ready') return right;
  if (left.state !== 'ready') return left;
  return {
    state: 'ready',
    rows: [...left.rows, ...right.rows],
    outdated: left.outdated || right.outdated,
    stale: left.stale ?? right.stale,
  };
}

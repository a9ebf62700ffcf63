import { type ReactNode, useMemo } from 'react';
import { formatMoney } from '../../contract/money.ts';
import { type CostTotals, costTotals } from '../charts/hours.ts';
import { type Answer } from '../data/answer.ts';
import { useQuestion } from '../data/use-question.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatMinutes } from '../format/duration.ts';
import { formatCompact, formatCount, formatCounted } from '../format/number.ts';
import { QueryButton } from '../ui/query-button.tsx';
import { type Change, changeBetween } from './change.ts';
import { rangeBefore } from './range-before.ts';
import { TileChange } from './tile-change.tsx';
import { hotspotLimit, type OverviewAnswers } from './use-answers.ts';

/** Four figures over the whole range, each beside what it was in the range before. */
export function Tiles({ answers, range, nowMs }: { answers: OverviewAnswers; range: DayRange; nowMs: number }) {
  const earlier = useMemo(() => rangeBefore(range, nowMs), [range, nowMs]);
  const before = useQuestion('range-totals', earlier.asked);
  const totals = whenReady(before, ([row]) => row ?? null);
  const minutes = whenReady(answers.minutes, (rows) => rows.reduce((sum, row) => sum + row.minutes, 0));
  const activeDays = whenReady(answers.minutes, (rows) => new Set(rows.map((row) => row.day)).size) ?? 0;
  const cost = whenReady(answers.cost, costTotals);
  const nodes = whenReady(answers.nodes, sumErrors);
  const tools = whenReady(answers.tools, sumErrors);
  const errors = nodes === null || tools === null ? null : nodes.errors + tools.errors;
  const cut = nodes?.cut === true || tools?.cut === true;
  /** Nothing is compared before both figures are there. */
  function compare(now: number | null | undefined, then: number | null | undefined, format: (value: number) => string) {
    if (typeof now !== 'number' || typeof then !== 'number') return {};
    return { change: changeBetween(now, then, earlier.label), before: format(then) };
  }
  return (
    <dl className="tiles" aria-label="Totals">
      <Tile
        name="Active time"
        testId="tile-active"
        answers={[answers.minutes, before]}
        value={minutes !== null && formatMinutes(minutes)}
        note={
          minutes !== null && range.days > 1 && activeDays > 0
            ? `${formatMinutes(minutes / activeDays)} a day on ${formatCounted(activeDays, 'day', 'days')}`
            : 'at the keyboard'
        }
        {...compare(minutes, totals?.minutes, formatMinutes)}
      />
      <Tile
        name="Agent cost"
        testId="tile-cost"
        answers={[answers.cost, before]}
        value={cost !== null && formatMoney(cost.costUsd)}
        note={cost !== null && priceNote(cost)}
        {...compare(cost?.costUsd, totals?.cost_usd, formatMoney)}
        more="worse"
      />
      <Tile
        name="Model calls"
        testId="tile-calls"
        answers={[answers.cost, before]}
        value={cost !== null && formatCount(cost.calls)}
        note={cost !== null && `${formatCompact(cost.inputTokens)} tokens in, ${formatCompact(cost.outputTokens)} out`}
        {...compare(cost?.calls, totals?.calls, formatCount)}
      />
      <Tile
        name="Errors"
        testId="tile-errors"
        answers={[answers.nodes, answers.tools, before]}
        value={errors !== null && `${formatCount(errors)}${cut ? '+' : ''}`}
        note={
          nodes !== null &&
          tools !== null &&
          `${formatCount(nodes.errors)} in nodes, ${formatCount(tools.errors)} in tools`
        }
        {...compare(errors, totals === null ? null : totals.model_errors + totals.tool_errors, formatCount)}
        more="worse"
      />
    </dl>
  );
}

interface TileProps {
  readonly name: string;
  readonly testId: string;
  readonly answers: readonly Answer<unknown>[];
  readonly value: string | false;
  readonly note: ReactNode;
  readonly change?: Change | null;
  readonly before?: string;
  /** Whether more of it is worse. */
  readonly more?: 'worse' | 'neutral';
}

function Tile({ name, testId, answers, value, note, change = null, before = '', more = 'neutral' }: TileProps) {
  return (
    <div className="tile">
      <dt>{name}</dt>
      <dd className="tile-value figures" data-testid={testId} title={value === false ? undefined : value}>
        {value === false ? <Unknown /> : value}
      </dd>
      <dd className="tile-note">{value === false ? '\u00a0' : note}</dd>
      {change !== null && <TileChange change={change} before={before} more={more} testId={`${testId}-change`} />}
      <dd className="tile-query">
        <QueryButton of={name} answers={answers} />
      </dd>
    </div>
  );
}

function Unknown() {
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">Not known yet</span>
    </>
  );
}

function priceNote({ calls, unpricedCalls }: CostTotals): string {
  if (calls === 0) return 'no calls';
  if (unpricedCalls === 0) return 'all calls priced';
  return `without ${formatCounted(unpricedCalls, 'unpriced call', 'unpriced calls')}`;
}

/** A full answer may have left rows out; the sum is then a lower bound. */
function sumErrors(rows: readonly { errors: number }[]): { errors: number; cut: boolean } {
  return { errors: rows.reduce((sum, row) => sum + row.errors, 0), cut: rows.length >= hotspotLimit };
}

function whenReady<Row, T>(answer: Answer<Row>, read: (rows: readonly Row[]) => T): T | null {
  return answer.state === 'ready' ? read(answer.rows) : null;
}

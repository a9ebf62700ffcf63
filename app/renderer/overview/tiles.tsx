import { type ReactNode } from 'react';
import { type CostTotals, costTotals } from '../charts/hours.ts';
import { type Answer } from '../data/answer.ts';
import { type DayRange } from '../format/day-range.ts';
import { formatMinutes } from '../format/duration.ts';
import { formatCompact, formatCount, formatCounted, formatMoney } from '../format/number.ts';
import { hotspotLimit, type OverviewAnswers } from './use-answers.ts';

/** Four figures over the whole range. */
export function Tiles({ answers, range }: { answers: OverviewAnswers; range: DayRange }) {
  const minutes = whenReady(answers.minutes, (rows) => rows.reduce((sum, row) => sum + row.minutes, 0));
  const activeDays = whenReady(answers.minutes, (rows) => new Set(rows.map((row) => row.day)).size) ?? 0;
  const cost = whenReady(answers.cost, costTotals);
  const nodes = whenReady(answers.nodes, sumErrors);
  const tools = whenReady(answers.tools, sumErrors);
  const errors = nodes === null || tools === null ? null : nodes.errors + tools.errors;
  const cut = nodes?.cut === true || tools?.cut === true;
  return (
    <dl className="tiles" aria-label="Totals">
      <Tile
        name="Active time"
        testId="tile-active"
        value={minutes !== null && formatMinutes(minutes)}
        note={
          minutes !== null && range.days > 1 && activeDays > 0
            ? `${formatMinutes(minutes / activeDays)} a day on ${formatCounted(activeDays, 'day', 'days')}`
            : 'at the keyboard'
        }
      />
      <Tile
        name="Agent cost"
        testId="tile-cost"
        value={cost !== null && formatMoney(cost.costUsd)}
        note={cost !== null && priceNote(cost)}
      />
      <Tile
        name="Model calls"
        testId="tile-calls"
        value={cost !== null && formatCount(cost.calls)}
        note={cost !== null && `${formatCompact(cost.inputTokens)} tokens in, ${formatCompact(cost.outputTokens)} out`}
      />
      <Tile
        name="Errors"
        testId="tile-errors"
        value={errors !== null && `${formatCount(errors)}${cut ? '+' : ''}`}
        note={
          nodes !== null &&
          tools !== null &&
          `${formatCount(nodes.errors)} in nodes, ${formatCount(tools.errors)} in tools`
        }
      />
    </dl>
  );
}

interface TileProps {
  readonly name: string;
  readonly testId: string;
  readonly value: string | false;
  readonly note: ReactNode;
}

function Tile({ name, testId, value, note }: TileProps) {
  return (
    <div className="tile">
      <dt>{name}</dt>
      <dd className="tile-value figures" data-testid={testId} title={value === false ? undefined : value}>
        {value === false ? <Unknown /> : value}
      </dd>
      <dd className="tile-note">{value === false ? '\u00a0' : note}</dd>
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

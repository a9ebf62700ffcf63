import { useId, useState } from 'react';
import { type BudgetLimits } from '../../contract/settings.ts';
import { Card } from '../ui/card.tsx';
import { SettingRow } from './setting-row.tsx';
import { useSetting } from './settings-context.ts';

type LimitName = 'costPerHourUsd' | 'costPerDayUsd' | 'errorRatePercent';

interface LimitWords {
  readonly name: LimitName;
  readonly label: string;
  readonly help: string;
  readonly unit: string;
}

const limitWords: readonly LimitWords[] = [
  {
    name: 'costPerHourUsd',
    label: 'Cost of an hour',
    help: 'Of the hour that runs, on the clock.',
    unit: 'US dollars',
  },
  { name: 'costPerDayUsd', label: 'Cost of a day', help: 'Since the day began.', unit: 'US dollars' },
  {
    name: 'errorRatePercent',
    label: 'Failing model calls',
    help: 'Of the calls of the last 60 minutes, when there were at least 20.',
    unit: '%',
  },
];

/** The limits at which a notification is shown. */
export function BudgetsSection() {
  const { value, refusal, set } = useSetting('budgets');
  return (
    <Card
      title="Budgets"
      note="A notification tells you once when one is reached. Nothing is stopped. An empty field is no limit."
      testId="budget-settings"
    >
      {limitWords.map((limit) => (
        <LimitRow
          key={limit.name}
          {...limit}
          value={value[limit.name]}
          onEnter={(next) => void set(withLimit(value, limit.name, next))}
        />
      ))}
      <p className="setting-error" role="alert">
        {refusal}
      </p>
    </Card>
  );
}

function withLimit(limits: BudgetLimits, name: LimitName, limit: number | undefined): BudgetLimits {
  if (limit !== undefined) return { ...limits, [name]: limit };
  return Object.fromEntries(Object.entries(limits).filter(([other]) => other !== name)) as BudgetLimits;
}

interface LimitRowProps extends LimitWords {
  readonly value: number | undefined;
  readonly onEnter: (value: number | undefined) => void;
}

/** A limit as a person types it; it counts with Enter or on leaving the field. */
function LimitRow({ name, label, help, unit, value, onEnter }: LimitRowProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const problem = draft === null ? null : problemOf(draft);

  function enter(): void {
    if (draft === null || problem !== null) return;
    setDraft(null);
    const entered = draft.trim() === '' ? undefined : Number(draft);
    if (entered !== value) onEnter(entered);
  }

  return (
    <SettingRow label={label} controlId={id} help={help} helpId={`${id}-help`} error={problem} errorId={`${id}-error`}>
      <span className="number-control">
        <input
          id={id}
          className="field-input number"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          value={draft ?? String(value ?? '')}
          aria-describedby={`${id}-help ${id}-error`}
          aria-invalid={problem !== null}
          data-testid={`budgets.${name}`}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={enter}
          onKeyDown={(event) => {
            if (event.key === 'Enter') enter();
            if (event.key === 'Escape') setDraft(null);
          }}
        />
        <span className="unit">{unit}</span>
      </span>
    </SettingRow>
  );
}

function problemOf(draft: string): string | null {
  if (draft.trim() === '') return null;
  const entered = Number(draft);
  return Number.isFinite(entered) && entered > 0 ? null : 'Enter a number above 0, or nothing.';
}

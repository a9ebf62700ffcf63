import { type ReactNode, useId, useState } from 'react';
import { type Bounds } from '../../contract/settings.ts';
import { formatCount } from '../format/number.ts';
import { useSetting } from './settings-context.ts';
import { SettingRow } from './setting-row.tsx';

interface Unit {
  /** Stands behind the field. */
  readonly name: string;
  /** One of it in what the setting counts in. */
  readonly size: number;
}

interface NumberRowProps {
  readonly label: ReactNode;
  readonly help: ReactNode;
  readonly value: number;
  readonly bounds: Bounds;
  readonly unit: Unit;
  /** Why the last value was not taken. */
  readonly refusal: string | null;
  readonly testId: string;
  readonly beside?: ReactNode;
  readonly onEnter: (value: number) => void;
}

/** A number as a person types it, in a unit they think in; it counts with Enter or on leaving the field. */
export function NumberRow({ label, help, value, bounds, unit, refusal, testId, beside, onEnter }: NumberRowProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const problem = draft === null ? refusal : problemOf(draft, bounds, unit);

  function enter(): void {
    if (draft === null || problemOf(draft, bounds, unit) !== null) return;
    setDraft(null);
    const entered = Math.round(Number(draft) * unit.size);
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
          value={draft ?? String(value / unit.size)}
          aria-describedby={`${id}-help ${id}-error`}
          aria-invalid={problem !== null}
          data-testid={testId}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={enter}
          onKeyDown={(event) => {
            if (event.key === 'Enter') enter();
            if (event.key === 'Escape') setDraft(null);
          }}
        />
        <span className="unit">{unit.name}</span>
        {beside}
      </span>
    </SettingRow>
  );
}

function problemOf(draft: string, { least, most }: Bounds, { name, size }: Unit): string | null {
  const entered = Number(draft);
  if (draft.trim() === '' || !Number.isFinite(entered)) return 'Enter a number.';
  const counted = Math.round(entered * size);
  if (counted >= least && counted <= most) return null;
  if (most > 1e15) return `At least ${least / size} ${name}.`.trim();
  return `From ${least / size} to ${formatCount(most / size)} ${name}.`.replace(' .', '.');
}

interface NumberFieldProps extends Pick<NumberRowProps, 'label' | 'help' | 'bounds' | 'unit' | 'beside'> {
  readonly path:
    | 'recording.idleAfterMs'
    | 'recording.pollMs'
    | 'agents.otlpPort'
    | 'backup.keepFull'
    | 'minFreeDiskBytes'
    | 'alwaysOnAgent.lookEveryMs'
    | 'alwaysOnAgent.maxCallsPerHour';
}

/** A setting that is a number. */
export function NumberField({ path, ...row }: NumberFieldProps) {
  const { value, refusal, set } = useSetting(path);
  return <NumberRow {...row} value={value} refusal={refusal} testId={path} onEnter={(entered) => void set(entered)} />;
}

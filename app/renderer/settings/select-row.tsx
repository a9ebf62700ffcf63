import { type ReactNode, useId } from 'react';
import { SettingRow } from './setting-row.tsx';

interface SelectRowProps {
  readonly label: string;
  readonly help: ReactNode;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** Why the value is not taken. */
  readonly refusal: string | null;
  readonly testId: string;
  readonly onChoose: (value: string) => void;
}

/** A setting with a few values, of which one is chosen. */
export function SelectRow({ label, help, value, options, refusal, testId, onChoose }: SelectRowProps) {
  const id = useId();
  return (
    <SettingRow label={label} controlId={id} help={help} helpId={`${id}-help`} error={refusal} errorId={`${id}-error`}>
      <select
        id={id}
        className="field-input"
        value={value}
        aria-describedby={`${id}-help ${id}-error`}
        data-testid={testId}
        onChange={(event) => onChoose(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </SettingRow>
  );
}

import { type ReactNode, useId } from 'react';
import { useSetting } from './settings-context.ts';
import { SettingRow } from './setting-row.tsx';

interface SwitchFieldProps {
  readonly path:
    | 'agents.keepContent'
    | 'agents.followTranscripts'
    | 'agents.otlpRequiresToken'
    | 'alwaysOnAgent.enabled'
    | 'alwaysOnAgent.privacyRequired';
  readonly label: string;
  readonly help: ReactNode;
}

/** A setting that is on or off. */
export function SwitchField({ path, label, help }: SwitchFieldProps) {
  const { value, refusal, set } = useSetting(path);
  return (
    <SwitchRow
      label={label}
      help={help}
      checked={value}
      error={refusal}
      testId={path}
      onChange={(on) => void set(on)}
    />
  );
}

interface SwitchRowProps {
  readonly label: string;
  readonly help: ReactNode;
  readonly checked: boolean;
  readonly error?: string | null;
  readonly testId: string;
  readonly onChange: (on: boolean) => void;
}

/** A switch as every setting shows it. */
export function SwitchRow({ label, help, checked, error = null, testId, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <SettingRow label={label} controlId={id} help={help} helpId={`${id}-help`} error={error}>
      <span className="switch">
        <input
          id={id}
          type="checkbox"
          role="switch"
          checked={checked}
          aria-describedby={`${id}-help`}
          data-testid={testId}
          onChange={(event) => onChange(event.target.checked)}
        />
      </span>
    </SettingRow>
  );
}

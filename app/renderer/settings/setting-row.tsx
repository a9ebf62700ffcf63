import { type ReactNode } from 'react';

interface SettingRowProps {
  readonly label: ReactNode;
  /** The control that the label names. */
  readonly controlId?: string;
  readonly help?: ReactNode;
  readonly helpId?: string;
  /** Why the value is not taken. */
  readonly error?: string | null;
  readonly errorId?: string;
  readonly testId?: string;
  /** The control stands under the words instead of beside them. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A setting: what it is called, what it does, the control, and what is wrong with what was entered. */
export function SettingRow(props: SettingRowProps) {
  const { label, controlId, help, helpId, error = null, errorId, testId, wide = false, children } = props;
  return (
    <div className={wide ? 'setting-row wide' : 'setting-row'} data-testid={testId}>
      <div className="setting-words">
        {controlId === undefined ? (
          <h3 className="setting-label">{label}</h3>
        ) : (
          <label className="setting-label" htmlFor={controlId}>
            {label}
          </label>
        )}
        {help !== undefined && (
          <p className="setting-help" id={helpId}>
            {help}
          </p>
        )}
      </div>
      <div className="setting-control">
        {children}
        <p className="setting-error" id={errorId} role="alert">
          {error}
        </p>
      </div>
    </div>
  );
}

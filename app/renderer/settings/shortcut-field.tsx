import { type KeyboardEvent, useId, useState } from 'react';
import { checkSetting } from '../../contract/setting-changes.ts';
import { type ShortcutState } from '../../contract/settings-calls.ts';
import { shortcutOf } from '../../contract/shortcut.ts';
import { useSession } from '../data/session.ts';
import { useSetting } from './settings-context.ts';
import { SettingRow } from './setting-row.tsx';

interface ShortcutFieldProps {
  /** Whether the keys of the setting work now. */
  readonly state: ShortcutState;
  readonly onChanged: () => void;
}

/** The keys that open the popover from any application: the person presses them once. */
export function ShortcutField({ state, onChanged }: ShortcutFieldProps) {
  const { platform } = useSession().calls;
  const { value, refusal, set } = useSetting('shortcuts.popover');
  const [waiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const helpId = useId();
  const taken = state === 'taken' ? 'Another program has these keys. Choose others.' : null;

  async function change(keys: string): Promise<void> {
    setWaiting(false);
    if (await set(keys)) onChanged();
  }
  function press(event: KeyboardEvent): void {
    if (!waiting || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      setWaiting(false);
      return;
    }
    const keys = shortcutOf(event, platform);
    if (keys === undefined) return;
    const checked = checkSetting('shortcuts.popover', keys);
    setProblem(checked.ok ? null : `${keys}: ${checked.error}.`);
    if (checked.ok) void change(keys);
  }

  return (
    <SettingRow
      label="Keys for the popover"
      help="Open it from any application."
      helpId={helpId}
      error={problem ?? refusal ?? (waiting ? null : taken)}
    >
      <span className="number-control">
        <button
          type="button"
          className="button shortcut"
          aria-describedby={helpId}
          data-testid="popover-shortcut"
          data-state={state}
          onClick={() => {
            setProblem(null);
            setWaiting(true);
          }}
          onBlur={() => setWaiting(false)}
          onKeyDown={press}
        >
          {waiting ? 'Press the keys…' : value === '' ? 'None' : shownKeys(value, platform)}
        </button>
        {value !== '' && (
          <button type="button" className="button small" data-testid="shortcut-clear" onClick={() => void change('')}>
            Clear
          </button>
        )}
      </span>
    </SettingRow>
  );
}

const signs: Readonly<Record<string, string>> = { Control: '⌃', Alt: '⌥', Option: '⌥', Shift: '⇧', Command: '⌘' };

/** As the menus of the system show it. */
function shownKeys(keys: string, platform: string): string {
  if (platform !== 'darwin') return keys.replaceAll('+', ' + ');
  return keys
    .split('+')
    .map((key) => signs[key] ?? key)
    .join('');
}

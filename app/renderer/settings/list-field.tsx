import { type ReactNode, useId, useRef, useState } from 'react';
import { checkSetting } from '../../contract/setting-changes.ts';
import { Icon } from '../ui/icon.tsx';
import { useSetting } from './settings-context.ts';
import { SettingRow } from './setting-row.tsx';

interface ListFieldProps {
  readonly path:
    'privacy.excludedApps' | 'privacy.excludedTitles' | 'privacy.excludedDomains' | 'recording.idleExemptApps';
  readonly label: string;
  readonly help: ReactNode;
  /** What one entry is called, such as `application`. */
  readonly entry: string;
  readonly placeholder: string;
  /** Offered with one click; those that are entered already are left out. */
  readonly suggestions?: readonly string[];
  /** What the entry would do, while it is typed and valid. */
  readonly preview?: (draft: string) => ReactNode;
}

const shownSuggestions = 8;

/** A list of rules: each can be taken away, another is added with Enter. */
export function ListField({ path, label, help, entry, placeholder, suggestions = [], preview }: ListFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { value: entries, refusal, set } = useSetting(path);
  const [draft, setDraft] = useState('');
  const typed = draft.trim();
  const problem = typed === '' ? null : problemOf(path, entries, typed);
  const offered = suggestions
    .filter((name) => name !== '' && !has(entries, name) && name.toLowerCase().includes(typed.toLowerCase()))
    .slice(0, shownSuggestions);

  async function add(name: string): Promise<void> {
    if (name === '' || problemOf(path, entries, name) !== null) return;
    if (await set([...entries, name])) setDraft('');
  }
  function remove(name: string): void {
    void set(entries.filter((candidate) => candidate !== name));
    // The button that had the focus goes with its rule.
    input.current?.focus();
  }

  return (
    <SettingRow
      label={label}
      controlId={id}
      help={help}
      helpId={`${id}-help`}
      error={problem ?? refusal}
      errorId={`${id}-error`}
      testId={path}
      wide
    >
      {entries.length > 0 && (
        <ul className="rules" aria-label={label}>
          {entries.map((name) => (
            <li key={name} className="rule">
              <span className="rule-text">{name}</span>
              <button type="button" className="rule-remove" aria-label={`Remove ${name}`} onClick={() => remove(name)}>
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="rule-entry">
        <input
          ref={input}
          id={id}
          className="field-input"
          type="text"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={draft}
          aria-describedby={`${id}-help ${id}-error`}
          aria-invalid={problem !== null}
          data-testid={`${path}-entry`}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void add(typed);
            if (event.key === 'Escape') setDraft('');
          }}
        />
        <button
          type="button"
          className="button"
          disabled={typed === '' || problem !== null}
          aria-label={`Add ${entry}`}
          data-testid={`${path}-add`}
          onClick={() => void add(typed)}
        >
          Add
        </button>
      </div>
      {typed !== '' && problem === null && preview?.(typed)}
      {offered.length > 0 && (
        <div className="suggestions">
          <span className="setting-help">Recorded lately:</span>
          {offered.map((name) => (
            <button
              key={name}
              type="button"
              className="suggestion"
              aria-label={`Add ${name}`}
              onClick={() => void add(name)}
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </SettingRow>
  );
}

/** Of the new entry alone: an older one that was written by hand must not stand in the way. */
function problemOf(path: ListFieldProps['path'], entries: readonly string[], name: string): string | null {
  if (has(entries, name)) return 'It is in the list already.';
  const checked = checkSetting(path, [name]);
  return checked.ok ? null : `This ${checked.error}.`;
}

function has(entries: readonly string[], name: string): boolean {
  return entries.some((entry) => entry.toLowerCase() === name.toLowerCase());
}

import { useId, useState } from 'react';
import { type CloudProvider, useModelCalls } from './model-calls.ts';
import { SettingRow } from './setting-row.tsx';

/** The key of a provider: it goes one way, into the keychain, and is never shown again. */
export function CloudKeyField({ provider }: { provider: CloudProvider }) {
  const id = useId();
  const calls = useModelCalls();
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [said, setSaid] = useState('');

  async function keep(next: string): Promise<void> {
    const kept = await calls.setKey(provider, next);
    setProblem(kept.ok ? null : kept.error.message);
    setSaid(kept.ok ? (next === '' ? 'The key is gone.' : 'The key is kept.') : '');
    if (kept.ok) setKey('');
  }

  return (
    <SettingRow
      label="Its key"
      controlId={id}
      help="Kept with the secrets of your account, outside of the settings, and never shown again."
      helpId={`${id}-help`}
      error={problem}
      errorId={`${id}-error`}
      testId="models.key"
      wide
    >
      <form
        className="rule-entry"
        onSubmit={(event) => {
          event.preventDefault();
          if (key.trim() !== '') void keep(key.trim());
        }}
      >
        <input
          id={id}
          className="field-input"
          type="password"
          autoComplete="off"
          maxLength={500}
          value={key}
          aria-describedby={`${id}-help ${id}-error`}
          aria-invalid={problem !== null}
          data-testid="cloud-key"
          onChange={(event) => setKey(event.target.value)}
        />
        <button type="submit" className="button" disabled={key.trim() === ''} data-testid="cloud-key-keep">
          Keep the key
        </button>
        <button type="button" className="button" data-testid="cloud-key-remove" onClick={() => void keep('')}>
          Remove it
        </button>
      </form>
      <p className="setting-help" role="status">
        {said}
      </p>
    </SettingRow>
  );
}

import { useState } from 'react';
import { useSettingsCalls } from './settings-calls.ts';

/** Opens `settings.json` in the person's editor; what they write there counts within seconds. */
export function SettingsFileButton({ small = false }: { small?: boolean }) {
  const calls = useSettingsCalls();
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <>
      <button
        type="button"
        className={small ? 'button small' : 'button'}
        aria-label="Open settings.json"
        data-testid="open-settings-file"
        onClick={() => {
          void calls.openFile().then((answer) => setProblem(answer.ok ? null : answer.error.message));
        }}
      >
        {small ? 'Open' : 'Open settings.json'}
      </button>
      {problem !== null && (
        <span className="setting-error" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}

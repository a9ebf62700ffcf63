import { useId, useState } from 'react';
import { CloudKeyField } from './cloud-key-field.tsx';
import { type CloudProvider, withoutModel } from './model-calls.ts';
import { SettingRow } from './setting-row.tsx';
import { useSetting } from './settings-context.ts';

const providers: readonly { readonly value: CloudProvider; readonly label: string }[] = [
  { value: 'anthropic', label: 'Anthropic' },
  { value: 'openai', label: 'OpenAI' },
];

/** A model in the cloud, which is asked only where the person has said so. */
export function CloudModelFields() {
  const { value, refusal, set } = useSetting('alwaysOnAgent.models');
  const id = useId();
  const { cloud } = value;
  const [draft, setDraft] = useState<{ readonly provider: CloudProvider; readonly model: string } | null>(null);
  const shown = draft ?? cloud ?? null;
  const isSaved = draft === null || (draft.provider === cloud?.provider && draft.model.trim() === cloud.model);

  async function save(): Promise<void> {
    if (draft === null || draft.model.trim() === '' || isSaved) return;
    if (await set({ ...value, cloud: { ...draft, model: draft.model.trim() } })) setDraft(null);
  }
  function choose(chosen: string): void {
    const provider = providers.find(({ value: each }) => each === chosen)?.value;
    if (provider !== undefined) {
      setDraft({ provider, model: cloud?.provider === provider ? cloud.model : '' });
      return;
    }
    setDraft(null);
    if (cloud !== undefined) void set(withoutModel(value, 'cloud'));
  }

  return (
    <>
      <SettingRow
        label="Model in the cloud"
        controlId={id}
        help="Asked only while “Only models on this machine” is off, and within the limits of an hour."
        helpId={`${id}-help`}
        error={refusal}
        errorId={`${id}-error`}
        testId="models.cloud"
        wide
      >
        <form
          className="rule-entry"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <select
            id={id}
            className="field-input"
            value={shown?.provider ?? 'none'}
            aria-describedby={`${id}-help ${id}-error`}
            data-testid="cloud-provider"
            onChange={(event) => choose(event.target.value)}
          >
            <option value="none">None</option>
            {providers.map(({ value: provider, label }) => (
              <option key={provider} value={provider}>
                {label}
              </option>
            ))}
          </select>
          {shown !== null && (
            <>
              <input
                className="field-input"
                type="text"
                autoComplete="off"
                spellCheck={false}
                aria-label="Name of the model in the cloud"
                placeholder="Name of the model"
                value={shown.model}
                data-testid="cloud-model"
                onChange={(event) => setDraft({ ...shown, model: event.target.value })}
              />
              <button
                type="submit"
                className="button"
                disabled={isSaved || shown.model.trim() === ''}
                data-testid="cloud-save"
              >
                Use it
              </button>
            </>
          )}
        </form>
      </SettingRow>
      {shown !== null && <CloudKeyField key={shown.provider} provider={shown.provider} />}
    </>
  );
}

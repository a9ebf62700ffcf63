import { useState } from 'react';
import { useModelCalls, withoutModel } from './model-calls.ts';
import { ModelDownloadDialog } from './model-download-dialog.tsx';
import { SettingRow } from './setting-row.tsx';
import { useSetting } from './settings-context.ts';

/** The model that runs inside Hivebar: a file that is there already, or one that is fetched because the person says so. */
export function ModelFileField() {
  const { value, refusal, set } = useSetting('alwaysOnAgent.models');
  const calls = useModelCalls();
  const [downloads, setDownloads] = useState(false);
  const [said, setSaid] = useState<{ readonly text: string; readonly isProblem: boolean } | null>(null);

  async function choose(): Promise<void> {
    const chosen = await calls.chooseFile();
    if (!chosen.ok) setSaid({ text: chosen.error.message, isProblem: true });
    else if (chosen.value !== null) await set({ ...value, file: chosen.value });
  }
  async function download(url: string, sha256: string): Promise<void> {
    const begun = await calls.download(url, sha256);
    setSaid(
      begun.ok
        ? { text: 'It is being fetched: how far it is stands above every page.', isProblem: false }
        : { text: begun.error.message, isProblem: true },
    );
  }

  return (
    <SettingRow
      label="Model inside Hivebar"
      help="A file in the GGUF format. It is run in Hivebar’s own process; nothing leaves this machine."
      error={refusal ?? (said?.isProblem === true ? said.text : null)}
      testId="models.file"
      wide
    >
      <p className="model-file" data-testid="model-file">
        {value.file ?? 'None.'}
      </p>
      <div className="model-buttons">
        <button type="button" className="button" data-testid="model-choose" onClick={() => void choose()}>
          Choose a file…
        </button>
        <button type="button" className="button" data-testid="model-download" onClick={() => setDownloads(true)}>
          Download one…
        </button>
        {value.file !== undefined && (
          <button
            type="button"
            className="button"
            data-testid="model-remove"
            onClick={() => void set(withoutModel(value, 'file'))}
          >
            Use none
          </button>
        )}
      </div>
      <p className="setting-help" role="status">
        {said?.isProblem === false && said.text}
      </p>
      {downloads && (
        <ModelDownloadDialog
          onAgree={(url, sha256) => void download(url, sha256)}
          onClose={() => setDownloads(false)}
        />
      )}
    </SettingRow>
  );
}

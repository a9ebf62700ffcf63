import { useId, useState } from 'react';
import { AskDialog } from '../ui/ask-dialog.tsx';
import { readDownload } from './download-draft.ts';

interface ModelDownloadDialogProps {
  readonly onAgree: (url: string, sha256: string) => void;
  readonly onClose: () => void;
}

/** Asks for the address of a model and its checksum, and whether the host may be connected to. */
export function ModelDownloadDialog({ onAgree, onClose }: ModelDownloadDialogProps) {
  const id = useId();
  const [url, setUrl] = useState('');
  const [sha256, setSha256] = useState('');
  const { host, urlProblem, sumProblem, isWhole } = readDownload(url.trim(), sha256.trim());
  return (
    <AskDialog
      title="Download a model"
      testId="model-download-dialog"
      agree={host === null ? 'Download' : `Connect to ${host} and download`}
      disabled={!isWhole}
      onAgree={() => onAgree(url.trim(), sha256.trim())}
      onClose={onClose}
    >
      <div className="price-field">
        <label htmlFor={`${id}-url`}>Address of the GGUF file</label>
        <input
          id={`${id}-url`}
          className="field-input"
          type="url"
          autoComplete="off"
          spellCheck={false}
          value={url}
          aria-describedby={`${id}-url-hint`}
          aria-invalid={urlProblem !== null}
          data-testid="download-url"
          onChange={(event) => setUrl(event.target.value)}
        />
        <p id={`${id}-url-hint`} className={urlProblem === null ? 'setting-help' : 'setting-error'}>
          {urlProblem ?? 'As its publisher gives it.'}
        </p>
      </div>
      <div className="price-field">
        <label htmlFor={`${id}-sum`}>SHA-256 of the file</label>
        <input
          id={`${id}-sum`}
          className="field-input"
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={sha256}
          aria-describedby={`${id}-sum-hint`}
          aria-invalid={sumProblem !== null}
          data-testid="download-sum"
          onChange={(event) => setSha256(event.target.value)}
        />
        <p id={`${id}-sum-hint`} className={sumProblem === null ? 'setting-help' : 'setting-error'}>
          {sumProblem ?? 'A file that does not have it is thrown away.'}
        </p>
      </div>
      <p data-testid="download-consent">
        {host === null
          ? 'Hivebar connects to no host before you have named one here.'
          : `Hivebar then connects to ${host} this once, and to where it sends on to, and fetches this file. They see your address on the network, and nothing of what was recorded.`}
      </p>
    </AskDialog>
  );
}

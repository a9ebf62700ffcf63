import { useState } from 'react';
import { type Backup, type RestoreTarget, sideDatabasePrefix } from '../../contract/backup.ts';
import { formatMoment } from '../format/time.ts';
import { AskDialog } from '../ui/ask-dialog.tsx';

interface RestoreDialogProps {
  readonly backup: Backup;
  readonly onRestore: (target: RestoreTarget) => void;
  readonly onClose: () => void;
}

/** Asks where a backup is restored to; what takes the place of recorded rows has to be agreed to twice. */
export function RestoreDialog({ backup, onRestore, onClose }: RestoreDialogProps) {
  const [replaces, setReplaces] = useState(false);
  const [agreed, setAgreed] = useState(false);
  const [database, setDatabase] = useState(backup.name.slice(0, 10).replace(/-/g, ''));
  const named = /^\w{1,48}$/.test(database);
  return (
    <AskDialog
      title={`Restore the backup of ${formatMoment(backup.atMs)}`}
      testId="restore-dialog"
      agree={replaces ? 'Replace' : 'Restore beside'}
      disabled={replaces ? !agreed : !named}
      onAgree={() => onRestore(replaces ? { kind: 'replace' } : { kind: 'beside', database })}
      onClose={onClose}
    >
      <fieldset className="restore-choice">
        <legend className="visually-hidden">Where to</legend>
        <label>
          <input type="radio" name="target" checked={!replaces} onChange={() => setReplaces(false)} />
          Beside what is recorded, to look at or to copy from
        </label>
        {!replaces && (
          <label className="restore-detail">
            Databases that begin with
            <span className="restore-name">
              <code>{sideDatabasePrefix}</code>
              <input
                type="text"
                value={database}
                aria-label="Name of the side databases"
                aria-invalid={!named}
                data-testid="restore-database"
                onChange={(event) => setDatabase(event.target.value)}
              />
            </span>
          </label>
        )}
        {!replaces && !named && (
          <p role="alert" className="trouble restore-detail">
            A name takes letters, digits and _ only.
          </p>
        )}
        <label>
          <input type="radio" name="target" checked={replaces} onChange={() => setReplaces(true)} />
          In place of what is recorded
        </label>
        {replaces && (
          <label className="restore-detail">
            <input
              type="checkbox"
              checked={agreed}
              data-testid="restore-agree"
              onChange={(event) => setAgreed(event.target.checked)}
            />
            Everything that was recorded after this backup is removed. It does not come back.
          </label>
        )}
      </fieldset>
      <p className="card-note">Every part is checked first. A damaged backup changes nothing.</p>
    </AskDialog>
  );
}

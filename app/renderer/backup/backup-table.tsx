import { type Backup } from '../../contract/backup.ts';
import { byteSize } from '../../contract/byte-size.ts';
import { formatMoment } from '../format/time.ts';

interface BackupTableProps {
  readonly backups: readonly Backup[];
  readonly busy: boolean;
  readonly onVerify: (name: string) => void;
  readonly onRestore: (backup: Backup) => void;
  readonly onDelete: (backup: Backup) => void;
}

/** Each backup with its date, what it holds, its size, and what can be done with it. */
export function BackupTable({ backups, busy, onVerify, onRestore, onDelete }: BackupTableProps) {
  return (
    <div className="backup-rows">
      <table className="table" aria-label="Backups, newest first">
        <thead>
          <tr>
            <th scope="col">Made</th>
            <th scope="col">Holds</th>
            <th scope="col" className="number">
              Size
            </th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {backups.map((backup) => {
            const { name, state } = backup;
            const when = formatMoment(backup.atMs);
            return (
              <tr key={name} data-testid="backup-row" data-kind={backup.kind} data-state={state}>
                <th scope="row" title={name} className="figures">
                  {when}
                </th>
                <td className={state === 'complete' ? undefined : 'trouble'}>{holds(backup, backups)}</td>
                <td className="number figures">{state === 'unfinished' ? '' : byteSize(backup.bytes)}</td>
                <td className="backup-actions">
                  {state === 'complete' && (
                    <>
                      <button
                        type="button"
                        className="button small quiet"
                        disabled={busy}
                        aria-label={`Check the backup of ${when}`}
                        data-testid="backup-verify"
                        onClick={() => onVerify(name)}
                      >
                        Check
                      </button>
                      <button
                        type="button"
                        className="button small quiet"
                        disabled={busy}
                        aria-label={`Restore the backup of ${when}`}
                        data-testid="backup-restore"
                        onClick={() => onRestore(backup)}
                      >
                        Restore…
                      </button>
                    </>
                  )}
                  <button
                    type="button"
                    className="button small quiet"
                    disabled={busy}
                    aria-label={`Delete the backup of ${when}`}
                    data-testid="backup-delete"
                    onClick={() => onDelete(backup)}
                  >
                    Delete…
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function holds({ kind, state, base }: Backup, all: readonly Backup[]): string {
  if (state === 'unfinished') return 'Unfinished: it cannot be restored';
  if (state === 'baseless') return 'Changes, but the full backup that they need is gone';
  if (kind === 'full') return 'Everything';
  const full = all.find(({ name }) => name === base);
  return full === undefined ? 'Changes' : `Changes since ${formatMoment(full.atMs)}`;
}

import { type ReactNode, useState } from 'react';
import { type Backup, type BackupReport } from '../../contract/backup.ts';
import { useStatus } from '../data/use-status.ts';
import { formatCounted } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import { AskDialog } from '../ui/ask-dialog.tsx';
import { Card } from '../ui/card.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { BackupTable } from './backup-table.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { useBackups } from './use-backups.ts';

type Asked =
  | { readonly what: 'restore' | 'delete'; readonly backup: Backup }
  | { readonly what: 'drop'; readonly database: string };

/** Backups of the database: make one, see which there are, check, restore and remove them; below that, `children`. */
export function BackupCard({ children }: { readonly children?: ReactNode }) {
  const { view, busy, problem, create, verify, restore, remove, drop } = useBackups();
  const status = useStatus();
  const [asked, setAsked] = useState<Asked | null>(null);
  const report = view.state === 'ready' ? view.value : null;
  const stale = view.state === 'ready' ? view.stale : null;
  const startup = status.state === 'ready' && status.status.database.state === 'starting';
  return (
    <Card
      title="Backups"
      note={report === null ? undefined : scheduleWords(report)}
      testId="backups"
      aside={
        report !== null && (
          <>
            <button
              type="button"
              className="button small"
              disabled={busy}
              data-testid="backup-full"
              onClick={() => create(true)}
            >
              Back up everything
            </button>
            <button
              type="button"
              className="button small primary"
              disabled={busy}
              data-testid="backup-now"
              onClick={() => create(false)}
            >
              Back up now
            </button>
          </>
        )
      }
    >
      {view.state === 'loading' && <Skeleton rows={2} />}
      {view.state === 'failed' && (
        <p className="empty" role="status" data-testid="backup-problem">
          {startup ? 'Backups can be made once the database has started.' : view.problem.message}
        </p>
      )}
      {problem !== null && (
        <p role="alert" className="trouble">
          {problem.message}
        </p>
      )}
      {report?.backups.length === 0 && (
        <p className="empty">No backup yet. The first one holds everything; those after it hold what changed.</p>
      )}
      {report !== null && report.backups.length > 0 && (
        <BackupTable
          backups={report.backups}
          busy={busy}
          onVerify={verify}
          onRestore={(backup) => setAsked({ what: 'restore', backup })}
          onDelete={(backup) => setAsked({ what: 'delete', backup })}
        />
      )}
      {report !== null && report.sideDatabases.length > 0 && (
        <SideDatabases
          databases={report.sideDatabases}
          busy={busy}
          onDrop={(database) => setAsked({ what: 'drop', database })}
        />
      )}
      {report !== null && <Folder report={report} />}
      {children}
      {stale !== null && (
        <p className="stale-note" role="status">
          Not up to date: {stale.message}
        </p>
      )}
      {asked?.what === 'restore' && (
        <RestoreDialog
          backup={asked.backup}
          onRestore={(target) => restore({ name: asked.backup.name, target })}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.what === 'drop' && (
        <AskDialog
          title={`Remove ${asked.database}?`}
          testId="drop-restored"
          agree="Remove"
          onAgree={() => drop(asked.database)}
          onClose={() => setAsked(null)}
        >
          <p>The copy that was restored goes. Backups and recorded rows stay.</p>
        </AskDialog>
      )}
      {asked?.what === 'delete' && (
        <DeleteDialog
          backup={asked.backup}
          needing={(report?.backups ?? []).filter(({ base }) => base === asked.backup.name).length}
          onDelete={() => remove(asked.backup.name)}
          onClose={() => setAsked(null)}
        />
      )}
    </Card>
  );
}

interface SideDatabasesProps {
  readonly databases: readonly string[];
  readonly busy: boolean;
  readonly onDrop: (database: string) => void;
}

function SideDatabases({ databases, busy, onDrop }: SideDatabasesProps) {
  return (
    <div className="side-databases">
      <p className="card-note">Restored beside what is recorded:</p>
      <ul>
        {databases.map((database) => (
          <li key={database}>
            <code className="path">{database}</code>
            <button
              type="button"
              className="button small quiet"
              disabled={busy}
              aria-label={`Remove ${database}`}
              onClick={() => onDrop(database)}
            >
              Remove…
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function scheduleWords({ schedule, keepFull, backups }: BackupReport): string {
  const newest = backups.find(({ state }) => state === 'complete');
  const last = newest === undefined ? 'None yet' : `Last ${formatMoment(newest.atMs)}`;
  const rhythm = schedule === 'daily' ? 'one a day' : 'made when you ask';
  return `${last}; ${rhythm}; ${formatCounted(keepFull, 'full one is kept', 'full ones are kept')}`;
}

function Folder({ report: { folder, folderFromNextStart } }: { report: BackupReport }) {
  return (
    <p className="card-note backup-folder">
      In <code className="path">{folder}</code>
      {folderFromNextStart !== null && (
        <>
          ; from the next start of Hivebar on in <code className="path">{folderFromNextStart}</code>
        </>
      )}
    </p>
  );
}

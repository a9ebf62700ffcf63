import type { BackupReport, RestoreRequest } from '../contract/backup.ts';
import type { RepricePreview } from '../contract/reprice.ts';
import type { Result } from '../contract/result.ts';
import type { WorkFace } from './long-work/work-list.ts';

/** What was begun; the list of long work says how far it is. */
export type BegunWork = Result<{ readonly workId: string }, string>;

/** Long work that a person starts, as the doors see it. What needs the database says so until it is ready. */
export interface JobsFace {
  readonly work: WorkFace;
  /** What computing costs anew would change. Changes nothing. */
  repricePreview(which: { readonly all: boolean }): Promise<Result<RepricePreview, string>>;
  startRepricing(which: { readonly all: boolean }): BegunWork;
  backups(): Promise<Result<BackupReport, string>>;
  startBackup(full: boolean): BegunWork;
  verifyBackup(name: string): Promise<BegunWork>;
  restoreBackup(request: RestoreRequest): Promise<BegunWork>;
  /** Removes a backup and what cannot be restored without it. */
  deleteBackup(name: string): Promise<Result<BackupReport, string>>;
  /** Removes a database that a backup was restored into. */
  dropRestored(database: string): Promise<Result<BackupReport, string>>;
}

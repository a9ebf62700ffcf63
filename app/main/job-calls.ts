import type { backupChannels } from '../contract/backup.ts';
import type { repriceChannels } from '../contract/reprice.ts';
import type { workChannels } from '../contract/work.ts';
import type { JobsFace } from '../core/jobs-face.ts';
import type { CallHandlers } from './calls.ts';

type JobCalls = Pick<
  CallHandlers,
  keyof typeof workChannels | keyof typeof backupChannels | keyof typeof repriceChannels
>;

/** The calls about long work. */
export function jobCalls(jobs: JobsFace): JobCalls {
  return {
    work: () => [...jobs.work.items()],
    cancelWork: ({ id }) => jobs.work.cancel(id),
    dismissWork: ({ id }) => jobs.work.dismiss(id),
    backups: () => jobs.backups(),
    startBackup: ({ full }) => jobs.startBackup(full),
    verifyBackup: ({ name }) => jobs.verifyBackup(name),
    restoreBackup: (request) => jobs.restoreBackup(request),
    deleteBackup: ({ name }) => jobs.deleteBackup(name),
    dropRestored: ({ database }) => jobs.dropRestored(database),
    repricePreview: (which) => jobs.repricePreview(which),
    startRepricing: (which) => jobs.startRepricing(which),
  };
}

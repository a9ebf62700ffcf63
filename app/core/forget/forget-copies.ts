import type { ForgetCopies, ForgetScope, RemovedCopies } from '../../contract/forget.ts';
import type { Backups } from '../backup/backups.ts';
import type { ConsoleFace } from '../console/console-face.ts';
import type { AdminDatabase } from '../database/clients.ts';
import { countInCopies } from '../queries/forget-counts.ts';
import type { Forgotten } from './forget-conditions.ts';

/** What else holds what is to be forgotten: backups, databases that were restored, statements of the console. */
export interface CopiesDeps {
  readonly admin: AdminDatabase;
  readonly backups: Pick<Backups, 'report' | 'remove' | 'dropRestored'>;
  readonly console: Pick<ConsoleFace, 'mentions' | 'forgetMentions'>;
}

/**
 * A backup that was made after the time began may hold rows of it: that is not looked up, which would take a restore.
 * Restored databases are counted as the tables are.
 */
export async function findCopies(
  deps: CopiesDeps,
  scope: ForgetScope,
  rows: readonly Forgotten[],
): Promise<ForgetCopies> {
  const named = scope.app ?? scope.domain;
  const { statements, saved } = named === null ? noMentions : await deps.console.mentions(named);
  const report = await deps.backups.report();
  if (!report.ok) return { backups: 0, restored: [], statements, saved, problem: report.error };
  const restored = await countInCopies(deps.admin, report.value.sideDatabases, rows);
  return { backups: report.value.backups.filter(mayHold(scope)).length, restored, statements, saved, problem: null };
}

const noMentions = { statements: 0, saved: 0 };

/** Removes those backups and restored databases. What cannot be removed is told as the problem, and the rest stays. */
export async function removeCopies(
  deps: CopiesDeps,
  scope: ForgetScope,
  restored: ForgetCopies['restored'],
): Promise<RemovedCopies> {
  const removed = { backups: 0, restored: 0 };
  let report = await deps.backups.report();
  for (;;) {
    if (!report.ok) return { ...removed, problem: report.error };
    const { backups } = report.value;
    const [next] = backups.filter(mayHold(scope));
    if (next === undefined) break;
    report = await deps.backups.remove(next.name);
    if (report.ok) removed.backups += backups.length - report.value.backups.length;
  }
  for (const { database } of restored) {
    const dropped = await deps.backups.dropRestored(database);
    if (!dropped.ok) return { ...removed, problem: dropped.error };
    removed.restored += 1;
  }
  return { ...removed, problem: null };
}

function mayHold({ from_ms: from }: ForgetScope): (backup: { readonly atMs: number }) => boolean {
  return ({ atMs }) => atMs > (from ?? 0);
}

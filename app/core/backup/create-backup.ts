import { byteSize } from '../../contract/byte-size.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { freeBytesAt } from '../database/disk-space.ts';
import { reasonOf } from '../database/file-errors.ts';
import { recordedDatabases } from '../database/users.ts';
import { backupNameAt, listBackups, makeFolder, removeBackups, superfluous, writeManifest } from './backup-folder.ts';
import { type CopyDeps, type CopyFailure, runCopy } from './copy-operation.ts';

export interface CreateDeps extends CopyDeps {
  readonly folder: string;
  /** Waits until rows that were accepted are in the database, as far as they get there. */
  readonly flush: () => Promise<void>;
  /** Free bytes at a path; tests have their own. */
  readonly freeBytes?: (path: string) => Promise<number>;
}

export interface CreateRun {
  readonly full: boolean;
  readonly keepFull: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { done: number; total: number | null }) => void;
}

export interface MadeBackup {
  readonly name: string;
  readonly bytes: number;
  /** Older ones that went to keep no more than the person wants. */
  readonly removed: readonly string[];
}

/** What stays free when a backup is begun, besides what it is expected to take. */
const spareBytes = 200_000_000;

/**
 * Copies the databases into the backup folder: everything, or what changed since the newest full backup. Without one,
 * everything. Backups of changes stand on a full one and never on each other, so that each can go by itself.
 */
export async function createBackup(deps: CreateDeps, run: CreateRun): Promise<Result<MadeBackup, CopyFailure>> {
  const { clock, folder, freeBytes = freeBytesAt } = deps;
  let earlier;
  try {
    await makeFolder(folder);
    earlier = await listBackups(folder);
  } catch (error) {
    return failed(`the backup folder ${folder} cannot be used (${reasonOf(error)})`);
  }
  await deps.flush();
  const base = run.full ? undefined : earlier.find(({ kind, state }) => kind === 'full' && state === 'complete');
  const { databases, bytes: stored } = await storedDatabases(deps);
  const needed = (base === undefined ? stored : 0) + spareBytes;
  const free = await freeBytes(folder);
  if (free < needed) return failed(`${byteSize(free)} are free at ${folder}, and ${byteSize(needed)} are needed`);

  const kind = base === undefined ? 'full' : 'changes';
  let atMs = clock.now();
  while (earlier.some(({ name }) => name === backupNameAt(atMs, kind))) atMs += 1_000;
  const name = backupNameAt(atMs, kind);
  const copied = await runCopy(
    deps,
    {
      sql: `BACKUP ${databases.map((database) => `DATABASE ${database}`).join(', ')} TO File('${name}')`,
      ...(base === undefined ? {} : { settings: { base_backup: `File('${base.name}')` } }),
    },
    {
      signal: run.signal,
      // How much has changed since the base is known only afterwards.
      onProgress: (done) => run.onProgress({ done, total: base === undefined ? Math.max(stored, done) : null }),
    },
  );
  if (!copied.ok) {
    // ClickHouse removes its part after a failure of its own; what a restart of it left is of no use either.
    await removeBackups(folder, [name]);
    return copied;
  }
  const manifest = { kind, base: base?.name ?? null, atMs, bytes: copied.value, databases } as const;
  try {
    await writeManifest(folder, name, manifest);
    const removed = superfluous(await listBackups(folder), run.keepFull);
    await removeBackups(folder, removed);
    return ok({ name, bytes: copied.value, removed });
  } catch (error) {
    return failed(`the backup folder ${folder} cannot be used (${reasonOf(error)})`);
  }
}

/** What is backed up: the recorded databases, and the one that knows which schema they have. */
async function storedDatabases({ admin }: CopyDeps): Promise<{ databases: string[]; bytes: number }> {
  const answer = await admin.query({
    query: `SELECT database, toFloat64(sum(ifNull(total_bytes, 0))) AS bytes FROM system.tables
            WHERE database IN {databases:Array(String)} GROUP BY database ORDER BY database`,
    query_params: { databases: [...recordedDatabases, 'hivebar'] },
    format: 'JSONEachRow',
  });
  const rows = await answer.json<{ database: string; bytes: number }>();
  return { databases: rows.map(({ database }) => database), bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function failed(reason: string): { readonly ok: false; readonly error: CopyFailure } {
  return fail({ kind: 'failed', reason });
}

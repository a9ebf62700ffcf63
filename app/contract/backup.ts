import * as v from 'valibot';
import { channel, nothing, result } from './channel.ts';

/** A name that Hivebar gives: the moment in UTC, and whether it holds everything or what changed since a full one. */
export const backupName = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z-(full|changes)$/, 'is no name of a backup'),
);

/** One backup in the folder. */
export const backup = v.object({
  name: backupName,
  kind: v.picklist(['full', 'changes']),
  /** The full backup that this one needs; null for a full one. */
  base: v.nullable(backupName),
  atMs: v.number(),
  /** Bytes of its own, without those of its base. */
  bytes: v.number(),
  /** `unfinished`: its end was never written. `baseless`: the backup that it needs is gone. */
  state: v.picklist(['complete', 'unfinished', 'baseless']),
});
export type Backup = v.InferOutput<typeof backup>;

export const backupReport = v.object({
  /** Where backups go now; absolute. */
  folder: v.string(),
  /** The folder of the settings when that is another one: it counts from the next start. */
  folderFromNextStart: v.nullable(v.string()),
  schedule: v.picklist(['off', 'daily']),
  keepFull: v.number(),
  /** Newest first. */
  backups: v.array(backup),
  /** Databases that backups were restored into beside what is recorded. */
  sideDatabases: v.array(v.string()),
});
export type BackupReport = v.InferOutput<typeof backupReport>;

/** A database that rows are restored into begins so; every reader may read it. */
export const sideDatabasePrefix = 'restored_';

/** The name of such a database. */
export const sideDatabase = v.pipe(v.string(), v.regex(/^restored_\w{1,80}$/, 'is no database that was restored'));

export const restoreTarget = v.variant('kind', [
  /** Beside what is there, in databases of its own. */
  v.object({
    kind: v.literal('beside'),
    database: v.pipe(v.string(), v.regex(/^\w{1,48}$/, 'takes letters, digits and _ only')),
  }),
  /** In place of what is there. What was recorded since is removed. */
  v.object({ kind: v.literal('replace') }),
]);
export type RestoreTarget = v.InferOutput<typeof restoreTarget>;

export const restoreRequest = v.object({
  name: backupName,
  target: restoreTarget,
  /** `hive.tool_calls`; left out, everything. */
  table: v.optional(v.pipe(v.string(), v.regex(/^\w{1,64}\.\w{1,64}$/, 'is written as database.table'))),
  /** A day such as `2026-11-20`; only with a table. */
  partition: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'is a day such as 2026-11-20'))),
});
export type RestoreRequest = v.InferOutput<typeof restoreRequest>;

const named = v.object({ name: backupName });
/** The work has begun; the list of long work says how far it is. */
const begun = result(v.object({ workId: v.string() }), v.string());

export const backupChannels = {
  backups: channel('backups', { takes: nothing, gives: result(backupReport, v.string()) }),
  startBackup: channel('start-backup', { takes: v.object({ full: v.boolean() }), gives: begun }),
  verifyBackup: channel('verify-backup', { takes: named, gives: begun }),
  restoreBackup: channel('restore-backup', { takes: restoreRequest, gives: begun }),
  /** A full backup goes with those that need it. Gives what is left. */
  deleteBackup: channel('delete-backup', { takes: named, gives: result(backupReport, v.string()) }),
  /** Removes what a backup was restored into. The backup stays. */
  dropRestored: channel('drop-restored', {
    takes: v.object({ database: sideDatabase }),
    gives: result(backupReport, v.string()),
  }),
} as const;

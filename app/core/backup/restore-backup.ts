import { randomBytes } from 'node:crypto';
import { type RestoreRequest, sideDatabasePrefix } from '../../contract/backup.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { AdminDatabase } from '../database/clients.ts';
import { reasonOf } from '../database/file-errors.ts';
import { recordedDatabases } from '../database/users.ts';
import type { StoredBackup } from './backup-folder.ts';
import { type TableAt, checkTable, tablesWithRows } from './check-tables.ts';
import { type CopyDeps, type CopyFailure, explain, runCopy } from './copy-operation.ts';
import { replaceRows } from './replace-rows.ts';

export interface RestoreRun {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { done?: number; total?: number; message: string }) => void;
}

/** What was restored: tables, and the databases that they lie in now. */
export interface Restored {
  readonly tables: number;
  readonly databases: readonly string[];
}

type Outcome = Result<Restored, CopyFailure>;

/** Databases that are made on the way to a replacement or a check. They hold copies and may always go. */
const passingPrefix = `${sideDatabasePrefix}passing_`;

/**
 * Restores a backup beside what is there, checks every part, and then leaves it so or puts its rows in the place of those
 * that are there. What does not pass the check changes nothing and leaves nothing behind.
 */
export async function restoreBackup(
  deps: CopyDeps,
  backup: StoredBackup,
  { target, table, partition }: Omit<RestoreRequest, 'name'>,
  run: RestoreRun,
): Promise<Outcome> {
  if (partition !== undefined && table === undefined) return failed('a day can be restored of one table only');
  await dropPassing(deps.admin);
  const side =
    target.kind === 'beside' ? sideName(target.database) : `${passingPrefix}${randomBytes(4).toString('hex')}`;
  const copies = copiesOf(backup, side, table);
  if (copies.length === 0) return failed(`there is no ${table ?? 'recorded table'} in ${backup.name}`);
  const taken = await existing(
    deps.admin,
    copies.map(({ to }) => to),
  );
  if (taken !== undefined) return failed(`the database ${taken} exists already: choose another name`);
  const outcome = await restoreAside(deps, backup, { copies, partition }, run);
  if (!outcome.ok) {
    await dropDatabases(
      deps.admin,
      copies.map(({ to }) => to),
    );
    return outcome;
  }
  if (target.kind === 'beside') return outcome;
  const replaced = await replaceRows(deps.admin, {
    pairs: outcome.value.found.map(({ database, table: name }) => ({
      from: { database, table: name },
      to: { database: copies.find(({ to }) => to === database)?.from ?? '', table: name },
    })),
    isWhole: partition === undefined,
    onTable: (name) => run.onProgress({ message: `Putting the rows of ${name} in place.` }),
  });
  await dropDatabases(
    deps.admin,
    copies.map(({ to }) => to),
  );
  return replaced.ok ? outcome : failed(replaced.error);
}

/** Restores into databases that nobody sees, checks every part, and removes them. */
export async function verifyBackup(deps: CopyDeps, backup: StoredBackup, run: RestoreRun): Promise<Outcome> {
  await dropPassing(deps.admin);
  const copies = copiesOf(backup, `${passingPrefix}${randomBytes(4).toString('hex')}`, undefined);
  const outcome = await restoreAside(deps, backup, { copies, partition: undefined }, run);
  await dropDatabases(
    deps.admin,
    copies.map(({ to }) => to),
  );
  return outcome;
}

/** A side database as the person named it; readers may read those with the prefix. */
export function sideName(database: string): string {
  return database.startsWith(sideDatabasePrefix) ? database : `${sideDatabasePrefix}${database}`;
}

interface Copy {
  readonly from: string;
  readonly to: string;
  /** Left out, the whole database. */
  readonly table?: string;
}

/** One table goes into the side database itself, all of them into one side database for each of theirs. */
function copiesOf(backup: StoredBackup, side: string, table: string | undefined): Copy[] {
  const recorded: readonly string[] = recordedDatabases;
  const databases = backup.databases.filter((name) => recorded.includes(name));
  if (table === undefined) return databases.map((from) => ({ from, to: `${side}_${from}` }));
  const [from = '', name = ''] = table.split('.');
  return databases.includes(from) ? [{ from, to: side, table: name }] : [];
}

async function restoreAside(
  deps: CopyDeps,
  backup: StoredBackup,
  { copies, partition }: { readonly copies: readonly Copy[]; readonly partition: string | undefined },
  run: RestoreRun,
): Promise<Result<Restored & { readonly found: readonly TableAt[] }, CopyFailure>> {
  const { admin } = deps;
  const parts = copies.map(({ from, to, table }) =>
    table === undefined
      ? `DATABASE ${from} AS ${to}`
      : `TABLE ${from}.${table} AS ${to}.${table}${partition === undefined ? '' : ` PARTITION '${partition}'`}`,
  );
  for (const { to, table } of copies)
    if (table !== undefined) await admin.command({ query: `CREATE DATABASE ${to} ENGINE = Atomic` });
  const copied = await runCopy(
    deps,
    { sql: `RESTORE ${parts.join(', ')} FROM File('${backup.name}')` },
    {
      signal: run.signal,
      onProgress: (done) => run.onProgress({ done, message: 'Reading the backup.' }),
    },
  );
  if (!copied.ok) return copied;
  const found = await tablesWithRows(
    admin,
    copies.map(({ to }) => to),
  );
  for (const [index, place] of found.entries()) {
    if (run.signal.aborted) return fail({ kind: 'cancelled' });
    run.onProgress({ message: `Checking table ${index + 1} of ${found.length}, ${place.table}.` });
    const broken = await checkTable(admin, place);
    if (broken !== undefined) return failed(`the backup is damaged: ${broken}`);
  }
  return ok({ tables: found.length, databases: copies.map(({ to }) => to), found });
}

async function existing(admin: AdminDatabase, databases: readonly string[]): Promise<string | undefined> {
  const answer = await admin.query({
    query: 'SELECT name FROM system.databases WHERE name IN {databases:Array(String)} LIMIT 1',
    query_params: { databases },
    format: 'JSONEachRow',
  });
  const [row] = await answer.json<{ name: string }>();
  return row?.name;
}

/** The databases that backups were restored into beside what is recorded. */
export async function sideDatabases(admin: AdminDatabase): Promise<string[]> {
  const found = await databasesWith(admin, sideDatabasePrefix);
  return found.filter((name) => !name.startsWith(passingPrefix));
}

/** Removes one of them. */
export async function dropSideDatabase(admin: AdminDatabase, database: string): Promise<void> {
  await dropDatabases(admin, [database]);
}

async function databasesWith(admin: AdminDatabase, prefix: string): Promise<string[]> {
  const answer = await admin.query({
    query: 'SELECT name FROM system.databases WHERE startsWith(name, {prefix:String}) ORDER BY name',
    query_params: { prefix },
    format: 'JSONEachRow',
  });
  return (await answer.json<{ name: string }>()).map(({ name }) => name);
}

/** What a check or a replacement left when Hivebar ended in the midst of it. */
async function dropPassing(admin: AdminDatabase): Promise<void> {
  await dropDatabases(admin, await databasesWith(admin, passingPrefix));
}

async function dropDatabases(admin: AdminDatabase, databases: readonly string[]): Promise<void> {
  for (const database of databases) {
    await admin.command({
      query: `DROP DATABASE IF EXISTS ${database} SYNC`,
      clickhouse_settings: { max_table_size_to_drop: '0', max_partition_size_to_drop: '0' },
    });
  }
}

function failed(reason: string): { readonly ok: false; readonly error: CopyFailure } {
  return fail({ kind: 'failed', reason });
}

/** A failure that ClickHouse threw, in words. */
export function thrown(error: unknown): CopyFailure {
  return { kind: 'failed', reason: explain(reasonOf(error)) };
}

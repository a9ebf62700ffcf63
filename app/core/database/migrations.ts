import { type Result, fail, ok } from '../../contract/result.ts';
import type { Clock } from '../host.ts';
import type { AdminDatabase } from './clients.ts';
import type { LowDisk } from './disk-space.ts';
import { reasonOf } from './file-errors.ts';
import { type Migration, type MigrationParameters, readMigrations, statementsOf } from './migration-files.ts';
import { describeProblem } from './problem.ts';

/** Why the schema was not brought up to date. */
export type MigrationProblem =
  | { readonly kind: 'changed'; readonly file: string; readonly applied: string; readonly found: string }
  | { readonly kind: 'missing'; readonly file: string }
  | { readonly kind: 'out-of-order'; readonly file: string; readonly newest: string }
  | { readonly kind: 'refused'; readonly file: string; readonly statement: number; readonly reason: string }
  | { readonly kind: 'low-disk'; readonly problem: LowDisk };

/** What happened to one statement, for `hivebar schema apply`. */
export interface MigrationProgress {
  readonly file: string;
  /** From 1. */
  readonly statement: number;
  readonly statements: number;
  /** The first words of the statement. */
  readonly title: string;
  readonly tookMs: number;
}

export interface MigrationOptions {
  readonly admin: AdminDatabase;
  readonly schemaDir: string;
  readonly parameters: MigrationParameters;
  readonly clock: Clock;
  readonly checkDiskSpace: () => Promise<LowDisk | undefined>;
  readonly onProgress?: ((progress: MigrationProgress) => void) | undefined;
  /** Stops before this file, for tests that upgrade step by step. */
  readonly before?: ((migration: Migration) => boolean) | undefined;
}

export interface AppliedMigrations {
  /** Files applied now. */
  readonly applied: readonly string[];
  /** Files that had been applied before. */
  readonly skipped: number;
}

/**
 * Brings the schema up to date. The ledger is written after the last statement of a file: an interruption in between
 * makes the file run again, and every statement is written so that it may.
 */
export async function applyMigrations(options: MigrationOptions): Promise<Result<AppliedMigrations, MigrationProblem>> {
  const { admin, clock } = options;
  const all = await readMigrations(options.schemaDir);
  const ledger = await readLedger(admin);
  const disagreement = compareWithLedger(all, ledger);
  if (disagreement !== undefined) return fail(disagreement);
  const pending = all.filter((migration) => !ledger.has(keyOf(migration)));
  if (pending.length === 0) return ok({ applied: [], skipped: ledger.size });

  const lowDisk = await options.checkDiskSpace();
  if (lowDisk !== undefined) return fail({ kind: 'low-disk', problem: lowDisk });
  for (const statement of ledgerStatements) await admin.command({ query: statement });
  const applied: string[] = [];
  for (const migration of pending) {
    if (options.before?.(migration) === true) break;
    const startedAt = clock.monotonic();
    const problem = await runStatements(migration, options);
    if (problem !== undefined) return fail(problem);
    await admin.insert({
      table: ledgerTable,
      format: 'JSONEachRow',
      values: [
        {
          database: migration.database,
          number: migration.number,
          name: migration.name,
          sha256: migration.sha256,
          applied_at_ms: clock.now(),
          took_ms: Math.round(clock.monotonic() - startedAt),
        },
      ],
    });
    applied.push(migration.file);
  }
  return ok({ applied, skipped: ledger.size });
}

/** One or two sentences for the person. */
export function describeMigrationProblem(problem: MigrationProblem): string {
  switch (problem.kind) {
    case 'changed':
      return `schema/${problem.file} is not the file that was applied (hash ${problem.found.slice(0, 12)}, applied ${problem.applied.slice(0, 12)}); restore it and put the change into a new file.`;
    case 'missing':
      return `schema/${problem.file} was applied to this database and is missing now; this Hivebar may be older than the data, install the newer one.`;
    case 'out-of-order':
      return `schema/${problem.file} is new but stands before ${problem.newest}, which was applied already; give it a higher number.`;
    case 'refused':
      return `Statement ${problem.statement} of schema/${problem.file} was refused: ${problem.reason}`;
    case 'low-disk':
      return `The schema was not changed. ${describeProblem(problem.problem)}`;
  }
}

const ledgerTable = 'hivebar.schema_migrations';

const ledgerStatements = [
  'CREATE DATABASE IF NOT EXISTS hivebar',
  `CREATE TABLE IF NOT EXISTS ${ledgerTable}
   (
       database LowCardinality(String),
       number UInt32,
       name String,
       sha256 String,
       applied_at_ms UInt64,
       took_ms UInt64
   )
   ENGINE = ReplacingMergeTree(applied_at_ms)
   ORDER BY (database, number)
   COMMENT 'Which files of schema/ were applied'`,
];

interface LedgerRow {
  readonly database: string;
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/** What was applied, by database and number; empty for a database that is new. */
export async function readLedger(admin: AdminDatabase): Promise<Map<string, LedgerRow>> {
  const exists = await admin.query({
    query: `SELECT count() > 0 AS found FROM system.tables WHERE database = 'hivebar' AND name = 'schema_migrations'`,
    format: 'JSONEachRow',
  });
  const [row] = await exists.json<{ found: number }>();
  if (row?.found !== 1) return new Map();
  const rows = await admin.query({
    query: `SELECT database, number, name, sha256 FROM ${ledgerTable} FINAL ORDER BY database, number`,
    format: 'JSONEachRow',
  });
  return new Map((await rows.json<LedgerRow>()).map((entry) => [keyOf(entry), entry]));
}

function compareWithLedger(
  files: readonly Migration[],
  ledger: ReadonlyMap<string, LedgerRow>,
): MigrationProblem | undefined {
  const byKey = new Map(files.map((file) => [keyOf(file), file]));
  for (const [key, entry] of ledger) {
    const file = byKey.get(key);
    if (file === undefined) return { kind: 'missing', file: fileOf(entry) };
    if (file.sha256 !== entry.sha256) {
      return { kind: 'changed', file: file.file, applied: entry.sha256, found: file.sha256 };
    }
  }
  for (const file of files) {
    if (ledger.has(keyOf(file))) continue;
    const newer = [...ledger.values()].findLast(
      (entry) => entry.database === file.database && entry.number > file.number,
    );
    if (newer !== undefined) return { kind: 'out-of-order', file: file.file, newest: fileOf(newer) };
  }
  return undefined;
}

async function runStatements(
  migration: Migration,
  { admin, clock, parameters, onProgress }: MigrationOptions,
): Promise<MigrationProblem | undefined> {
  const statements = statementsOf(migration, parameters);
  for (const [index, query] of statements.entries()) {
    const startedAt = clock.monotonic();
    try {
      await admin.command({ query });
    } catch (error) {
      return { kind: 'refused', file: migration.file, statement: index + 1, reason: reasonOf(error) };
    }
    onProgress?.({
      file: migration.file,
      statement: index + 1,
      statements: statements.length,
      title: titleOf(query),
      tookMs: clock.monotonic() - startedAt,
    });
  }
  return undefined;
}

/** The first line that is no comment, shortened. */
function titleOf(query: string): string {
  const line = query.split('\n').find((text) => text.trim() !== '' && !text.startsWith('--')) ?? '';
  return line.trim().slice(0, 100);
}

function keyOf(entry: { readonly database: string; readonly number: number }): string {
  return `${entry.database}/${String(entry.number).padStart(4, '0')}`;
}

function fileOf(entry: LedgerRow): string {
  return `${keyOf(entry)}-${entry.name}.sql`;
}

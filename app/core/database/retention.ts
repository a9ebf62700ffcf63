import { type Result, fail, ok } from '../../contract/result.ts';
import type { AdminDatabase } from './clients.ts';
import type { LowDisk } from './disk-space.ts';
import { type MigrationParameters, readMigrations } from './migration-files.ts';
import { splitStatements } from './sql-statements.ts';

/** A table whose retention was changed. */
export interface ChangedRetention {
  readonly table: string;
  readonly fromDays: number;
  readonly toDays: number;
}

/**
 * Gives existing tables the retention that the settings ask for. Only where it differs: the change makes ClickHouse
 * look through all parts of the table.
 */
export async function applyRetention(options: {
  readonly admin: AdminDatabase;
  readonly schemaDir: string;
  readonly parameters: MigrationParameters;
  readonly checkDiskSpace: () => Promise<LowDisk | undefined>;
}): Promise<Result<ChangedRetention[], LowDisk>> {
  const { admin, parameters } = options;
  const wanted = await retentionByTable(options.schemaDir, parameters);
  const changes = (await currentTtls(admin)).flatMap(({ table, ttl }) => {
    const toDays = wanted.get(table);
    if (toDays === undefined) return [];
    const days = /\d+/.exec(interval.exec(ttl)?.[0] ?? '')?.[0];
    if (days === undefined) throw new Error(`The retention of ${table} is not written in days: ${ttl}`);
    return Number(days) === toDays ? [] : [{ table, ttl, days: Number(days), toDays }];
  });
  if (changes.length === 0) return ok([]);
  const lowDisk = await options.checkDiskSpace();
  if (lowDisk !== undefined) return fail(lowDisk);
  for (const { table, ttl, toDays } of changes) {
    const expression = ttl.replace(interval, (text) => text.replace(/\d+/, String(toDays)));
    await admin.command({ query: `ALTER TABLE ${table} MODIFY TTL ${expression}` });
  }
  return ok(changes.map(({ table, days, toDays }) => ({ table, fromDays: days, toDays })));
}

/** The two ways in which the schema writes days, as ClickHouse formats them. */
const interval = /toIntervalDay\(\d+\)|\(\d+ \* 86400\)/;

/** The days that each table is to keep, read from the parameter that its migrations name last. */
async function retentionByTable(schemaDir: string, parameters: MigrationParameters): Promise<Map<string, number>> {
  const values = new Map<string, number>(Object.entries(parameters));
  const found = new Map<string, number>();
  for (const migration of await readMigrations(schemaDir)) {
    for (const statement of splitStatements(migration.sql)) {
      const table = /\b(?:CREATE|ALTER)\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+\.\w+)/i.exec(statement)?.[1];
      const days = values.get(/\bTTL\b[^;]*?\$\{(\w+)\}/.exec(statement)?.[1] ?? '');
      if (table !== undefined && days !== undefined) found.set(table, days);
    }
  }
  return found;
}

interface CurrentTtl {
  readonly table: string;
  /** The expression as ClickHouse writes it. */
  readonly ttl: string;
}

async function currentTtls(admin: AdminDatabase): Promise<CurrentTtl[]> {
  const answer = await admin.query({
    query: `SELECT concat(database, '.', name) AS table, extract(engine_full, ' TTL (.*?)(?: SETTINGS |$)') AS ttl
            FROM system.tables WHERE engine LIKE '%MergeTree' AND database != 'system' AND ttl != '' ORDER BY table`,
    format: 'JSONEachRow',
  });
  return answer.json<CurrentTtl>();
}

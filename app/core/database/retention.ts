import { type Result, fail, ok } from '../../contract/result.ts';
import type { AdminDatabase } from './clients.ts';
import type { LowDisk } from './disk-space.ts';
import { type MigrationParameters, readMigrations } from './migration-files.ts';
import { sqlStatements } from '../../contract/sql-text.ts';

/** A table, or a part of one, whose retention was changed. */
export interface ChangedRetention {
  readonly table: string;
  /** The rows it counts for, where a table keeps some for another time than the rest. */
  readonly setting: keyof MigrationParameters;
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
    const settings = wanted.get(table);
    if (settings === undefined) return [];
    const present = daysIn(ttl);
    if (present.length !== settings.length) {
      throw new Error(`The retention of ${table} is not written in days: ${ttl}`);
    }
    const changed = settings.flatMap((setting, index) => {
      const fromDays = present[index] ?? 0;
      return fromDays === parameters[setting] ? [] : [{ table, setting, fromDays, toDays: parameters[setting] }];
    });
    return changed.length === 0 ? [] : [{ table, ttl, settings, changed }];
  });
  if (changes.length === 0) return ok([]);
  const lowDisk = await options.checkDiskSpace();
  if (lowDisk !== undefined) return fail(lowDisk);
  for (const { table, ttl, settings } of changes) {
    const days = settings.map((setting) => String(parameters[setting]));
    const expression = ttl.replace(interval, (text) => text.replace(/\d+/, () => days.shift() ?? ''));
    await admin.command({
      query: `ALTER TABLE ${table} MODIFY TTL ${expression}`,
      // ClickHouse looks through the parts by itself: a start or a quit need not wait for that.
      clickhouse_settings: { alter_sync: '0' },
    });
  }
  return ok(changes.flatMap(({ changed }) => changed));
}

/** The two ways in which the schema writes days, as ClickHouse formats them. */
const interval = /toIntervalDay\(\d+\)|\b\d+ \* 86400\b/g;

/** The days in a TTL expression as ClickHouse writes it, in their order. */
export function daysIn(ttl: string): number[] {
  return [...ttl.matchAll(interval)].map(([text]) => Number(/\d+/.exec(text)?.[0]));
}

/** The settings that the TTL of each table names, in their order, read from the migration that sets it last. */
export async function retentionByTable(
  schemaDir: string,
  parameters: Readonly<Record<keyof MigrationParameters, unknown>>,
): Promise<Map<string, (keyof MigrationParameters)[]>> {
  const isSetting = (name: string): name is keyof MigrationParameters => name in parameters;
  const found = new Map<string, (keyof MigrationParameters)[]>();
  for (const migration of await readMigrations(schemaDir)) {
    for (const { text: statement } of sqlStatements(migration.sql)) {
      const table = /\b(?:CREATE|ALTER)\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+\.\w+)/i.exec(statement)?.[1];
      const ttl = /\bTTL\b[\s\S]*/.exec(statement)?.[0] ?? '';
      const settings = [...ttl.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name).filter(isSetting);
      if (table !== undefined && settings.length > 0) found.set(table, settings);
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

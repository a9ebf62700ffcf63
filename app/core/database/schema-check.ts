import type { AdminDatabase } from './clients.ts';
import { type MigrationParameters, readMigrations, statementsOf } from './migration-files.ts';
import { readLedger } from './migrations.ts';

/** One table, view or dictionary that the migrations make. */
export interface SchemaObject {
  /** `database.name`. */
  readonly name: string;
  /** In ClickHouse's word; empty when it is missing. */
  readonly engine: string;
  /** Null for what holds no rows of its own. */
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly columns: number;
}

/** What is there, compared with what the migrations of this version make. */
export interface SchemaReport {
  readonly objects: readonly SchemaObject[];
  readonly missing: readonly string[];
  /** Migrations that this version has and that were not applied. */
  readonly pending: readonly string[];
}

/** Looks at every table that the migrations name. Changes nothing. */
export async function checkSchema(
  admin: AdminDatabase,
  schemaDir: string,
  parameters: MigrationParameters,
): Promise<SchemaReport> {
  const migrations = await readMigrations(schemaDir);
  const ledger = await readLedger(admin);
  const expected = objectsMadeBy(migrations.flatMap((migration) => statementsOf(migration, parameters)));
  const found = await readObjects(admin, [...new Set(migrations.map(({ database }) => database))]);
  const byName = new Map(found.map((object) => [object.name, object]));
  const applied = new Set([...ledger.values()].map(({ database, number }) => `${database}/${number}`));
  return {
    objects: expected.flatMap((name) => byName.get(name) ?? []),
    missing: expected.filter((name) => !byName.has(name)),
    pending: migrations.filter(({ database, number }) => !applied.has(`${database}/${number}`)).map(({ file }) => file),
  };
}

const createStatement =
  /^\s*(?:--[^\n]*\n\s*)*CREATE\s+(?:OR\s+REPLACE\s+)?(?:TABLE|MATERIALIZED\s+VIEW|VIEW|DICTIONARY)\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+\.\w+)/i;
const dropStatement = /^\s*(?:--[^\n]*\n\s*)*DROP\s+(?:TABLE|VIEW|DICTIONARY)\s+(?:IF\s+EXISTS\s+)?(\w+\.\w+)/i;

/** Names of what exists after all the statements, in the order in which they were made. */
export function objectsMadeBy(statements: readonly string[]): string[] {
  const names = new Set<string>();
  for (const statement of statements) {
    const made = createStatement.exec(statement)?.[1];
    if (made !== undefined) names.add(made);
    const dropped = dropStatement.exec(statement)?.[1];
    if (dropped !== undefined) names.delete(dropped);
  }
  return [...names];
}

async function readObjects(admin: AdminDatabase, databases: readonly string[]): Promise<SchemaObject[]> {
  const answer = await admin.query({
    query: `
      SELECT
          concat(t.database, '.', t.name) AS name,
          any(t.engine) AS engine,
          any(t.total_rows) AS rows,
          any(t.total_bytes) AS bytes,
          countIf(c.name != '') AS columns
      FROM system.tables AS t
      LEFT JOIN system.columns AS c ON c.database = t.database AND c.table = t.name
      WHERE t.database IN ({databases: Array(String)})
      GROUP BY t.database, t.name
      ORDER BY t.database, t.name`,
    query_params: { databases },
    format: 'JSONEachRow',
  });
  const rows = await answer.json<Record<'name' | 'engine' | 'rows' | 'bytes' | 'columns', string | number | null>>();
  return rows.map((row) => ({
    name: String(row.name),
    engine: String(row.engine),
    rows: row.rows === null ? null : Number(row.rows),
    bytes: row.bytes === null ? null : Number(row.bytes),
    columns: Number(row.columns),
  }));
}

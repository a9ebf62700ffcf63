import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sqlStatements } from '../../contract/sql-text.ts';

/** One file of schema/<database>/NNNN-name.sql. */
export interface Migration {
  readonly database: string;
  readonly number: number;
  readonly name: string;
  /** Relative to the schema folder, for messages. */
  readonly file: string;
  /** Of the file as it is written, before parameters are filled in. */
  readonly sha256: string;
  readonly sql: string;
}

/** The order in which databases are made; one that is not named here follows, by name. */
const databaseOrder = ['seq', 'hive', 'watchllm', 'swarm', 'chimera_metrics'];

const fileName = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/** All migrations, in the order in which they are applied: by database, then by number. */
export async function readMigrations(schemaDir: string): Promise<Migration[]> {
  const folders = (await readdir(schemaDir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const databases = folders.map((entry) => entry.name).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  const found: Migration[] = [];
  for (const database of databases) found.push(...(await readDatabaseMigrations(schemaDir, database)));
  return found;
}

async function readDatabaseMigrations(schemaDir: string, database: string): Promise<Migration[]> {
  const names = (await readdir(join(schemaDir, database))).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    const file = `${database}/${name}`;
    const match = fileName.exec(name);
    if (match?.[1] === undefined || match[2] === undefined) {
      throw new Error(`schema/${file} is not named NNNN-what-it-does.sql`);
    }
    const number = Number(match[1]);
    if (migrations.at(-1)?.number === number) throw new Error(`schema/${file} has the number of the file before it`);
    const sql = await readFile(join(schemaDir, file), 'utf8');
    migrations.push({ database, number, name: match[2], file, sha256: hashOf(sql), sql });
  }
  return migrations;
}

/** The statements of a migration with its parameters filled in. */
export function statementsOf(migration: Migration, parameters: MigrationParameters): string[] {
  return sqlStatements(fillParameters(migration.sql, parameters, migration.file)).map(({ text }) => text);
}

/** What `${…}` in a migration may stand for. Whole numbers only: nothing in them can end a statement. */
export interface MigrationParameters {
  readonly context_retention_days: number;
  readonly mem_events_retention_days: number;
  readonly trace_events_retention_days: number;
  readonly agents_retention_days: number;
  readonly screen_text_retention_days: number;
}

function fillParameters(sql: string, parameters: MigrationParameters, file: string): string {
  const values = new Map<string, number>(Object.entries(parameters));
  return sql.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`schema/${file} asks for the unknown parameter ${name}`);
    if (!Number.isSafeInteger(value) || value < 0) throw new Error(`Parameter ${name} is ${value}, not a whole number`);
    return String(value);
  });
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function rank(database: string): number {
  const index = databaseOrder.indexOf(database);
  return index === -1 ? databaseOrder.length : index;
}

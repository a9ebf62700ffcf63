import type { ConsoleCatalogue } from '../../../contract/console.ts';
import type { QueryError } from '../../../contract/questions.ts';
import { type Result, ok } from '../../../contract/result.ts';
import type { AdminDatabase } from '../../database/clients.ts';
import { readAnswer } from '../read-answer.ts';
import { readableSystemTables, readableTableFunctions } from './readable-names.ts';

const limits = { maxRows: 100_000, maxBytes: 50_000_000, maxExecutionMs: 30_000 };

/** Whether a table, the name of whose column is given, can be read in the console and holds something. */
function isReadable(table: 'name' | 'table'): string {
  const hidden = `database IN ('system', 'information_schema', 'INFORMATION_SCHEMA', 'default', '_local')`;
  return `(NOT ${hidden} OR (database = 'system' AND ${table} IN {systemTables:Array(String)}))`;
}

/** The longest that is shown of a function's description. */
const longestDescription = 600;

/** The server's descriptions begin with lines that its own pages import, and end in examples. */
const tableFunctionsSql = `
  SELECT name, substring(trimBoth(splitByString('\n## ', replaceRegexpAll(description, '(?m)^import .*$', ''))[1]),
                         1, ${longestDescription})
  FROM system.table_functions WHERE name IN {tableFunctions:Array(String)} ORDER BY name`;

/**
 * The names that the running server knows, for completion. The admin asks, and nothing of the question comes from
 * outside: so the readers of recorded rows need no right to look around in `system`.
 */
export async function catalogueNames(admin: AdminDatabase): Promise<Result<ConsoleCatalogue, QueryError>> {
  const [keywords, types, functions, tableFunctions, tables, columns] = await Promise.all([
    ask(admin, 'SELECT keyword FROM system.keywords ORDER BY keyword'),
    ask(admin, 'SELECT name FROM system.data_type_families ORDER BY name'),
    ask(
      admin,
      `SELECT name, is_aggregate, syntax, substring(description, 1, ${longestDescription})
       FROM system.functions ORDER BY name`,
    ),
    ask(admin, tableFunctionsSql),
    ask(
      admin,
      `SELECT database, name, engine, total_rows FROM system.tables
       WHERE ${isReadable('name')} AND NOT startsWith(name, '.') ORDER BY database, name`,
    ),
    ask(
      admin,
      `SELECT database, table, name, type, comment FROM system.columns
       WHERE ${isReadable('table')} ORDER BY database, table, position`,
    ),
  ]);
  if (!keywords.ok) return keywords;
  if (!types.ok) return types;
  if (!functions.ok) return functions;
  if (!tableFunctions.ok) return tableFunctions;
  if (!tables.ok) return tables;
  if (!columns.ok) return columns;
  return ok({
    keywords: keywords.value.map(([keyword]) => String(keyword)),
    types: types.value.map(([name]) => String(name)),
    functions: functions.value.map(([name, aggregate, syntax, description]) => ({
      name: String(name),
      aggregate: Number(aggregate) === 1,
      syntax: String(syntax).trim(),
      description: String(description).trim(),
    })),
    tableFunctions: tableFunctions.value.map(([name, description]) => ({
      name: String(name),
      description: String(description),
    })),
    databases: databases(tables.value, columns.value),
  });
}

type Rows = readonly (readonly unknown[])[];

async function ask(admin: AdminDatabase, sql: string): Promise<Result<Rows, QueryError>> {
  const params = { systemTables: readableSystemTables, tableFunctions: Object.keys(readableTableFunctions) };
  const answer = await readAnswer(admin, { sql, params, limits });
  return answer.ok ? ok(answer.value.rows) : answer;
}

function databases(tables: Rows, columns: Rows): ConsoleCatalogue['databases'] {
  const byTable = new Map<string, { name: string; type: string; comment: string }[]>();
  for (const [database, table, name, type, comment] of columns) {
    const key = `${String(database)}.${String(table)}`;
    const known = byTable.get(key) ?? [];
    byTable.set(key, known);
    known.push({ name: String(name), type: String(type), comment: String(comment) });
  }
  const found = new Map<string, ConsoleCatalogue['databases'][number]>();
  for (const [database, name, engine, rows] of tables) {
    const entry = found.get(String(database)) ?? { name: String(database), tables: [] };
    found.set(entry.name, entry);
    entry.tables.push({
      name: String(name),
      engine: String(engine),
      rows: rows === null ? null : Number(rows),
      columns: byTable.get(`${entry.name}.${String(name)}`) ?? [],
    });
  }
  return [...found.values()];
}

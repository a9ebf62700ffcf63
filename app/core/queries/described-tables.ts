import type { QueryError } from '../../contract/questions.ts';
import { type Result, ok } from '../../contract/result.ts';
import type { ReadableDatabase } from '../database/clients.ts';
import { readAnswer } from './read-answer.ts';

/** A table or view as a program needs it to write SQL about it. */
export interface DescribedTable {
  readonly database: string;
  readonly table: string;
  readonly engine: string;
  /** Null where the engine does not count them, as for views. */
  readonly rows: number | null;
  readonly comment: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly comment: string }[];
}

export interface TableFilter {
  /** Empty for all. */
  readonly database: string;
  /** A part of the table's name, whatever its case; empty for all. */
  readonly table: string;
  /** How many tables are passed over, in the order of their names. */
  readonly offset: number;
  readonly limit: number;
}

const limits = { maxRows: 20_000, maxBytes: 20_000_000, maxExecutionMs: 10_000 };

const tablesSql = `
  SELECT database, name, engine, total_rows, comment FROM system.tables
  WHERE database NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA', 'default', '_local')
    AND ({database:String} = '' OR database = {database:String})
    AND ({table:String} = '' OR positionCaseInsensitive(name, {table:String}) > 0)
    AND NOT startsWith(name, '.') AND NOT is_temporary
  ORDER BY database, name LIMIT {limit:UInt32} OFFSET {offset:UInt32}`;

const columnsSql = `
  SELECT concat(database, '.', table) AS owner, name, type, comment FROM system.columns
  WHERE owner IN {tables:Array(String)} ORDER BY owner, position`;

/** The tables that a reader may read, by name, and whether more follow behind them. */
export async function describedTables(
  reader: ReadableDatabase,
  { database, table, offset, limit }: TableFilter,
  signal?: AbortSignal,
): Promise<Result<{ readonly tables: readonly DescribedTable[]; readonly more: boolean }, QueryError>> {
  const params = { database, table, offset, limit: limit + 1 };
  const found = await readAnswer(reader, { sql: tablesSql, params, limits, signal });
  if (!found.ok) return found;
  const tables = found.value.rows.slice(0, limit).map(([databaseName, name, engine, rows, comment]) => ({
    database: String(databaseName),
    table: String(name),
    engine: String(engine),
    rows: rows === null ? null : Number(rows),
    comment: String(comment),
  }));
  const owners = tables.map((one) => `${one.database}.${one.table}`);
  const columns = await readAnswer(reader, { sql: columnsSql, params: { tables: owners }, limits, signal });
  if (!columns.ok) return columns;
  const columnsOf = new Map<string, DescribedTable['columns'][number][]>(owners.map((owner) => [owner, []]));
  for (const [owner, name, type, comment] of columns.value.rows) {
    columnsOf.get(String(owner))?.push({ name: String(name), type: String(type), comment: String(comment) });
  }
  return ok({
    tables: tables.map((one) => ({ ...one, columns: columnsOf.get(`${one.database}.${one.table}`) ?? [] })),
    more: found.value.rows.length > limit,
  });
}

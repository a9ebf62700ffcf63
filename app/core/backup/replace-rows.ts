import { type Result, fail, ok } from '../../contract/result.ts';
import type { AdminDatabase } from '../database/clients.ts';
import type { TableAt } from './check-tables.ts';

interface Pair {
  readonly from: TableAt;
  readonly to: TableAt;
}

export interface Replacement {
  readonly pairs: readonly Pair[];
  /** Rows of days that the copy does not have go too. */
  readonly isWhole: boolean;
  readonly onTable: (name: string) => void;
}

/**
 * Puts the rows of copies in the place of those of the tables, day by day: one day is replaced whole or not at all, the
 * tables themselves stay, and no view counts the rows again. Nothing is touched unless all tables are built as their copies.
 * When it is broken off, some days are replaced and others not; doing it again ends with all of them replaced.
 */
export async function replaceRows(
  admin: AdminDatabase,
  { pairs, isWhole, onTable }: Replacement,
): Promise<Result<undefined, string>> {
  for (const { from, to } of pairs) {
    if ((await shapeOf(admin, from)) !== (await shapeOf(admin, to))) {
      return fail(
        `${to.database}.${to.table} is built otherwise than when the backup was made: restore it beside and copy what you need`,
      );
    }
  }
  for (const { from, to } of pairs) {
    const name = `${to.database}.${to.table}`;
    onTable(name);
    const inCopy = await partitionsOf(admin, from);
    for (const id of inCopy)
      await alter(admin, `ALTER TABLE ${name} REPLACE PARTITION ID '${id}' FROM ${from.database}.${from.table}`);
    if (!isWhole) continue;
    const surplus = (await partitionsOf(admin, to)).filter((id) => !inCopy.includes(id));
    for (const id of surplus) await alter(admin, `ALTER TABLE ${name} DROP PARTITION ID '${id}'`);
  }
  return ok(undefined);
}

/** Columns, keys and partitions as one text: parts can change places only between tables with the same one. */
async function shapeOf(admin: AdminDatabase, { database, table }: TableAt): Promise<string> {
  const answer = await admin.query({
    query: `
      SELECT concat(any(t.partition_key), '|', any(t.sorting_key), '|', any(t.primary_key), '|',
          arrayStringConcat(arraySort(groupArray(concat(c.name, ' ', c.type))), ',')) AS shape
      FROM system.tables AS t
      INNER JOIN system.columns AS c ON c.database = t.database AND c.table = t.name
      WHERE t.database = {database:String} AND t.name = {table:String}
      GROUP BY t.name`,
    query_params: { database, table },
    format: 'JSONEachRow',
  });
  const [row] = await answer.json<{ shape: string }>();
  return row?.shape ?? 'missing';
}

async function partitionsOf(admin: AdminDatabase, { database, table }: TableAt): Promise<string[]> {
  const answer = await admin.query({
    query: `SELECT DISTINCT partition_id AS id FROM system.parts
            WHERE active AND database = {database:String} AND table = {table:String} ORDER BY id`,
    query_params: { database, table },
    format: 'JSONEachRow',
  });
  return (await answer.json<{ id: string }>()).map(({ id }) => id);
}

async function alter(admin: AdminDatabase, query: string): Promise<void> {
  await admin.command({ query, clickhouse_settings: { max_partition_size_to_drop: '0' } });
}

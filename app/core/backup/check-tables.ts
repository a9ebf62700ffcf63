import * as v from 'valibot';
import type { AdminDatabase } from '../database/clients.ts';
import { reasonOf } from '../database/file-errors.ts';
import { explain } from './copy-operation.ts';

/** A table by the database that it lies in. */
export interface TableAt {
  readonly database: string;
  readonly table: string;
}

/** The tables of these databases that hold rows. */
export async function tablesWithRows(admin: AdminDatabase, databases: readonly string[]): Promise<TableAt[]> {
  const answer = await admin.query({
    query: `SELECT database, name AS table FROM system.tables
            WHERE database IN {databases:Array(String)} AND engine LIKE '%MergeTree' ORDER BY database, name`,
    query_params: { databases },
    format: 'JSONEachRow',
  });
  return answer.json();
}

const checkedPart = v.object({
  part_path: v.string(),
  is_passed: v.union([v.number(), v.boolean()]),
  message: v.string(),
});

/**
 * Compares every part of a table with its checksums: restoring alone does not. Returns what is wrong; undefined when all
 * is well.
 */
export async function checkTable(admin: AdminDatabase, { database, table }: TableAt): Promise<string | undefined> {
  try {
    const answer = await admin.query({
      query: `CHECK TABLE ${database}.${table} SETTINGS check_query_single_value_result = 0`,
      format: 'JSONEachRow',
    });
    const parts = v.parse(v.array(checkedPart), await answer.json());
    const broken = parts.find(({ is_passed: passed }) => !passed);
    return broken === undefined ? undefined : `${table}, part ${broken.part_path}: ${explain(broken.message)}`;
  } catch (error) {
    return `${table}: ${explain(reasonOf(error))}`;
  }
}

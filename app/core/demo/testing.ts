import type { TableName, TableRows } from '../../contract/rows.ts';
import { type TestDatabase, startTestDatabase } from '../database/testing.ts';
import type { WritableDatabase } from '../database/clients.ts';
import { type DemoOptions, demoBatches } from './demo-rows.ts';

/** A real ClickHouse that holds demo rows, and the same rows at hand, for tests that compare answers with them. */
export interface DemoDatabase extends TestDatabase {
  rows<T extends TableName>(table: T): readonly TableRows[T][];
}

export async function startDemoDatabase(options: DemoOptions): Promise<DemoDatabase> {
  const test = await startTestDatabase();
  const kept = new Map<string, object[]>();
  for (const { table, rows } of demoBatches(options)) {
    await insertRows(test.database.writer, table, rows);
    kept.set(table, [...(kept.get(table) ?? []), ...rows]);
  }
  return { ...test, rows: (table) => (kept.get(table) ?? []) as TableRows[typeof table][] };
}

/** Inserts rows in one block, as a writer would. */
export async function insertRows(writer: WritableDatabase, table: string, rows: readonly object[]): Promise<void> {
  await writer.insert({ table, values: rows, format: 'JSONEachRow' });
}

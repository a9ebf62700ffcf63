import type { AdminDatabase } from './clients.ts';
import { recordedDatabases } from './users.ts';

/** Every table that holds recorded rows, those that views fill included, with the number of its rows. */
export async function recordedTables(admin: AdminDatabase): Promise<{ name: string; rows: number }[]> {
  const answer = await admin.query({
    query: `SELECT concat(database, '.', name) AS name, toFloat64(ifNull(total_rows, 0)) AS rows
            FROM system.tables
            WHERE database IN {databases:Array(String)} AND engine LIKE '%MergeTree'
            ORDER BY name`,
    query_params: { databases: recordedDatabases },
    format: 'JSONEachRow',
  });
  return answer.json();
}

import type { AdminDatabase } from '../../database/clients.ts';
import { countOldRows, oldCheckpointRows } from '../../queries/checkpoints/old-checkpoints.ts';

const dayMs = 86_400_000;

/** Start of the first UTC day that is kept when so many days are, today not counted; epoch milliseconds. */
export function firstKeptMs(nowMs: number, days: number): number {
  return (Math.floor(nowMs / dayMs) - days) * dayMs;
}

/**
 * Deletes checkpoints of days that are not kept any more; what stays all the same stands in `oldCheckpointRows`. Whole
 * UTC days, as in the tables that ClickHouse prunes by itself. Returns how many rows went; most calls find none.
 */
export async function pruneCheckpoints({
  admin,
  days,
  nowMs,
}: {
  readonly admin: AdminDatabase;
  readonly days: number;
  readonly nowMs: number;
}): Promise<number> {
  let deleted = 0;
  for (const old of oldCheckpointRows(firstKeptMs(nowMs, days))) {
    const rows = await countOldRows(admin, old);
    if (rows === 0) continue;
    await admin.command({
      query: `ALTER TABLE ${old.table} DELETE WHERE ${old.where}`,
      clickhouse_settings: { mutations_sync: '2', allow_nondeterministic_mutations: 1 },
    });
    deleted += rows;
  }
  return deleted;
}

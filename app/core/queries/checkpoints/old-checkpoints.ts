import type { AdminDatabase } from '../../database/clients.ts';

/** Rows of one table that are too old to be kept. */
export interface OldRows {
  readonly table: string;
  readonly where: string;
}

/**
 * What may go of what was made before `cutoffMs`, in the order in which it has to be deleted: each condition reads what
 * the one before left. Kept, however old: the newest checkpoint of the newest thread of each graph, with its subgraphs,
 * what its tasks wrote, and every value that a kept checkpoint names. A graph with delta channels makes its state out of
 * the whole way to it: its thread is kept as a whole while it is at work, or the newest.
 */
export function oldCheckpointRows(cutoffMs: number): readonly OldRows[] {
  const newestThreads = `(SELECT argMax(thread_id, (ts_ms, checkpoint_id)) FROM hive.checkpoints GROUP BY graph_name)`;
  return [
    {
      table: 'hive.checkpoints',
      where: `ts_ms < ${cutoffMs}
        AND (thread_id, checkpoint_ns, checkpoint_id) NOT IN
        (
            SELECT thread_id, checkpoint_ns, max(checkpoint_id) FROM hive.checkpoints
            WHERE thread_id IN ${newestThreads} GROUP BY thread_id, checkpoint_ns
        )
        AND thread_id NOT IN
        (
            SELECT thread_id FROM hive.checkpoints GROUP BY thread_id
            HAVING countIf(position(metadata, 'counters_since_delta_snapshot') > 0) > 0
               AND (max(ts_ms) >= ${cutoffMs} OR thread_id IN ${newestThreads})
        )`,
    },
    {
      table: 'hive.checkpoint_writes',
      where: `ts_ms < ${cutoffMs} AND (thread_id, checkpoint_ns, checkpoint_id) NOT IN
        (SELECT thread_id, checkpoint_ns, checkpoint_id FROM hive.checkpoints)`,
    },
    {
      table: 'hive.checkpoint_values',
      where: `ts_ms < ${cutoffMs} AND (thread_id, checkpoint_ns, channel, version) NOT IN
        (
            SELECT DISTINCT thread_id, checkpoint_ns, named.1, named.2
            FROM hive.checkpoints ARRAY JOIN channel_versions AS named
            WHERE (thread_id, checkpoint_ns, named.1, named.2) IN
                (SELECT thread_id, checkpoint_ns, channel, version FROM hive.checkpoint_values WHERE ts_ms < ${cutoffMs})
        )`,
    },
  ];
}

/** How many rows of it there are now. Rows that become needless only once others are gone are not among them. */
export async function countOldRows(admin: AdminDatabase, { table, where }: OldRows): Promise<number> {
  const answer = await admin.query({
    query: `SELECT toFloat64(count()) AS rows FROM ${table} WHERE ${where}`,
    format: 'JSONEachRow',
  });
  const [found] = await answer.json<{ rows: number }>();
  return found?.rows ?? 0;
}

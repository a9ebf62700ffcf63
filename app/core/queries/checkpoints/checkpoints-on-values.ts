/** Finds checkpoints that stand on a value, also those that a later step took it over into unchanged. */
export function standsOnValue(valueWhere: string): string {
  return `(thread_id, checkpoint_ns, checkpoint_id) IN
    (
        SELECT thread_id, checkpoint_ns, checkpoint_id
        FROM hive.checkpoints ARRAY JOIN channel_versions AS named
        WHERE (thread_id, checkpoint_ns, named.1, named.2) IN
            (SELECT thread_id, checkpoint_ns, channel, version FROM hive.checkpoint_values WHERE ${valueWhere})
    )`;
}

import { count, epochMs, text } from '../columns.ts';
import { name, range, rowLimit } from '../parameters.ts';
import { question } from '../question.ts';
import { beganInRange } from './sql-parts.ts';

/**
 * The nodes that come after each checkpoint of the threads that `ofThreads` finds, where there are any. A graph leads on
 * by a value in a channel `branch:to:` and the node, by tasks that were sent, or by its input.
 */
function nextNodes(ofThreads: string): string {
  return `
        SELECT c.thread_id AS thread_id, c.checkpoint_ns AS checkpoint_ns, c.checkpoint_id AS checkpoint_id,
            arrayStringConcat(arraySort(groupUniqArrayArray(v.nodes)), ', ') AS next_nodes
        FROM
        (
            SELECT thread_id, checkpoint_ns, checkpoint_id, named.1 AS channel, named.2 AS version
            FROM hive.checkpoints ARRAY JOIN channel_versions AS named
            WHERE ${ofThreads}
        ) AS c
        INNER JOIN
        (
            SELECT thread_id, checkpoint_ns, channel, version,
                multiIf(channel = '__start__', ['__start__'],
                    channel = '__pregel_tasks', arrayMap(sent -> JSONExtractString(sent, 'node'), JSONExtractArrayRaw(value)),
                    [substring(channel, length('branch:to:') + 1)]) AS nodes
            FROM hive.checkpoint_values
            WHERE ${ofThreads} AND (startsWith(channel, 'branch:to:') OR channel IN ('__start__', '__pregel_tasks'))
        ) AS v
        ON v.thread_id = c.thread_id AND v.checkpoint_ns = c.checkpoint_ns AND v.channel = c.channel
            AND v.version = c.version
        GROUP BY thread_id, checkpoint_ns, checkpoint_id`;
}

const inRange = `thread_id IN
            (
                SELECT thread_id FROM hive.checkpoints
                WHERE ${beganInRange} AND checkpoint_ns = '' AND ({graph_name:String} = '' OR graph_name = {graph_name:String})
            )`;

export const agentThreads = question({
  name: 'agent-threads',
  title: 'Threads with checkpoints',
  description:
    'Threads that made a checkpoint in the range, the latest first, with all of their kept checkpoints and how the newest stands.',
  parameters: {
    ...range(14 * 24),
    graph_name: name('Only threads of this graph; empty for all', 500),
    limit: rowLimit(100, 10_000),
  },
  columns: {
    thread_id: text,
    graph_name: text,
    first_ms: epochMs,
    last_ms: epochMs,
    checkpoints: count,
    steps: count,
    next_nodes: text,
    state: text,
  },
  sql: `
    SELECT t.thread_id AS thread_id, t.graph_name AS graph_name, t.first_ms AS first_ms, t.last_ms AS last_ms,
        t.checkpoints AS checkpoints, t.steps AS steps, n.next_nodes AS next_nodes,
        multiIf(w.errors > 0, 'error', w.interrupts > 0, 'interrupted', n.next_nodes = '', 'finished', 'started') AS state
    FROM
    (
        SELECT thread_id, argMax(c.graph_name, (c.checkpoint_id, c.written_us)) AS graph_name, min(c.ts_ms) AS first_ms,
            max(c.ts_ms) AS last_ms, uniqExact(c.checkpoint_id) AS checkpoints,
            toUInt64(greatest(argMax(c.step, (c.checkpoint_id, c.written_us)), 0)) AS steps,
            max(c.checkpoint_id) AS newest_id
        FROM hive.checkpoints AS c
        WHERE checkpoint_ns = '' AND ${inRange}
        GROUP BY thread_id
    ) AS t
    LEFT JOIN
    (${nextNodes(`checkpoint_ns = '' AND ${inRange}`)}
    ) AS n ON n.thread_id = t.thread_id AND n.checkpoint_id = t.newest_id
    LEFT JOIN
    (
        SELECT thread_id, checkpoint_id, countIf(idx = -1) AS errors, countIf(idx = -3) AS interrupts
        FROM hive.checkpoint_writes
        WHERE checkpoint_ns = '' AND idx < 0 AND ${inRange}
        GROUP BY thread_id, checkpoint_id
    ) AS w ON w.thread_id = t.thread_id AND w.checkpoint_id = t.newest_id
    ORDER BY last_ms DESC, thread_id
    LIMIT {limit:UInt32}`,
});

const ofThread = 'thread_id = {thread_id:String}';

export const checkpointsOfThread = question({
  name: 'checkpoints-of-thread',
  title: 'Checkpoints of a thread',
  description:
    'The states that one thread can be taken back to, the newest first, with the nodes that come next; subgraphs by their namespace.',
  parameters: { thread_id: name('The thread, as its rows name it', 500), limit: rowLimit(1000, 10_000) },
  columns: {
    ts_ms: epochMs,
    step: count,
    source: text,
    next_nodes: text,
    namespace: text,
    checkpoint_id: text,
    parent_checkpoint_id: text,
  },
  sql: `
    SELECT c.ts_ms AS ts_ms, c.step AS step, c.source AS source, n.next_nodes AS next_nodes,
        c.checkpoint_ns AS namespace, c.checkpoint_id AS checkpoint_id, c.parent_checkpoint_id AS parent_checkpoint_id
    FROM
    (
        SELECT ts_ms, step, toString(source) AS source, checkpoint_ns, checkpoint_id, parent_checkpoint_id
        FROM hive.checkpoints
        WHERE ${ofThread}
        ORDER BY checkpoint_id DESC, checkpoint_ns, written_us DESC
        LIMIT 1 BY checkpoint_ns, checkpoint_id
        LIMIT {limit:UInt32}
    ) AS c
    LEFT JOIN
    (${nextNodes(ofThread)}
    ) AS n ON n.checkpoint_ns = c.checkpoint_ns AND n.checkpoint_id = c.checkpoint_id
    ORDER BY checkpoint_id DESC, namespace`,
});

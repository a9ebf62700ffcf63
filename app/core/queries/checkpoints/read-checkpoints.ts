import type { QueryError } from '../../../contract/questions.ts';
import { type Result, ok } from '../../../contract/result.ts';
import type { ReadableDatabase } from '../../database/clients.ts';
import { readAnswer } from '../read-answer.ts';

/** What names one checkpoint. */
export interface CheckpointKey {
  readonly threadId: string;
  readonly checkpointNs: string;
  readonly checkpointId: string;
}

/** Text as a serializer gave it: JSON as it is, everything else in base64. */
export interface Serialized {
  readonly type: string;
  readonly text: string;
}

export interface StoredCheckpoint extends CheckpointKey {
  /** Empty for the first of a thread. */
  readonly parentId: string;
  readonly checkpoint: Serialized;
  readonly metadata: Serialized;
}

export interface StoredValue {
  readonly threadId: string;
  readonly checkpointNs: string;
  readonly channel: string;
  readonly version: string;
  readonly value: Serialized;
}

export interface StoredWrite extends CheckpointKey {
  readonly taskId: string;
  readonly taskPath: string;
  readonly idx: number;
  readonly channel: string;
  readonly value: Serialized;
}

/** Which checkpoints; what is left out does not matter. */
export interface CheckpointSearch {
  readonly threadId?: string | undefined;
  readonly checkpointNs?: string | undefined;
  readonly checkpointId?: string | undefined;
  /** Only older ones. */
  readonly beforeId?: string | undefined;
  readonly source?: string | undefined;
  /** The last of the page before. */
  readonly after?: CheckpointKey | undefined;
  readonly limit: number;
}

/** An agent waits meanwhile, and a state may be some megabytes; usually it takes milliseconds. */
const limits = { maxRows: 1_000_000, maxBytes: 512_000_000, maxExecutionMs: 30_000 };

/** The newest checkpoints first; of one that was put twice, what was put last. */
export async function findCheckpoints(
  reader: ReadableDatabase,
  search: CheckpointSearch,
): Promise<Result<StoredCheckpoint[], QueryError>> {
  const { threadId, checkpointNs, checkpointId, beforeId, source, after, limit } = search;
  const conditions: readonly (readonly [wanted: unknown, condition: string])[] = [
    [threadId, 'thread_id = {thread_id:String}'],
    [checkpointNs, 'checkpoint_ns = {checkpoint_ns:String}'],
    [checkpointId, 'checkpoint_id = {checkpoint_id:String}'],
    [beforeId, 'checkpoint_id < {before_id:String}'],
    [source, 'source = {source:String}'],
    [
      after,
      `(checkpoint_id, thread_id, checkpoint_ns) <
          ({after_id:String}, {after_thread_id:String}, {after_ns:String})`,
    ],
  ];
  const where = conditions.flatMap(([wanted, condition]) => (wanted === undefined ? [] : [condition]));
  const given: Readonly<Record<string, string | number | undefined>> = {
    thread_id: threadId,
    checkpoint_ns: checkpointNs,
    checkpoint_id: checkpointId,
    before_id: beforeId,
    source,
    after_id: after?.checkpointId,
    after_thread_id: after?.threadId,
    after_ns: after?.checkpointNs,
    limit,
  };
  const isOnePlace = threadId !== undefined && checkpointNs !== undefined;
  // In the order of the table, the newest is read without reading the others; put twice, it is still the newest.
  const order =
    isOnePlace && limit === 1
      ? 'ORDER BY thread_id DESC, checkpoint_ns DESC, checkpoint_id DESC'
      : `ORDER BY checkpoint_id DESC, thread_id DESC, checkpoint_ns DESC
              LIMIT 1 BY thread_id, checkpoint_ns, checkpoint_id`;
  // The keys are found first, in the order of the table; only then is the text of these few rows read.
  const answer = await readAnswer(reader, {
    sql: `SELECT thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, ${textOf('checkpoint', 'type')},
                 metadata_type, ${textOf('metadata', 'metadata_type')}
          FROM hive.checkpoints
          WHERE (thread_id, checkpoint_ns, checkpoint_id) IN
          (
              SELECT thread_id, checkpoint_ns, checkpoint_id FROM hive.checkpoints
              ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
              ${order}
              LIMIT {limit:UInt32}
          )
          ORDER BY checkpoint_id DESC, thread_id DESC, checkpoint_ns DESC, written_us DESC
          LIMIT 1 BY thread_id, checkpoint_ns, checkpoint_id`,
    params: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    limits,
  });
  if (!answer.ok) return answer;
  return ok(
    rowsOf(answer.value).map(([thread, ns, id, parentId, type, checkpoint, metadataType, metadata]) => ({
      threadId: thread,
      checkpointNs: ns,
      checkpointId: id,
      parentId,
      checkpoint: { type, text: checkpoint },
      metadata: { type: metadataType, text: metadata },
    })),
  );
}

/** The values that these checkpoints name by their versions. */
export async function valuesOf(
  reader: ReadableDatabase,
  keys: readonly CheckpointKey[],
): Promise<Result<StoredValue[], QueryError>> {
  const answer = await readAnswer(reader, {
    sql: `SELECT thread_id, checkpoint_ns, channel, version, type, ${textOf('value', 'type')}
          FROM hive.checkpoint_values
          WHERE thread_id IN {thread_ids:Array(String)} AND (thread_id, checkpoint_ns, channel, version) IN
          (
              SELECT thread_id, checkpoint_ns, named.1, named.2
              FROM (SELECT * FROM hive.checkpoints WHERE ${isOneOf}) ARRAY JOIN channel_versions AS named
          )
          ORDER BY written_us DESC
          LIMIT 1 BY thread_id, checkpoint_ns, channel, version`,
    params: paramsOf(keys),
    limits,
  });
  if (!answer.ok) return answer;
  return ok(
    rowsOf(answer.value).map(([threadId, checkpointNs, channel, version, type, text]) => ({
      threadId,
      checkpointNs,
      channel,
      version,
      value: { type, text },
    })),
  );
}

/** What tasks wrote after these checkpoints, in no order. */
export async function writesOf(
  reader: ReadableDatabase,
  keys: readonly CheckpointKey[],
): Promise<Result<StoredWrite[], QueryError>> {
  const answer = await readAnswer(reader, {
    sql: `SELECT thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, toString(idx), channel, type,
                 ${textOf('value', 'type')}
          FROM hive.checkpoint_writes
          WHERE ${isOneOf}
          ORDER BY precedence DESC
          LIMIT 1 BY thread_id, checkpoint_ns, checkpoint_id, task_id, idx`,
    params: paramsOf(keys),
    limits,
  });
  if (!answer.ok) return answer;
  return ok(
    rowsOf(answer.value).map(([threadId, checkpointNs, checkpointId, taskId, taskPath, idx, channel, type, text]) => ({
      threadId,
      checkpointNs,
      checkpointId,
      taskId,
      taskPath,
      idx: Number(idx),
      channel,
      value: { type, text },
    })),
  );
}

const isOneOf = `(thread_id, checkpoint_ns, checkpoint_id) IN
          (SELECT arrayJoin(arrayZip({thread_ids:Array(String)}, {namespaces:Array(String)}, {ids:Array(String)})))`;

function paramsOf(keys: readonly CheckpointKey[]): Record<string, readonly string[]> {
  return {
    thread_ids: keys.map(({ threadId }) => threadId),
    namespaces: keys.map(({ checkpointNs }) => checkpointNs),
    ids: keys.map(({ checkpointId }) => checkpointId),
  };
}

/** An answer is JSON, which carries no bytes. */
function textOf(column: string, type: string): string {
  return `if(${type} = 'json', ${column}, base64Encode(${column}))`;
}

type Texts = readonly [string, string, string, string, string, string, string, string, string];

/** All columns of these questions are texts. */
function rowsOf({ rows }: { readonly rows: readonly (readonly unknown[])[] }): readonly Texts[] {
  return rows as unknown as readonly Texts[];
}

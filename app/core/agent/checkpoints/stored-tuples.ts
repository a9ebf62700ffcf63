import {
  type Checkpoint,
  type CheckpointMetadata,
  type CheckpointPendingWrite,
  type CheckpointTuple,
  type SerializerProtocol,
  TASKS,
  compareWritesSortKeys,
  maxChannelVersion,
  writesSortKey,
} from '@langchain/langgraph-checkpoint';
import type { QueryError } from '../../../contract/questions.ts';
import type { Result } from '../../../contract/result.ts';
import type { ReadableDatabase } from '../../database/clients.ts';
import {
  type CheckpointKey,
  type Serialized,
  type StoredCheckpoint,
  type StoredWrite,
  valuesOf,
  writesOf,
} from '../../queries/checkpoints/read-checkpoints.ts';
import { versionText } from './checkpoint-rows.ts';
import { unanswered } from './checkpoint-store-error.ts';

/** Before this version of the format, tasks to be sent stood in the writes of the parent. */
const sendsInChannels = 4;

/** What turns rows into what LangGraph reads. */
export interface TupleParts {
  readonly reader: ReadableDatabase;
  readonly serde: SerializerProtocol;
  /** The first version of a channel. */
  readonly firstVersion: () => number;
}

/** Puts checkpoints together with the values that they name and the writes that wait. In the same order. */
export async function tuplesOf(parts: TupleParts, rows: readonly StoredCheckpoint[]): Promise<CheckpointTuple[]> {
  if (rows.length === 0) return [];
  const checkpoints = await Promise.all(
    rows.map(async (row) => ({ row, checkpoint: (await load(parts.serde, row.checkpoint)) as Checkpoint })),
  );
  const parents = checkpoints.flatMap(({ row, checkpoint }) => (needsSends(row, checkpoint) ? [parentOf(row)] : []));
  const [values, writes] = await Promise.all([
    valuesOf(parts.reader, rows),
    writesOf(parts.reader, [...rows, ...parents]),
  ]);
  const serialized = new Map(answered(values).map((value) => [valueKey(value, value.channel, value.version), value]));
  const byCheckpoint = new Map<string, StoredWrite[]>();
  for (const write of answered(writes)) {
    const key = keyText(write);
    byCheckpoint.set(key, [...(byCheckpoint.get(key) ?? []), write]);
  }
  return Promise.all(
    checkpoints.map(async ({ row, checkpoint }): Promise<CheckpointTuple> => {
      const channel_values: Record<string, unknown> = {};
      for (const [channel, version] of Object.entries(checkpoint.channel_versions)) {
        const found = serialized.get(valueKey(row, channel, versionText(version)));
        if (found !== undefined) channel_values[channel] = await load(parts.serde, found.value);
      }
      const whole: Checkpoint = { ...checkpoint, channel_values };
      if (needsSends(row, checkpoint)) {
        await takeSends(parts, whole, byCheckpoint.get(keyText(parentOf(row))) ?? []);
      }
      return {
        config: { configurable: configurableOf(row) },
        checkpoint: whole,
        metadata: (await load(parts.serde, row.metadata)) as CheckpointMetadata,
        pendingWrites: await pendingWrites(parts.serde, byCheckpoint.get(keyText(row)) ?? []),
        ...(row.parentId === '' ? {} : { parentConfig: { configurable: configurableOf(parentOf(row)) } }),
      };
    }),
  );
}

async function pendingWrites(
  serde: SerializerProtocol,
  writes: readonly StoredWrite[],
): Promise<CheckpointPendingWrite[]> {
  return Promise.all(
    inOrder(writes).map(async ({ taskId, channel, value }): Promise<CheckpointPendingWrite> => [
      taskId,
      channel,
      await load(serde, value),
    ]),
  );
}

/** In the order in which a running graph applies them. */
function inOrder(writes: readonly StoredWrite[]): StoredWrite[] {
  const key = ({ taskPath, taskId, idx }: StoredWrite) => writesSortKey(taskPath, taskId, idx);
  return [...writes].sort((left, right) => compareWritesSortKeys(key(left), key(right)));
}

function needsSends({ parentId }: StoredCheckpoint, { v }: Checkpoint): boolean {
  return v < sendsInChannels && parentId !== '';
}

async function takeSends(
  { serde, firstVersion }: TupleParts,
  checkpoint: Checkpoint,
  ofParent: readonly StoredWrite[],
): Promise<void> {
  const sends = inOrder(ofParent).filter(({ channel }) => channel === TASKS);
  checkpoint.channel_values[TASKS] = await Promise.all(sends.map(({ value }) => load(serde, value)));
  const versions = Object.values(checkpoint.channel_versions);
  checkpoint.channel_versions = {
    ...checkpoint.channel_versions,
    [TASKS]: versions.length > 0 ? maxChannelVersion(...versions) : firstVersion(),
  };
}

async function load(serde: SerializerProtocol, { type, text }: Serialized): Promise<unknown> {
  const loaded: unknown = await serde.loadsTyped(type, type === 'json' ? text : fromBase64(text));
  return loaded;
}

/** A plain array of bytes, as they were handed in. */
function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function parentOf({ threadId, checkpointNs, parentId }: StoredCheckpoint): CheckpointKey {
  return { threadId, checkpointNs, checkpointId: parentId };
}

function keyText({ threadId, checkpointNs, checkpointId }: CheckpointKey): string {
  return JSON.stringify([threadId, checkpointNs, checkpointId]);
}

function valueKey(
  { threadId, checkpointNs }: Pick<CheckpointKey, 'threadId' | 'checkpointNs'>,
  channel: string,
  version: string,
): string {
  return JSON.stringify([threadId, checkpointNs, channel, version]);
}

/** How LangGraph names a checkpoint. */
function configurableOf({ threadId, checkpointNs, checkpointId }: CheckpointKey): Record<string, string> {
  return { thread_id: threadId, checkpoint_ns: checkpointNs, checkpoint_id: checkpointId };
}

/** What was asked for; throws CheckpointStoreError when there is no answer. */
export function answered<T>(result: Result<T, QueryError>): T {
  if (!result.ok) throw unanswered(result.error);
  return result.value;
}

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
  type StoredValue,
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
  readonly serde: SerializerProtocol;
  /** The first version of a channel. */
  readonly firstVersion: () => number;
}

/** Checkpoints as they are stored, with the values that they name and the writes that wait there. */
export interface StoredParts {
  readonly rows: readonly StoredCheckpoint[];
  readonly values: readonly StoredValue[];
  readonly writes: readonly StoredWrite[];
}

/** Reads what belongs to these checkpoints. Throws CheckpointStoreError when there is no answer. */
export async function partsOf(
  reader: ReadableDatabase,
  serde: SerializerProtocol,
  rows: readonly StoredCheckpoint[],
): Promise<StoredParts> {
  if (rows.length === 0) return { rows, values: [], writes: [] };
  const parents = await Promise.all(
    rows.map(async (row) => {
      const checkpoint = await loadCheckpoint(serde, row);
      return needsSends(row, checkpoint) ? [parentOf(row)] : [];
    }),
  );
  const [values, writes] = await Promise.all([valuesOf(reader, rows), writesOf(reader, [...rows, ...parents.flat()])]);
  return { rows, values: answered(values), writes: answered(writes) };
}

/** Puts checkpoints together with what belongs to them. In the same order. */
export async function tuplesOf(parts: TupleParts, { rows, values, writes }: StoredParts): Promise<CheckpointTuple[]> {
  const checkpoints = await Promise.all(
    rows.map(async (row) => ({ row, checkpoint: await loadCheckpoint(parts.serde, row) })),
  );
  const serialized = new Map(values.map((value) => [valueKey(value, value.channel, value.version), value]));
  const byCheckpoint = new Map<string, StoredWrite[]>();
  for (const write of writes) {
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

/** A checkpoint without the values of its channels. */
export async function loadCheckpoint(
  serde: SerializerProtocol,
  { checkpoint }: Pick<StoredCheckpoint, 'checkpoint'>,
): Promise<Checkpoint> {
  return (await load(serde, checkpoint)) as Checkpoint;
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

/** Whether a checkpoint stands on writes of its parent. */
export function needsSends({ parentId }: Pick<StoredCheckpoint, 'parentId'>, { v }: Pick<Checkpoint, 'v'>): boolean {
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

/** Bytes of a serializer as they are read: JSON as it is, everything else in base64. */
export function textOf(type: string, bytes: Uint8Array): Serialized {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { type, text: buffer.toString(type === 'json' ? 'utf8' : 'base64') };
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

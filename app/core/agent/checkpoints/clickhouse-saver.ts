import type { RunnableConfig } from '@langchain/core/runnables';
import {
  BaseCheckpointSaver,
  type ChannelVersions,
  type Checkpoint,
  type CheckpointListOptions,
  type CheckpointMetadata,
  type CheckpointTuple,
  type PendingWrite,
  WRITES_IDX_MAP,
} from '@langchain/langgraph-checkpoint';
import type { AdminDatabase, ReadableDatabase } from '../../database/clients.ts';
import {
  type CheckpointKey,
  type CheckpointSearch,
  findCheckpoints,
} from '../../queries/checkpoints/read-checkpoints.ts';
import type { Writer } from '../../writer/writer.ts';
import { type CheckpointJournal, openCheckpointJournal } from './checkpoint-journal.ts';
import { checkpointTables, precedenceOf, versionText } from './checkpoint-rows.ts';
import { NewestCheckpoints, type Place } from './newest-checkpoints.ts';
import {
  type StoredParts,
  type TupleParts,
  answered,
  loadCheckpoint,
  needsSends,
  partsOf,
  textOf,
  tuplesOf,
} from './stored-tuples.ts';

export interface CheckpointSaverDeps {
  readonly writer: Writer;
  readonly reader: ReadableDatabase;
  /** Deletes threads; nothing else. */
  readonly admin: AdminDatabase;
  readonly clock: { now(): number };
  /** Name of the graph whose checkpoints these are; left out, `graph_name` of the run's metadata counts. */
  readonly graphName?: string;
  /** How long a read waits for what was put just before; 10,000 ms. */
  readonly settleMs?: number;
  /**
   * Nobody else writes to the threads of this saver. Their newest states are then kept in memory as well, and read from
   * there; whoever deletes rows says so to `rowsDeleted`.
   */
  readonly ownsThreads?: boolean;
}

/** So many checkpoints are read at a time where a caller asks for all. */
const pageSize = 50;

/**
 * Keeps the states of a graph in ClickHouse. What `put` and `putWrites` have taken survives the process, without waiting
 * for the database; reads see it at once. All methods throw CheckpointStoreError when the database or the journal fail.
 */
export function createCheckpointSaver(deps: CheckpointSaverDeps): ClickHouseSaver {
  return new ClickHouseSaver(deps);
}

export class ClickHouseSaver extends BaseCheckpointSaver {
  readonly #deps: CheckpointSaverDeps;
  readonly #journal: CheckpointJournal;
  readonly #newest: NewestCheckpoints | undefined;
  #lastUs = 0;

  constructor(deps: CheckpointSaverDeps) {
    super();
    this.#deps = deps;
    this.#journal = openCheckpointJournal(deps.writer, deps.settleMs ?? 10_000);
    this.#newest = deps.ownsThreads === true ? new NewestCheckpoints() : undefined;
  }

  /**
   * Two branches of one thread change the same channel to different values, and values are kept by version: so versions
   * are whole numbers in their order, with a random part that is never drawn twice.
   */
  override getNextVersion(current: number | undefined): number {
    return Math.floor(current ?? 0) + 1 + Math.random();
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const { threadId, checkpointNs = '', checkpointId } = namesIn(config);
    if (threadId === undefined) return undefined;
    const place = { threadId, checkpointNs };
    const known = checkpointId === undefined ? this.#newest?.find(place) : undefined;
    const parts = known ?? (await this.#read({ ...place, checkpointId }));
    const [tuple] = await tuplesOf(this.#parts(), parts);
    return tuple;
  }

  async #read(search: CheckpointPlace): Promise<StoredParts> {
    const learn = this.#newest?.reading();
    await this.#journal.settle();
    const rows = answered(await findCheckpoints(this.#deps.reader, { ...search, limit: 1 }));
    const parts = await partsOf(this.#deps.reader, this.serde, rows);
    if (search.checkpointId === undefined && learn !== undefined) {
      const [row] = rows;
      const checkpoint = row === undefined ? undefined : await loadCheckpoint(this.serde, row);
      if (row === undefined || checkpoint === undefined || !needsSends(row, checkpoint)) {
        learn(search, parts, versionTexts(checkpoint?.channel_versions ?? {}));
      }
    }
    return parts;
  }

  /** Checkpoints were deleted, by whoever: the next read asks the database. */
  rowsDeleted(): void {
    this.#newest?.forget();
  }

  override async *list(config: RunnableConfig, options: CheckpointListOptions = {}): AsyncGenerator<CheckpointTuple> {
    const { before, filter = {}, limit = Infinity } = options;
    const wanted = Object.entries(filter).filter(([, value]) => value !== undefined);
    const source = typeof filter['source'] === 'string' ? filter['source'] : undefined;
    const beforeId = before === undefined ? undefined : namesIn(before).checkpointId;
    await this.#journal.settle();
    let after: CheckpointKey | undefined;
    let given = 0;
    while (given < limit) {
      const size = wanted.length === 0 ? Math.min(pageSize, limit - given) : pageSize;
      const search = { ...namesIn(config), beforeId, source, after, limit: size };
      const rows = answered(await findCheckpoints(this.#deps.reader, search));
      const parts = await partsOf(this.#deps.reader, this.serde, rows);
      for (const tuple of await tuplesOf(this.#parts(), parts)) {
        const metadata: Readonly<Record<string, unknown>> = { ...tuple.metadata };
        if (!wanted.every(([key, value]) => metadata[key] === value)) continue;
        if (given >= limit) return;
        given += 1;
        yield tuple;
      }
      if (rows.length < size) return;
      after = rows.at(-1);
    }
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<RunnableConfig> {
    const { threadId, checkpointNs = '', checkpointId: parentId = '' } = namesIn(config);
    if (threadId === undefined) throw missing('thread_id', 'A checkpoint');
    const { channel_values: values, ...rest } = checkpoint;
    const changed = Object.entries(newVersions).filter(([channel]) => Object.hasOwn(values, channel));
    const [[type, text], [metadataType, metadataText], ...serialized] = await Promise.all([
      this.serde.dumpsTyped(rest),
      this.serde.dumpsTyped(metadata),
      ...changed.map(([channel]) => this.serde.dumpsTyped(values[channel])),
    ]);
    await this.#journal.ready();
    const place = { thread_id: threadId, checkpoint_ns: checkpointNs, checkpoint_id: checkpoint.id };
    const stamp = { ts_ms: momentOf(checkpoint.ts) ?? this.#deps.clock.now(), written_us: this.#nowUs() };
    const stored = changed.flatMap(([channel, version], index) => {
      const [valueType = '', value] = serialized[index] ?? [];
      return value === undefined ? [] : [{ channel, version: versionText(version), type: valueType, value }];
    });
    // A checkpoint that is there has all its values: they are handed over first.
    this.#journal.push(
      'hive.checkpoint_values',
      stored.map((value) => ({ ...place, ...stamp, ...value })),
    );
    const versions = versionTexts(checkpoint.channel_versions);
    this.#journal.push('hive.checkpoints', [
      {
        ...place,
        ...stamp,
        parent_checkpoint_id: parentId,
        graph_name: this.#graphName(config, metadata),
        step: metadata.step,
        source: metadata.source,
        type,
        checkpoint: text,
        metadata_type: metadataType,
        metadata: metadataText,
        channel_versions: Object.fromEntries(versions),
      },
    ]);
    if (this.#newest !== undefined && needsSends({ parentId }, checkpoint)) this.#newest.forget();
    else if (this.#newest !== undefined) {
      const key = { threadId, checkpointNs };
      const parts = { checkpoint: textOf(type, text), metadata: textOf(metadataType, metadataText) };
      this.#newest.put({
        row: { ...key, checkpointId: checkpoint.id, parentId, ...parts },
        versions,
        changed: new Set(Object.keys(newVersions)),
        values: stored.map(({ channel, version, type: valueType, value }) => ({
          ...{ ...key, channel, version },
          value: textOf(valueType, value),
        })),
      });
    }
    return { configurable: place };
  }

  override async putWrites(
    config: RunnableConfig,
    writes: PendingWrite[],
    taskId: string,
    taskPath = '',
  ): Promise<void> {
    const { threadId, checkpointNs = '', checkpointId } = namesIn(config);
    if (threadId === undefined) throw missing('thread_id', 'A write');
    if (checkpointId === undefined) throw missing('checkpoint_id', 'A write');
    const serialized = await Promise.all(writes.map(([, value]) => this.serde.dumpsTyped(value)));
    await this.#journal.ready();
    const tsMs = this.#deps.clock.now();
    const writtenUs = this.#nowUs();
    const stored = writes.flatMap(([channel], index) => {
      const [type = '', value] = serialized[index] ?? [];
      return value === undefined ? [] : [{ channel, idx: WRITES_IDX_MAP[channel] ?? index, type, value }];
    });
    this.#journal.push(
      'hive.checkpoint_writes',
      stored.map(({ channel, idx, type, value }) => ({
        ts_ms: tsMs,
        thread_id: threadId,
        checkpoint_ns: checkpointNs,
        checkpoint_id: checkpointId,
        task_id: taskId,
        task_path: taskPath,
        idx,
        channel,
        type,
        value,
        precedence: precedenceOf(idx, writtenUs),
      })),
    );
    this.#newest?.putWrites(
      stored.map(({ channel, idx, type, value }) => ({
        ...{ threadId, checkpointNs, checkpointId, taskId, taskPath, idx, channel },
        value: textOf(type, value),
      })),
    );
  }

  override async deleteThread(threadId: string): Promise<void> {
    await this.#journal.settle();
    for (const table of checkpointTables) {
      await this.#deps.admin.command({
        query: `ALTER TABLE ${table} DELETE WHERE thread_id = {thread_id:String}`,
        query_params: { thread_id: threadId },
        clickhouse_settings: { mutations_sync: '2' },
      });
    }
    this.rowsDeleted();
  }

  #parts(): TupleParts {
    return { serde: this.serde, firstVersion: () => this.getNextVersion(undefined) };
  }

  #graphName(config: RunnableConfig, metadata: CheckpointMetadata): string {
    const told: Readonly<Record<string, unknown>> = { ...config.metadata, ...metadata };
    const named = this.#deps.graphName ?? told['graph_name'];
    return typeof named === 'string' ? named : '';
  }

  /** Epoch microseconds that never repeat in this process. */
  #nowUs(): number {
    this.#lastUs = Math.max(this.#lastUs + 1, this.#deps.clock.now() * 1000);
    return this.#lastUs;
  }
}

type CheckpointPlace = Pick<CheckpointSearch, 'checkpointId'> & Place;

function versionTexts(versions: ChannelVersions): Map<string, string> {
  return new Map(Object.entries(versions).map(([channel, version]) => [channel, versionText(version)]));
}

/** What a config names; an empty id is none. */
function namesIn({ configurable = {} }: RunnableConfig): {
  threadId: string | undefined;
  checkpointNs: string | undefined;
  checkpointId: string | undefined;
} {
  const text = (key: string): string | undefined => {
    const value: unknown = configurable[key];
    return typeof value === 'string' ? value : undefined;
  };
  const id = text('checkpoint_id');
  return {
    threadId: text('thread_id'),
    checkpointNs: text('checkpoint_ns'),
    checkpointId: id === '' ? undefined : id,
  };
}

function missing(key: string, what: string): Error {
  return new Error(`${what} belongs to a ${key.replace('_id', '')}: put "${key}" into "configurable" of the config.`);
}

function momentOf(iso: string): number | undefined {
  const ms = Date.parse(iso);
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}

import type { StoredCheckpoint, StoredValue, StoredWrite } from '../../queries/checkpoints/read-checkpoints.ts';
import type { StoredParts } from './stored-tuples.ts';

/** A namespace of a thread. */
export interface Place {
  readonly threadId: string;
  readonly checkpointNs: string;
}

/** A checkpoint as it was put. */
export interface PutCheckpoint {
  readonly row: StoredCheckpoint;
  /** The version of each of its channels, as text. */
  readonly versions: ReadonlyMap<string, string>;
  /** The channels that the put said had changed, also those that hold nothing any more. */
  readonly changed: ReadonlySet<string>;
  readonly values: readonly StoredValue[];
}

/** The newest checkpoint of a place, or that there is none. */
interface Newest {
  readonly put: Pick<PutCheckpoint, 'row' | 'versions'> | undefined;
  readonly values: ReadonlyMap<string, StoredValue>;
  /** By task and index. */
  readonly writes: ReadonlyMap<string, StoredWrite>;
}

/** An agent is in one thread at a time, and steps over into that of the next day. */
const places = 4;

/**
 * The newest checkpoint of the threads that were used last, as it is stored. Always: what is known here is what the
 * database would answer once all that was put is stored. It begins with what was read, follows what is put, and forgets
 * whatever it cannot follow; then the database is asked again.
 */
export class NewestCheckpoints {
  /** Least recently used first. */
  private readonly known = new Map<string, Newest>();
  private changes = 0;

  /** What is known of a place: its parts, with no rows where there is no checkpoint; undefined when nothing is known. */
  find(place: Place): StoredParts | undefined {
    const key = keyOf(place);
    const newest = this.known.get(key);
    if (newest === undefined) return undefined;
    this.remember(key, newest);
    const { put, values, writes } = newest;
    return { rows: put === undefined ? [] : [put.row], values: [...values.values()], writes: [...writes.values()] };
  }

  /** Begins to read: what is read counts only if nothing is put or forgotten meanwhile. */
  reading(): (place: Place, parts: StoredParts, versions: ReadonlyMap<string, string>) => void {
    const before = this.changes;
    return (place, { rows: [row], values, writes }, versions) => {
      if (this.changes !== before) return;
      this.remember(keyOf(place), {
        put: row === undefined ? undefined : { row, versions },
        // Of a checkpoint that was put twice, the values of both are read.
        values: new Map(
          values
            .filter(({ channel, version }) => versions.get(channel) === version)
            .map((value) => [value.channel, value]),
        ),
        writes: new Map(writes.map((write) => [slotOf(write), write])),
      });
    };
  }

  /** A checkpoint was put. */
  put({ row, versions, changed, values }: PutCheckpoint): void {
    this.changes += 1;
    const key = keyOf(row);
    const before = this.known.get(key);
    if (before === undefined) return;
    const id = before.put?.row.checkpointId ?? '';
    const brought = new Map(
      values.filter(({ channel, version }) => versions.get(channel) === version).map((value) => [value.channel, value]),
    );
    const isKnown = ([channel, version]: [string, string]): boolean =>
      brought.has(channel) || (changed.has(channel) ? isDrawn(version) : before.put?.versions.get(channel) === version);
    // One that is not the newest may still change a value that the newest stands on.
    if (row.checkpointId < id || ![...versions].every(isKnown)) {
      this.known.delete(key);
      return;
    }
    this.remember(key, {
      put: { row, versions },
      values: new Map(
        [...versions.keys()].flatMap((channel) => {
          const value = changed.has(channel) ? brought.get(channel) : before.values.get(channel);
          return value === undefined ? [] : [[channel, value] as const];
        }),
      ),
      writes: row.checkpointId === id ? before.writes : new Map(),
    });
  }

  /** Writes were put: of ordinary ones to one place the first counts, of special ones (negative `idx`) the last. */
  putWrites(writes: readonly StoredWrite[]): void {
    this.changes += 1;
    for (const write of writes) {
      const key = keyOf(write);
      const newest = this.known.get(key);
      const id = newest?.put?.row.checkpointId ?? '';
      if (newest === undefined || write.checkpointId < id) continue;
      // Of a checkpoint that is not there yet nothing is known.
      if (write.checkpointId > id) this.known.delete(key);
      else if (write.idx < 0 || !newest.writes.has(slotOf(write)))
        this.known.set(key, { ...newest, writes: new Map(newest.writes).set(slotOf(write), write) });
    }
  }

  /** Rows were deleted. */
  forget(): void {
    this.changes += 1;
    this.known.clear();
  }

  private remember(key: string, newest: Newest): void {
    this.known.delete(key);
    this.known.set(key, newest);
    const [oldest] = this.known.keys();
    if (this.known.size > places && oldest !== undefined) this.known.delete(oldest);
  }
}

/**
 * Versions that the saver draws have a random part and never come twice, so that one which brings no value has none. A
 * whole number is somebody else's, and may have been there before.
 */
function isDrawn(version: string): boolean {
  return version.includes('.');
}

function keyOf({ threadId, checkpointNs }: Place): string {
  return JSON.stringify([threadId, checkpointNs]);
}

function slotOf({ taskId, idx }: StoredWrite): string {
  return JSON.stringify([taskId, idx]);
}

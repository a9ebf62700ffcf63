import { setTimeout as pause } from 'node:timers/promises';
import type { AnyRow, Writer } from '../../writer/writer.ts';
import type { TableWriter } from '../../writer/table-writer.ts';
import { isTakenOver } from '../../writer/taken-over.ts';
import { describeRowError, describeWriterError } from '../../writer/writer-error.ts';
import { type CheckpointTable, type CheckpointTables, checkpointTables } from './checkpoint-rows.ts';
import { CheckpointStoreError } from './checkpoint-store-error.ts';

/** How often it is looked whether rows of an earlier process are stored. */
const lookMs = 10;

/** What a saver writes through, and how it sees its own rows. */
export interface CheckpointJournal {
  /** Settles once the tables are known: after the first time at once. */
  ready(): Promise<void>;
  /** Takes rows, all or throws; what was taken survives the process. Call it when ready. */
  push<T extends CheckpointTable>(table: T, rows: readonly CheckpointTables[T][]): void;
  /** Settles when everything that was pushed here, or by a process before, can be read. Throws CheckpointStoreError. */
  settle(): Promise<void>;
}

/** `settleMs`: how long a read waits for rows of ours that are on their way; usually they take some milliseconds. */
export function openCheckpointJournal(writer: Writer, settleMs: number): CheckpointJournal {
  let tables: ReadonlyMap<CheckpointTable, TableWriter<AnyRow>> | undefined;
  // A process before this one may have left rows: the first read waits for them too.
  let pushed = 1;
  let settled = 0;

  /** What a process left that was killed is taken over after a writer has opened, and not part of a flush. */
  async function takenOver(): Promise<void> {
    const end = performance.now() + settleMs;
    while (!isTakenOver(writer.stats().journal)) {
      if (performance.now() > end) throw unreadable('rows of an earlier process are not stored yet');
      await pause(lookMs);
    }
  }

  async function ready(): Promise<void> {
    if (tables !== undefined) return;
    const opened = new Map<CheckpointTable, TableWriter<AnyRow>>();
    for (const name of checkpointTables) {
      const table = await writer.table(name);
      if (!table.ok) {
        const reason = describeWriterError(table.error);
        const message = `Checkpoints cannot be kept: ClickHouse did not describe ${name}. ${reason}`;
        throw new CheckpointStoreError('database-down', message);
      }
      opened.set(name, table.value);
    }
    tables = opened;
  }

  return {
    ready,
    push(name, rows) {
      const table = tables?.get(name);
      if (table === undefined) throw new Error(`${name} is pushed before it is ready`);
      pushed += 1;
      const [refused] = table.push(rows as unknown as readonly AnyRow[]).refused;
      if (refused === undefined) return;
      throw new CheckpointStoreError('refused', `A row of ${name} was not kept. ${describeRowError(refused.error)}`);
    },
    async settle() {
      const upTo = pushed;
      if (settled >= upTo) return;
      await ready();
      if (settled === 0) await takenOver();
      const flushed = await writer.flush(settleMs);
      if (!flushed.ok && hasOwnWaiting(writer)) throw unreadable(`${flushed.error.name}, ${flushed.error.message}`);
      settled = Math.max(settled, upTo);
    },
  };
}

function unreadable(reason: string): CheckpointStoreError {
  const message = `Checkpoints are kept in the journal but cannot be read yet: ${reason}.`;
  return new CheckpointStoreError('database-down', message);
}

/** Rows of other tables may wait for reasons of their own. */
function hasOwnWaiting(writer: Writer): boolean {
  return writer
    .stats()
    .tables.some(
      ({ name, counters: { acceptedRows, acknowledgedRows, droppedRows } }) =>
        checkpointTables.some((table) => table === name) && acceptedRows - acknowledgedRows - droppedRows > 0,
    );
}

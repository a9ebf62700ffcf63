import type { TableStats } from '../../../native/addon/seqch.d.ts';
import type { PartHealth } from '../../contract/health.ts';
import type { WriterReport } from './writer.ts';

/** Rows older than this say that the database does not keep up, or is away. */
const lateAfterMs = 5_000;

/** The writer in the words of the status contract. */
export function writerPart(stats: WriterReport): PartHealth {
  const { total, journal } = stats;
  return {
    name: 'writer',
    ...stateOf(stats),
    lastEventMs: total.lastAcknowledgedMs === 0 ? null : total.lastAcknowledgedMs,
    counters: {
      accepted: total.acceptedRows,
      acknowledged: total.acknowledgedRows,
      waiting: total.acceptedRows - total.acknowledgedRows - total.droppedRows,
      buffered_bytes: total.bufferedBytes,
      refused_full: total.refusedFull,
      refused_invalid: total.refusedInvalid,
      refused_failed: total.refusedFailed,
      refused_journal: total.refusedJournal,
      dropped: total.droppedRows,
      blocks: total.blocksSent,
      retried: total.blocksRetried,
      journal_bytes: journal.fileBytes,
      left_by_others: journal.adoptedRows,
      torn: journal.tornRecords,
      damaged: journal.damagedRecords,
      unreadable_segments: journal.unreadableSegments,
      failed_syncs: journal.failedSyncs,
    },
  };
}

function stateOf({
  connected,
  total,
  tables,
  failedTables,
  journal,
}: WriterReport): Pick<PartHealth, 'state' | 'message'> {
  const waiting = total.acceptedRows - total.acknowledgedRows - total.droppedRows;
  const lateMs = Math.round(total.oldestWaitingUs / 1000);
  const failed = tables.find((table) => table.failed);
  if (failed !== undefined) return { state: 'failing', message: failedMessage(failed, failedTables) };
  if (journal.lastError !== undefined) return { state: 'failing', message: journalMessage(journal.lastError.message) };
  const refused = total.refusedFull === 0 ? '' : ` ${total.refusedFull} were refused, because the journal was full.`;
  if (!connected && waiting > 0) {
    return {
      state: 'degraded',
      message: `${waiting} rows wait for ClickHouse, the oldest for ${seconds(lateMs)}.${refused}`,
    };
  }
  if (lateMs > lateAfterMs) {
    return {
      state: 'degraded',
      message: `ClickHouse takes rows slowly: ${waiting} wait, the oldest for ${seconds(lateMs)}.${refused}`,
    };
  }
  return { state: 'ok', message: `${total.acknowledgedRows} rows stored since the start.` };
}

/** Rows that were accepted are safe from the end of the program, but new ones may be refused, or lost by a power failure. */
function journalMessage(reason: string): string {
  return `The journal has trouble (${reason}). Look at the folder "journal" in the data directory and at the free space.`;
}

function failedMessage({ name, lastError }: TableStats, failedTables: number): string {
  const others = failedTables > 1 ? ` and ${failedTables - 1} more tables` : '';
  const reason = lastError === undefined ? '' : ` (${lastError.message})`;
  return `ClickHouse refuses rows of ${name}${others}${reason}. They are kept and tried again.`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

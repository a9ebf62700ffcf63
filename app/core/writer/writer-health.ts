import type { TableStats, WriterStats } from '../../../native/addon/seqch.d.ts';
import type { PartHealth } from '../../contract/health.ts';

/** Rows older than this say that the database does not keep up, or is away. */
const lateAfterMs = 5_000;

/** The writer in the words of the status contract. */
export function writerPart(stats: WriterStats): PartHealth {
  const { total } = stats;
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
      dropped: total.droppedRows,
      blocks: total.blocksSent,
      retried: total.blocksRetried,
    },
  };
}

function stateOf({ connected, total, tables, failedTables }: WriterStats): Pick<PartHealth, 'state' | 'message'> {
  const waiting = total.acceptedRows - total.acknowledgedRows - total.droppedRows;
  const lateMs = Math.round(total.oldestWaitingUs / 1000);
  const failed = tables.find((table) => table.failed);
  if (failed !== undefined) return { state: 'failing', message: failedMessage(failed, failedTables) };
  if (!connected && waiting > 0) {
    return { state: 'degraded', message: `${waiting} rows wait for ClickHouse, the oldest for ${seconds(lateMs)}.` };
  }
  if (lateMs > lateAfterMs) {
    return {
      state: 'degraded',
      message: `ClickHouse takes rows slowly: ${waiting} wait, the oldest for ${seconds(lateMs)}.`,
    };
  }
  return { state: 'ok', message: `${total.acknowledgedRows} rows stored since the start.` };
}

function failedMessage({ name, lastError }: TableStats, failedTables: number): string {
  const others = failedTables > 1 ? ` and ${failedTables - 1} more tables` : '';
  const reason = lastError === undefined ? '' : ` (${lastError.message})`;
  return `ClickHouse refuses rows of ${name}${others}${reason}. They are kept and tried again.`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

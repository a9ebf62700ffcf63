import { type Result, fail, ok } from '../../contract/result.ts';
import type { TableWriter } from '../../core/writer/table-writer.ts';
import { describeRowError, describeWriterError } from '../../core/writer/writer-error.ts';
import type { AnyRow, Writer } from '../../core/writer/writer.ts';
import type { PushTarget, Refusal } from './push-rows.ts';

/** Statuses of the native writer that pass: the buffer is full, or the server refuses the table for now. */
const passing = new Set(['FULL', 'TABLE_FAILED', 'NOT_READY']);

/** One table of the native writer as the target of a push. */
export function tableTarget(writer: Writer, table: TableWriter<AnyRow>): PushTarget {
  return {
    push: (rows) =>
      table.push(rows).refused.map(({ index, error }): Refusal => {
        const message = describeRowError(error);
        if (error.kind !== 'writer') return { index, kind: 'rejected', message };
        if (passing.has(error.error.name)) return { index, kind: 'later', message };
        return { index, kind: error.error.name === 'CLOSED' ? 'closed' : 'rejected', message };
      }),
    acknowledgedRows: () => writer.stats().total.acknowledgedRows,
    flush: async (limitMs): Promise<Result<void, string>> => {
      const flushed = await writer.flush(limitMs);
      return flushed.ok ? ok(undefined) : fail(describeWriterError({ kind: 'writer', error: flushed.error }));
    },
  };
}

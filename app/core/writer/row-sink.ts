import { type Result, fail, ok } from '../../contract/result.ts';
import type { TableName, TableRows } from '../../contract/rows.ts';
import type { BatchSink, RowRefusal, RowSink } from '../sources/row-sink.ts';
import type { PushOutcome, TableWriter } from './table-writer.ts';
import { type RowError, type WriterError, describeRowError } from './writer-error.ts';
import type { Writer } from './writer.ts';

/** How long ClickHouse may take to describe a table. */
const tableTimeoutMs = 10_000;

/** The native writer as sources see it: the named tables are opened here, so that an append never waits. */
export async function openRowSink(
  writer: Writer,
  tables: readonly TableName[],
): Promise<Result<RowSink & BatchSink, WriterError>> {
  const opened = new Map<TableName, TableWriter<TableRows[TableName]>>();
  const answers = await Promise.all(
    tables.map(async (name) => ({ name, table: await writer.table(name, { timeoutMs: tableTimeoutMs }) })),
  );
  for (const { name, table } of answers) {
    if (!table.ok) return table;
    opened.set(name, table.value);
  }
  function push(name: TableName, rows: readonly TableRows[TableName][]): PushOutcome['refused'] {
    const table = opened.get(name);
    if (table === undefined) throw new Error(`The sink was opened without ${name}`);
    return table.push(rows).refused;
  }
  return ok({
    append(name, row) {
      const [refused] = push(name, [row]);
      return refused === undefined ? ok(undefined) : fail(refusalOf(refused.error));
    },
    appendAll: (name, rows) => push(name, rows).map(({ index, error }) => ({ index, refusal: refusalOf(error) })),
  });
}

/** A row that the writer cannot take now may be taken later; one that does not fit its table never will. */
function refusalOf(error: RowError): RowRefusal {
  const message = describeRowError(error);
  if (error.kind !== 'writer') return { kind: 'rejected', message };
  if (error.error.name === 'CLOSED') return { kind: 'closed', message };
  return { kind: 'full', message };
}

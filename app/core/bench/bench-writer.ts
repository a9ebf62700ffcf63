import { MeasurementFailed } from './measurement-failed.ts';
import type { TableWriter } from '../writer/table-writer.ts';
import { describeRowError, describeWriterError } from '../writer/writer-error.ts';
import type { AnyRow, Writer } from '../writer/writer.ts';

/** The writers of some tables. A benchmark that cannot write has nothing to measure, so failures throw. */
export async function openTables<Name extends string>(
  writer: Writer,
  names: readonly Name[],
): Promise<Map<Name, TableWriter<AnyRow>>> {
  const tables = new Map<Name, TableWriter<AnyRow>>();
  for (const name of names) {
    const opened = await writer.table(name as string);
    if (!opened.ok) throw new MeasurementFailed(describeWriterError(opened.error));
    tables.set(name, opened.value);
  }
  return tables;
}

/** Pushes rows that are all expected to fit, and to find room. */
export function pushAll(table: TableWriter<AnyRow> | undefined, rows: readonly AnyRow[]): void {
  const refused = table?.push(rows).refused[0];
  if (refused !== undefined) throw new MeasurementFailed(`A row was refused: ${describeRowError(refused.error)}`);
}

/** Pushes rows, waiting for room when the writer is full. */
export async function pushPatiently(
  writer: Writer,
  table: TableWriter<AnyRow>,
  rows: readonly AnyRow[],
): Promise<void> {
  let left = rows;
  while (left.length > 0) {
    const { refused } = table.push(left);
    for (const { error } of refused) {
      const isFull = error.kind === 'writer' && error.error.name === 'FULL';
      if (!isFull) throw new MeasurementFailed(`A row was refused: ${describeRowError(error)}`);
    }
    const waiting = left;
    left = refused.flatMap(({ index }) => waiting.slice(index, index + 1));
    if (left.length > 0) await flushed(writer);
  }
}

/** Settles when ClickHouse has acknowledged everything. */
export async function flushed(writer: Writer): Promise<void> {
  const result = await writer.flush(60_000);
  if (!result.ok) throw new MeasurementFailed(describeWriterError({ kind: 'writer', error: result.error }));
}

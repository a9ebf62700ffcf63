import { type Result } from '../../contract/result.ts';
import { type TableName, type TableRows } from '../../contract/rows.ts';

/** Why a row was not taken. `full`: try again later. `rejected`: this row can never be stored. `closed`: shutting down. */
export interface RowRefusal {
  readonly kind: 'full' | 'rejected' | 'closed';
  readonly message: string;
}

/** Where sources put their rows: the native writer, or a list in a test. Takes a copy, never blocks. */
export interface RowSink {
  append<T extends TableName>(table: T, row: TableRows[T]): Result<void, RowRefusal>;
}

/** What became of the rows of one batch: those that are not refused are taken. After `full`, all that follow are refused. */
export interface RefusedRow {
  readonly index: number;
  readonly refusal: RowRefusal;
}

/** Where sources that send many rows put them: like `RowSink`, a batch at a time. */
export interface BatchSink {
  appendAll<T extends TableName>(table: T, rows: readonly TableRows[T][]): readonly RefusedRow[];
}

/** One row with the name of its table. */
export type TableRow = { [T in TableName]: { readonly table: T; readonly row: TableRows[T] } }[TableName];

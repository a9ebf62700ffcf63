import type { NativeColumn, NativeTable, NativeWriter, SeqchAddon, SeqchError } from '../../../native/addon/seqch.d.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { isSeqchError } from './addon.ts';
import { type ColumnEncoder, kindOf, makeColumnEncoder } from './column-encoder.ts';
import { parseColumnType } from './column-type.ts';
import type { RowBuffer } from './row-buffer.ts';
import type { RowError, WriterError } from './writer-error.ts';

/** Combinations of columns with a DEFAULT expression that one table may be written in. */
const maxShapes = 64;
/** Rows are handed over in pieces that fit the native writer's chunks. */
const pieceBytes = 192 * 1024;

/** What became of the rows of one push: each is accepted or stands in `refused` with its index. */
export interface PushOutcome {
  readonly accepted: number;
  readonly refused: readonly { readonly index: number; readonly error: RowError }[];
}

/** Pushes rows into one table. Never waits for the server. */
export interface TableWriter<Row> {
  readonly name: string;
  readonly columns: readonly NativeColumn[];
  /** Rows that do not fit are refused one by one; when the writer is full, failed or closed, all that follow are. */
  push(rows: readonly Row[]): PushOutcome;
  /** Rows that this process refused before they reached the native writer. */
  refusedRows(): number;
}

interface EncodedColumn {
  readonly name: string;
  readonly type: string;
  readonly encoder: ColumnEncoder;
  readonly hasDefault: boolean;
}

interface Shape {
  readonly table: NativeTable;
  readonly columns: readonly EncodedColumn[];
}

export interface TableParts {
  readonly addon: SeqchAddon;
  readonly writer: NativeWriter;
  /** Shared by all tables of a writer: a push is over before the next begins. */
  readonly buffer: RowBuffer;
}

/** A writer for a table whose columns are known. `columns`: those that rows may have. */
export function makeTableWriter<Row extends object>(
  name: string,
  columns: readonly NativeColumn[],
  parts: TableParts,
): Result<TableWriter<Row>, WriterError> {
  const encoded: EncodedColumn[] = [];
  for (const column of columns) {
    const type = parseColumnType(column.type);
    if (!type.ok) return fail({ kind: 'unsupported-type', table: name, column: column.name, type: type.error });
    encoded.push({ ...column, encoder: makeColumnEncoder(type.value) });
  }
  return ok(new EncodingTableWriter<Row>(name, columns, encoded, parts));
}

class EncodingTableWriter<Row extends object> implements TableWriter<Row> {
  readonly name: string;
  readonly columns: readonly NativeColumn[];
  readonly #all: readonly EncodedColumn[];
  readonly #known: ReadonlySet<string>;
  readonly #withDefault: readonly EncodedColumn[];
  readonly #shapes = new Map<string, Shape>();
  readonly #parts: TableParts;
  #refused = 0;

  constructor(name: string, columns: readonly NativeColumn[], encoded: readonly EncodedColumn[], parts: TableParts) {
    this.name = name;
    this.columns = columns;
    this.#all = encoded;
    this.#known = new Set(encoded.map((column) => column.name));
    this.#withDefault = encoded.filter((column) => column.hasDefault);
    this.#parts = parts;
  }

  refusedRows(): number {
    return this.#refused;
  }

  push(rows: readonly Row[]): PushOutcome {
    const { buffer } = this.#parts;
    const refused: { index: number; error: RowError }[] = [];
    let accepted = 0;
    let shape: Shape | undefined;
    let pieceRows: number[] = [];
    let stopped: SeqchError | undefined;
    buffer.clear();

    const handOver = (): void => {
      if (shape === undefined || pieceRows.length === 0) return;
      const error = this.#parts.addon.push(shape.table, buffer.bytes, 0, buffer.at, pieceRows.length);
      if (error === undefined) accepted += pieceRows.length;
      else for (const index of pieceRows) refused.push({ index, error: { kind: 'writer', error } });
      stopped = error;
      pieceRows = [];
      buffer.at = 0;
    };

    for (let index = 0; index < rows.length; index++) {
      if (stopped !== undefined) {
        refused.push({ index, error: { kind: 'writer', error: stopped } });
        continue;
      }
      const row: unknown = rows[index];
      if (typeof row !== 'object' || row === null || Array.isArray(row)) {
        refused.push({ index, error: { kind: 'not-an-object', got: kindOf(row) } });
        this.#refused++;
        continue;
      }
      const wanted = this.#shapeOf(row as Readonly<Record<string, unknown>>);
      if (!wanted.ok) {
        refused.push({ index, error: wanted.error });
        this.#refused++;
        continue;
      }
      if (wanted.value !== shape) handOver();
      shape = wanted.value;
      const start = buffer.at;
      const error = this.#encode(row as Readonly<Record<string, unknown>>, shape);
      if (error === undefined) {
        pieceRows.push(index);
        if (buffer.at >= pieceBytes) handOver();
      } else {
        buffer.at = start;
        refused.push({ index, error });
        this.#refused++;
      }
    }
    handOver();
    return { accepted, refused };
  }

  #encode(row: Readonly<Record<string, unknown>>, shape: Shape): RowError | undefined {
    const { buffer } = this.#parts;
    let present = 0;
    for (const column of shape.columns) {
      const value = row[column.name];
      if (value === undefined) {
        column.encoder.encodeDefault(buffer);
        continue;
      }
      present++;
      const failed = column.encoder.encode(value, buffer);
      if (failed !== undefined) return { kind: 'bad-value', column: column.name, type: column.type, ...failed };
    }
    const keys = Object.keys(row);
    if (keys.length === present) return undefined;
    const unknown = keys.find((key) => !this.#known.has(key));
    return unknown === undefined ? undefined : { kind: 'unknown-column', column: unknown, table: this.name };
  }

  /** A column with a DEFAULT expression is in the shape only when the row has it: the server fills in the others. */
  #shapeOf(row: Readonly<Record<string, unknown>>): Result<Shape, RowError> {
    let key = '';
    for (const column of this.#withDefault) key += row[column.name] === undefined ? '0' : '1';
    const known = this.#shapes.get(key);
    if (known !== undefined) return ok(known);
    if (this.#shapes.size >= maxShapes) return fail({ kind: 'too-many-shapes', table: this.name, limit: maxShapes });
    const columns = this.#all.filter((column) => !column.hasDefault || row[column.name] !== undefined);
    const names = columns.map((column) => column.name);
    const table = this.#parts.addon.tableOpen(this.#parts.writer, this.name, names);
    if (isSeqchError(table)) return fail({ kind: 'writer', error: table });
    const shape: Shape = { table, columns };
    this.#shapes.set(key, shape);
    return ok(shape);
  }
}

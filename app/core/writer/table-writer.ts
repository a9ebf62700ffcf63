import type { NativeColumn, NativeWriter, SeqchAddon, SeqchError } from '../../../native/addon/seqch.d.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { isSeqchError } from './addon.ts';
import { makeColumnEncoder } from './column-encoder.ts';
import { parseColumnType } from './column-type.ts';
import type { RowBuffer } from './row-buffer.ts';
import { type EncodedColumn, type RowPlan, type Shape, fits, makeRowPlan } from './row-plan.ts';
import { kindOf } from './value-encoder.ts';
import type { RowError, WriterError } from './writer-error.ts';

/** Combinations of columns with a DEFAULT expression that one table may be written in. */
const maxShapes = 64;
/** Plans are forgotten beyond this many; they are made anew when they are needed. */
const maxPlans = 256;
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
  readonly #plans = new Map<string, RowPlan>();
  #lastPlan: RowPlan | undefined;
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
      const plan = this.#planOf(row);
      if (!plan.ok) {
        refused.push({ index, error: plan.error });
        this.#refused++;
        continue;
      }
      if (plan.value.shape !== shape) handOver();
      shape = plan.value.shape;
      const start = buffer.at;
      const error = encode(row as AnyFields, plan.value, buffer);
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

  #planOf(row: unknown): Result<RowPlan, RowError> {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      return fail({ kind: 'not-an-object', got: kindOf(row) });
    }
    const keys = Object.keys(row);
    const last = this.#lastPlan;
    if (last !== undefined && this.#withDefault.length === 0 && fits(last, keys)) return ok(last);
    return this.#findPlan(row as AnyFields, keys);
  }

  #findPlan(row: AnyFields, keys: readonly string[]): Result<RowPlan, RowError> {
    // A column with a DEFAULT expression whose value is undefined is left out, as if its key were not there.
    const given = this.#withDefault.length === 0 ? keys : keys.filter((key) => row[key] !== undefined);
    const signature = JSON.stringify(given);
    let plan = this.#plans.get(signature);
    if (plan === undefined) {
      const unknown = keys.find((key) => !this.#known.has(key));
      if (unknown !== undefined) return fail({ kind: 'unknown-column', column: unknown, table: this.name });
      const shape = this.#shapeOf(new Set(given));
      if (!shape.ok) return shape;
      plan = makeRowPlan(given, shape.value);
      if (this.#plans.size >= maxPlans) this.#plans.clear();
      this.#plans.set(signature, plan);
    }
    this.#lastPlan = plan;
    return ok(plan);
  }

  #shapeOf(given: ReadonlySet<string>): Result<Shape, RowError> {
    const columns = this.#all.filter((column) => !column.hasDefault || given.has(column.name));
    const names = columns.map((column) => column.name);
    const key = names.join();
    const known = this.#shapes.get(key);
    if (known !== undefined) return ok(known);
    if (this.#shapes.size >= maxShapes) return fail({ kind: 'too-many-shapes', table: this.name, limit: maxShapes });
    const table = this.#parts.addon.tableOpen(this.#parts.writer, this.name, names);
    if (isSeqchError(table)) return fail({ kind: 'writer', error: table });
    const shape: Shape = { table, columns };
    this.#shapes.set(key, shape);
    return ok(shape);
  }
}

type AnyFields = Readonly<Record<string, unknown>>;

function encode(row: AnyFields, plan: RowPlan, out: RowBuffer): RowError | undefined {
  for (const step of plan.steps) {
    if ('absent' in step) {
      out.raw(step.absent);
      continue;
    }
    const { column } = step;
    const value = row[column.name];
    if (value === undefined) column.encoder.encodeDefault(out);
    else {
      const failed = column.encoder.encode(value, out);
      if (failed !== undefined) return { kind: 'bad-value', column: column.name, type: column.type, ...failed };
    }
  }
  return undefined;
}

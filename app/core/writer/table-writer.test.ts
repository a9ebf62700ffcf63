import { describe, expect, it } from 'vitest';
import type { NativeColumn, NativeTable, NativeWriter, SeqchAddon, SeqchError } from '../../../native/addon/seqch.d.ts';
import { RowBuffer } from './row-buffer.ts';
import { type TableWriter, makeTableWriter } from './table-writer.ts';
import type { AnyRow } from './writer.ts';
import { describeRowError } from './writer-error.ts';

interface Pushed {
  readonly shape: string;
  readonly rows: number;
  readonly hex: string;
}

/** An addon that keeps what is pushed; `refuse` decides what to answer. */
function setUp(columns: readonly NativeColumn[], refuse: (pushed: Pushed) => SeqchError | undefined = () => undefined) {
  const pushed: Pushed[] = [];
  const shapes = new Map<NativeTable, string>();
  const addon = {
    tableOpen: (_writer: NativeWriter, _name: string, names: readonly string[]) => {
      const table = {} as NativeTable;
      shapes.set(table, names.join());
      return table;
    },
    push: (table: NativeTable, bytes: Uint8Array, offset: number, length: number, rows: number) => {
      const hex = Buffer.from(bytes.subarray(offset, offset + length)).toString('hex');
      const entry = { shape: shapes.get(table) ?? '', rows, hex };
      const error = refuse(entry);
      if (error === undefined) pushed.push(entry);
      return error;
    },
  } as unknown as SeqchAddon;
  const made = makeTableWriter<AnyRow>('db.t', columns, { addon, writer: {} as NativeWriter, buffer: new RowBuffer() });
  if (!made.ok) throw new Error(made.error.kind);
  return { pushed, table: made.value };
}

const plain: readonly NativeColumn[] = [
  { name: 'n', type: 'UInt8', hasDefault: false },
  { name: 's', type: 'String', hasDefault: false },
];
const withDefault: readonly NativeColumn[] = [...plain, { name: 'v', type: 'UInt8', hasDefault: true }];

function refusals(table: TableWriter<AnyRow>, rows: readonly unknown[]): readonly string[] {
  return table
    .push(rows as readonly AnyRow[])
    .refused.map(({ index, error }) => `${index}: ${describeRowError(error)}`);
}

describe('pushing rows', () => {
  it('packs rows of one shape into one call, absent columns as their default', () => {
    const { table, pushed } = setUp(plain);
    expect(table.push([{ n: 1, s: 'a' }, { n: 2 }, {}])).toEqual({ accepted: 3, refused: [] });
    expect(pushed).toEqual([{ shape: 'n,s', rows: 3, hex: '01016102000000' }]);
  });

  it('refuses what does not fit row by row and takes the others', () => {
    const { table, pushed } = setUp(plain);
    const secret = 'not-a-number-secret';
    const messages = refusals(table, [{ n: 1 }, { n: secret }, { n: 2, extra: 1 }, 'text', null, [1], { n: 3 }]);
    expect(messages).toEqual([
      '1: Column "n" (UInt8) takes an integer from 0 to 255; the row has a string.',
      '2: The table db.t has no column "extra".',
      "3: The row is a string; a row is an object with the table's columns as keys.",
      "4: The row is null; a row is an object with the table's columns as keys.",
      "5: The row is an array; a row is an object with the table's columns as keys.",
    ]);
    expect(messages.join()).not.toContain(secret);
    expect(pushed).toEqual([{ shape: 'n,s', rows: 2, hex: '01000300' }]);
    expect(table.refusedRows()).toBe(5);
  });

  it('leaves no byte of a refused row behind', () => {
    const { table, pushed } = setUp(plain);
    table.push([
      { n: 7, s: 5 },
      { n: 8, s: 'b' },
    ]);
    expect(pushed.map(({ hex }) => hex)).toEqual(['080162']);
  });

  it('takes a key whose value is undefined for absent', () => {
    const { table } = setUp(plain);
    expect(table.push([{ n: 1, s: undefined, other: undefined }]).refused).toMatchObject([
      { error: { kind: 'unknown-column', column: 'other' } },
    ]);
    expect(table.push([{ n: 1, s: undefined }]).accepted).toBe(1);
  });

  it('leaves a column with a DEFAULT expression to the server unless the row has it', () => {
    const { table, pushed } = setUp(withDefault);
    table.push([{ n: 1 }, { n: 2, v: 9 }, { n: 3, v: 8 }, { n: 4 }]);
    expect(pushed).toEqual([
      { shape: 'n,s', rows: 1, hex: '0100' },
      { shape: 'n,s,v', rows: 2, hex: '020009030008' },
      { shape: 'n,s', rows: 1, hex: '0400' },
    ]);
  });

  it('bounds the number of shapes', () => {
    const columns = Array.from({ length: 8 }, (_, i) => ({ name: `c${i}`, type: 'UInt8', hasDefault: true }));
    const { table } = setUp(columns);
    const rows = Array.from({ length: 100 }, (_, i) =>
      Object.fromEntries(columns.filter((_column, bit) => ((i >> bit) & 1) === 1).map(({ name }) => [name, 1])),
    );
    const outcome = table.push(rows);
    expect(outcome.accepted).toBe(64);
    expect(outcome.refused[0]?.error).toEqual({ kind: 'too-many-shapes', table: 'db.t', limit: 64 });
  });

  it('stops at the first refusal of the writer and refuses what follows for the same reason', () => {
    const full: SeqchError = { code: 3, name: 'FULL', message: 'the buffer limit is reached' };
    const { table } = setUp(plain, (pushed) => (pushed.hex.startsWith('02') ? full : undefined));
    const big = 'x'.repeat(200_000);
    const outcome = table.push([{ n: 1, s: big }, { n: 2, s: big }, { n: 3 }]);
    expect(outcome.accepted).toBe(1);
    expect(outcome.refused).toEqual([
      { index: 1, error: { kind: 'writer', error: full } },
      { index: 2, error: { kind: 'writer', error: full } },
    ]);
  });

  it('hands a long push over in pieces', () => {
    const { table, pushed } = setUp(plain);
    const rows = Array.from({ length: 10_000 }, () => ({ n: 1, s: 'x'.repeat(60) }));
    expect(table.push(rows).accepted).toBe(10_000);
    expect(pushed.length).toBeGreaterThan(2);
    expect(pushed.reduce((sum, { rows: count }) => sum + count, 0)).toBe(10_000);
  });

  it('refuses a table with a type that it cannot encode, by column', () => {
    const parts = { addon: {} as SeqchAddon, writer: {} as NativeWriter, buffer: new RowBuffer() };
    const made = makeTableWriter('db.t', [{ name: 'j', type: 'JSON', hasDefault: false }], parts);
    expect(made).toEqual({
      ok: false,
      error: { kind: 'unsupported-type', table: 'db.t', column: 'j', type: 'JSON' },
    });
  });
});

import type { Terminal } from './terminal.ts';
import { printable, textTable } from './text-table.ts';

/** An answer as rows of cells. */
export interface PrintableAnswer {
  readonly columns: readonly { readonly name: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Wider cells are cut on a screen, where they would break the lines; never in a pipe. */
const widestCell = 80;

/** A table for people; a single value stands alone, so that a script can take it as it is. */
export function answerText({ columns, rows }: PrintableAnswer, terminal: Terminal): string {
  if (columns.length === 1 && rows.length === 1) {
    const value = cellText(rows[0]?.[0]);
    return `${terminal.interactive ? printable(value) : value}\n`;
  }
  return textTable(
    columns.map(({ name, numeric }) => ({ title: printable(name), align: numeric ? 'right' : 'left' })),
    rows.map((row) => row.map(cellText)),
    {
      paintTitle: (text) => terminal.paint('dim', text),
      ...(terminal.interactive ? { maxCellWidth: widestCell } : {}),
    },
  );
}

/** Whether values of a ClickHouse type are set right-aligned. */
export function isNumericType(type: string): boolean {
  return /^(?:LowCardinality\(|Nullable\()*(?:U?Int\d|Float|Decimal|BFloat)/.test(type);
}

/** One value as text. What has parts is shown as JSON. */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  return value === null ? 'NULL' : JSON.stringify(value);
}

import { type ConsoleColumn, consoleWindowLimit } from '../../contract/console.ts';
import { ok, type Result } from '../../contract/result.ts';
import { type Problem } from '../data/problem.ts';
import { plainText } from './cell-text.ts';
import { type Block } from './grid-selection.ts';
import { allRows, type FetchRows, type Row } from './row-cache.ts';

export type CopyFormat = 'tsv' | 'tsv-names' | 'csv' | 'json';

/** What goes to the clipboard at most; more is what an export is for. */
export const mostCopiedRows = 50_000;

/** Cells as text. In TSV and CSV, NULL is `\N`, as in the server's own formats. */
export function rowsAsText(rows: readonly Row[], columns: readonly ConsoleColumn[], format: CopyFormat): string {
  const texts = (row: Row) => columns.map(({ type }, index) => plainText(row[index], type));
  const names = columns.map(({ name }) => name);
  switch (format) {
    case 'tsv':
    case 'tsv-names':
      return [...(format === 'tsv' ? [] : [names]), ...rows.map(texts)]
        .map((line) => line.map((text) => (rows.length === 1 && line.length === 1 ? text : escapeTab(text))).join('\t'))
        .join('\n');
    case 'csv':
      return [names, ...rows.map(texts)].map((line) => line.map(quoteCsv).join(',')).join('\n');
    case 'json':
      return JSON.stringify(
        rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]))),
        null,
        2,
      );
  }
}

/** The rows of a block with its columns only, fetched window by window. */
export async function rowsOfBlock(block: Block, fetch: FetchRows): Promise<Result<readonly Row[], Problem>> {
  const rows: Row[] = [];
  const end = Math.min(block.lastRow + 1, block.firstRow + mostCopiedRows);
  for (let from = block.firstRow; from < end; from += consoleWindowLimit) {
    const answer = await allRows(fetch, from, Math.min(consoleWindowLimit, end - from));
    if (!answer.ok) return answer;
    for (const row of answer.value) rows.push(row.slice(block.firstColumn, block.lastColumn + 1));
  }
  return ok(rows);
}

function escapeTab(text: string): string {
  if (text === '\\N') return text;
  return text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
}

function quoteCsv(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

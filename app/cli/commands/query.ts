import { text as readText } from 'node:stream/consumers';
import { grouped } from '../../contract/counts.ts';
import { ok } from '../../contract/result.ts';
import type { ReadableDatabase } from '../../core/database/clients.ts';
import { runSql, streamSql } from '../../core/queries/run-sql.ts';
import { answerText, isNumericType } from '../answer-text.ts';
import type { Command, Invocation } from '../command.ts';
import { type Outcome, exitCodes, misused } from '../failure.ts';
import { keyedValues, wholeNumber } from '../option-reader.ts';
import { queryFailure } from '../query-failure.ts';
import { withRunningDatabase } from '../running-database.ts';

/** The most that ClickHouse hands a reader in one answer, see the reader's profile. */
const mostRows = 10_000_000;
const tableRows = 1_000;

export const queryCommand: Command = {
  name: 'query',
  summary: 'answer a read-only SQL query',
  operands: '"SQL"',
  operandCount: { min: 1, max: 1 },
  details: [
    'SQL may be - to read the statement from standard input. The account that asks can read and nothing else.',
    'Prints a table, or the bare value when there is only one. With --json each row is one line of JSON.',
  ],
  options: {
    format: {
      kind: 'text',
      value: 'FORMAT',
      says: 'hand on the bytes of any ClickHouse format: CSVWithNames, Parquet, Vertical, …',
    },
    limit: {
      kind: 'text',
      value: 'N',
      says: `most rows; ${grouped(tableRows)} for a table, else ${grouped(mostRows)}`,
    },
    param: { kind: 'list', value: 'NAME=VALUE', says: 'the value of {NAME:Type} in the SQL' },
    timeout: { kind: 'text', value: 'SECONDS', says: 'give up after this long; 30, at most 600' },
  },
  examples: [
    { line: 'hivebar query "SELECT count() FROM hive.model_invocations"', says: 'prints the number' },
    { line: 'hivebar query "SELECT * FROM seq.context" --format CSVWithNames > context.csv', says: 'exports a table' },
    { line: 'hivebar query "SELECT {app:String}" --param app=Code', says: 'keeps values out of the SQL' },
  ],
  async run(invocation) {
    const { options, operands, json } = invocation;
    const sql = operands[0] === '-' ? await readText(process.stdin) : (operands[0] ?? '');
    if (sql.trim() === '') return misused('The SQL is empty.');
    const format = options.text('format') ?? (json ? 'JSONEachRow' : formatClause(sql));
    if (json && options.text('format') !== undefined) return misused('Take either --json or --format.');
    const usualRows = format === undefined ? tableRows : mostRows;
    const maxRows = wholeNumber(options, 'limit', { min: 1, max: mostRows, fallback: usualRows });
    const seconds = wholeNumber(options, 'timeout', { min: 1, max: 600, fallback: 30 });
    const params = keyedValues(options, 'param');
    if (!maxRows.ok) return maxRows;
    if (!seconds.ok) return seconds;
    if (!params.ok) return params;
    const request = {
      sql,
      params: params.value,
      limits: { maxRows: maxRows.value, maxExecutionMs: seconds.value * 1_000 },
    };
    return withRunningDatabase(invocation.dataDir, ({ reader }) =>
      format === undefined ? printTable(invocation, reader, request) : printBytes(invocation, reader, request, format),
    );
  },
};

/** The format that the SQL asks for itself: the answer is then bytes, as with --format. */
function formatClause(sql: string): string | undefined {
  return /\bFORMAT\s+(\w+)[\s;]*$/i.exec(sql)?.[1];
}

interface Request {
  readonly sql: string;
  readonly params: Readonly<Record<string, string>>;
  readonly limits: { readonly maxRows: number; readonly maxExecutionMs: number };
}

async function printTable({ terminal }: Invocation, reader: ReadableDatabase, request: Request): Promise<Outcome> {
  const answer = await runSql(reader, request.sql, request);
  if (!answer.ok) return queryFailure(answer.error);
  const { columns, rows, truncated } = answer.value;
  const named = columns.map(({ name, type }) => ({ name, numeric: isNumericType(type) }));
  if (columns.length > 0) await terminal.print(answerText({ columns: named, rows }, terminal));
  if (truncated)
    terminal.tell(`hivebar: Only the first ${grouped(rows.length)} rows are shown; --limit N shows more.\n`);
  return ok(exitCodes.ok);
}

async function printBytes(
  { terminal }: Invocation,
  reader: ReadableDatabase,
  request: Request,
  format: string,
): Promise<Outcome> {
  const answer = await streamSql(reader, request.sql, format, request);
  if (!answer.ok) return queryFailure(answer.error);
  const { stream, rows, full } = answer.value;
  for await (const chunk of stream as AsyncIterable<Buffer>) await terminal.print(chunk);
  if (full) terminal.tell(`hivebar: The answer was cut at ${grouped(rows)} rows; --limit N changes that.\n`);
  return ok(exitCodes.ok);
}

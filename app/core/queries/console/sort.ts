import type { ConsoleSort } from '../../../contract/console.ts';
import type { QueryError } from '../../../contract/questions.ts';
import { isSignificant, sqlTokens } from '../../../contract/sql-tokens.ts';

/**
 * The same statement, ordered by one of its columns. By its place and not by its name, since names may be double. The
 * statement keeps its own ORDER and LIMIT: the rows are the same ones. What cannot stand in brackets, such as SHOW or a
 * FORMAT clause, the server refuses.
 */
export function sortedSql(sql: string, { column, descending }: ConsoleSort): string {
  // The line feed ends a comment in the last line; a semicolon cannot stand within brackets.
  return `SELECT * FROM (\n${withoutEnd(sql)}\n) ORDER BY ${column + 1} ${descending ? 'DESC' : 'ASC'}`;
}

/** What a failure of the sorted statement means: a syntax error is due to the brackets, for the statement itself ran. */
export function sortProblem(error: QueryError): QueryError {
  if (error.kind !== 'syntax') return error;
  const message =
    'This answer cannot be sorted: only a plain SELECT, without a FORMAT clause of its own, can be asked for in another order.';
  return { kind: 'failed', message, code: null };
}

/** A text without the semicolons at its end; comments behind them stay. */
function withoutEnd(sql: string): string {
  const tokens = sqlTokens(sql);
  const last = tokens.findLastIndex((token) => isSignificant(token) && token.kind !== 'end');
  return tokens
    .filter(({ kind }, index) => index <= last || kind !== 'end')
    .map(({ text }) => text)
    .join('');
}

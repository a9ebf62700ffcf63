import type { QueryError } from '../contract/questions.ts';

/** Why a query has no answer, for an agent; a mistake in the SQL with its line and column, from 1. */
export function queryErrorText(error: QueryError, sql = ''): string {
  const message = error.message.trim();
  if (error.kind !== 'syntax' || error.position === null) return message;
  const before = sql.slice(0, error.position).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  return `Syntax error at line ${before.length}, column ${column}: ${message}`;
}

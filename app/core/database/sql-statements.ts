import { isSignificant, sqlTokens } from '../sql-tokens.ts';

/**
 * Splits a migration into its statements. A semicolon inside of a string, a quoted name or a comment ends nothing.
 * Comments stay with the statement they stand in; what holds nothing but comments is no statement.
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let hasContent = false;
  const finish = (end: number) => {
    if (hasContent) statements.push(sql.slice(start, end).trim());
    start = end + 1;
    hasContent = false;
  };
  for (const token of sqlTokens(sql)) {
    if (token.kind === 'end') finish(token.from);
    else if (isSignificant(token)) hasContent = true;
  }
  finish(sql.length);
  return statements;
}

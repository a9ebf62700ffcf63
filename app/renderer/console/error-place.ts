import { type QueryError } from '../../contract/questions.ts';
import { type Problem } from '../data/problem.ts';
import { sqlTokens } from '../../contract/sql-tokens.ts';

/** The part of `sql` that an error speaks of; null when it speaks of no part. Offsets are indexes into `sql`. */
export function errorPlace(sql: string, error: QueryError | Problem): { from: number; to: number } | null {
  if (error.kind === 'syntax' && error.position !== null) return tokenFrom(sql, error.position);
  // The server names what it does not know, but not where it stands.
  const names = [
    ...error.message.matchAll(/[`'"]([^`'"\s]+)[`'"]|(?:function|table|Table|Database|identifier)\s+([\w.]+)/g),
  ];
  for (const name of names.map((match) => match[1] ?? match[2] ?? '')) {
    const place = placeOf(sql, name);
    if (place !== null) return place;
  }
  return null;
}

/** The line and column of an offset, both from 1, as editors count. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** From there to the end of its token; behind the text its last token. */
function tokenFrom(sql: string, position: number): { from: number; to: number } {
  const tokens = sqlTokens(sql).filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const token = tokens.find(({ to }) => to > position) ?? tokens.at(-1);
  return token === undefined ? { from: 0, to: sql.length } : { from: Math.min(token.from, sql.length), to: token.to };
}

/** Where a name stands as code, the last part of `a.b` too. */
function placeOf(sql: string, name: string): { from: number; to: number } | null {
  const parts = new Set([name, name.split('.').at(-1)]);
  const token = sqlTokens(sql).find(({ kind, from, to }) => {
    if (kind === 'word') return parts.has(sql.slice(from, to));
    return kind === 'quoted' && parts.has(sql.slice(from + 1, to - 1));
  });
  return token === undefined ? null : { from: token.from, to: token.to };
}

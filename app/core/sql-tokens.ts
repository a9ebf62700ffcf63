/** One piece of a text in ClickHouse's SQL; the pieces of a text put together are the text. */
export interface SqlToken {
  /** `text` is a string or a heredoc, `name` a quoted identifier, `end` a semicolon, `sign` any other character. */
  readonly kind: 'space' | 'comment' | 'word' | 'number' | 'text' | 'name' | 'sign' | 'end';
  readonly text: string;
  /** Index of its first character. */
  readonly from: number;
}

/**
 * Cuts a text into the pieces that ClickHouse's own lexer sees. Never fails: a string or comment that is not closed
 * reaches to the end, and the server says what is wrong with it.
 */
export function* sqlTokens(sql: string): Generator<SqlToken> {
  for (let from = 0; from < sql.length;) {
    const { kind, length } = pieceAt(sql, from);
    yield { kind, text: sql.slice(from, from + length), from };
    from += length;
  }
}

/** What carries meaning: neither white space nor a comment. */
export function isSignificant({ kind }: SqlToken): boolean {
  return kind !== 'space' && kind !== 'comment';
}

const patterns: readonly (readonly [SqlToken['kind'], RegExp])[] = [
  ['comment', /(?:--|#!|# )[^\n]*/y],
  ['space', /\s+/y],
  ['end', /;/y],
  // Quotes are escaped by a backslash or by doubling.
  ['text', /'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y],
  ['name', /"(?:[^"\\]|\\[\s\S]|"")*(?:"|$)/y],
  ['name', /`(?:[^`\\]|\\[\s\S]|``)*(?:`|$)/y],
  // A heredoc: $tag$ … $tag$.
  ['text', /\$(\w*)\$[\s\S]*?\$\1\$/y],
  ['word', /[A-Za-z_][\w$]*/y],
  ['number', /\d[\w.]*/y],
];

function pieceAt(sql: string, from: number): { readonly kind: SqlToken['kind']; readonly length: number } {
  if (sql.startsWith('/*', from)) return { kind: 'comment', length: blockCommentEnd(sql, from) - from };
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = from;
    const match = pattern.exec(sql);
    if (match !== null) return { kind, length: match[0].length };
  }
  return { kind: 'sign', length: 1 };
}

/** Block comments stand inside of one another. */
function blockCommentEnd(sql: string, from: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  let depth = 0;
  for (let match = mark.exec(sql); match !== null; match = mark.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}

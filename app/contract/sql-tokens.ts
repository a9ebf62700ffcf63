export type SqlTokenKind = 'space' | 'comment' | 'string' | 'quoted' | 'word' | 'number' | 'end' | 'symbol';

/** One piece of a text in ClickHouse's SQL; the pieces put together are the text. Places are indexes into it. */
export interface SqlToken {
  /** `string` is also a heredoc, `quoted` a quoted name, `end` a semicolon, `symbol` any other character. */
  readonly kind: SqlTokenKind;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const patterns: readonly (readonly [SqlTokenKind, RegExp])[] = [
  ['space', /\s+/y],
  ['comment', /(?:--|#!|# )[^\n]*/y],
  // Quotes are escaped by a backslash or by doubling. One that is never closed reaches to the end: the server says so.
  ['string', /'(?:[^'\\]|\\[\s\S]|'')*(?:'|\\?$)/y],
  ['string', /‘[^’]*(?:’|$)/y],
  ['quoted', /"(?:[^"\\]|\\[\s\S]|"")*(?:"|\\?$)/y],
  ['quoted', /`(?:[^`\\]|\\[\s\S]|``)*(?:`|\\?$)/y],
  ['quoted', /“[^”]*(?:”|$)/y],
  // A heredoc: $tag$ … $tag$. A dollar that begins none is a symbol.
  ['string', /\$(\w*)\$[\s\S]*?\$\1\$/y],
  ['number', /\d[\w]*(?:\.\d\w*)?(?:(?<=[eE])[+-]\d+)?/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['end', /;/y],
];

/**
 * Cuts a text into the pieces that ClickHouse's own lexer sees, without gaps. Never fails: what is not closed reaches to
 * the end, and the server says what is wrong with it.
 */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (let from = 0; from < sql.length;) {
    const token = tokenAt(sql, from);
    tokens.push(token);
    from = token.to;
  }
  return tokens;
}

/** What carries meaning: neither white space nor a comment. */
export function isSignificant({ kind }: SqlToken): boolean {
  return kind !== 'space' && kind !== 'comment';
}

function tokenAt(sql: string, from: number): SqlToken {
  const token = (kind: SqlTokenKind, to: number): SqlToken => ({ kind, text: sql.slice(from, to), from, to });
  if (sql.startsWith('/*', from)) return token('comment', endOfComment(sql, from));
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = from;
    const match = pattern.exec(sql);
    if (match !== null && match[0].length > 0) return token(kind, from + match[0].length);
  }
  return token('symbol', from + 1);
}

/** Comments of this kind stand inside of each other. */
function endOfComment(sql: string, from: number): number {
  let depth = 0;
  const borders = /\/\*|\*\//g;
  borders.lastIndex = from;
  for (let match = borders.exec(sql); match !== null; match = borders.exec(sql)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return borders.lastIndex;
  }
  return sql.length;
}

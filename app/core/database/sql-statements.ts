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
  for (let position = 0; position < sql.length;) {
    const token = tokenAt(sql, position);
    if (token.kind === 'end') finish(position);
    else if (token.kind === 'content') hasContent = true;
    position += token.length;
  }
  finish(sql.length);
  return statements;
}

interface Token {
  readonly kind: 'content' | 'comment' | 'space' | 'end';
  readonly length: number;
}

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['comment', /(?:--|#!|# )[^\n]*/y],
  ['comment', /\/\*[\s\S]*?(?:\*\/|$)/y],
  ['space', /\s+/y],
  ['end', /;/y],
  // Quotes are escaped by a backslash or by doubling. One that is never closed reaches to the end: the server says so.
  ['content', /'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y],
  ['content', /"(?:[^"\\]|\\[\s\S]|"")*(?:"|$)/y],
  ['content', /`(?:[^`\\]|\\[\s\S]|``)*(?:`|$)/y],
  // A heredoc: $tag$ … $tag$.
  ['content', /\$(\w*)\$[\s\S]*?\$\1\$/y],
];

function tokenAt(sql: string, position: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = position;
    const match = pattern.exec(sql);
    if (match !== null) return { kind, length: match[0].length };
  }
  return { kind: 'content', length: 1 };
}

import { type SqlToken, isSignificant, sqlTokens } from '../../../contract/sql-tokens.ts';

/** Texts with more significant tokens than this are not compared: the table grows with the square. */
const mostTokens = 3000;

/**
 * Puts the comments of `original` into `formatted`, the same statement without them: each stays beside the token that
 * it stood beside. Only comments and white space are added, so the meaning cannot change. Undefined when the two
 * texts are too long to be compared.
 */
export function withComments(original: string, formatted: string): string | undefined {
  const before = sqlTokens(original);
  const after = sqlTokens(formatted).filter(isSignificant);
  const significant = before.filter(isSignificant);
  if (significant.length > mostTokens || after.length > mostTokens) return undefined;
  const partner = partners(significant, after);

  const insertions: Insertion[] = [];
  let seen = 0;
  let sameLine = false;
  for (const token of before) {
    if (isSignificant(token)) {
      seen += 1;
      sameLine = true;
    } else if (token.kind === 'space') {
      if (token.text.includes('\n')) sameLine = false;
    } else {
      insertions.push({ comment: token.text.trimEnd(), ...place(seen, sameLine, partner, after.length) });
      if (isLineComment(token.text)) sameLine = false;
    }
  }
  return inserted(formatted, after, insertions);
}

interface Insertion {
  readonly comment: string;
  /** Stands behind the token of this number, or before it. Places never go back, so comments keep their order. */
  readonly side: 'behind' | 'before';
  readonly token: number;
}

/** A comment that shares a line with what precedes it belongs to that, any other to what follows. */
function place(
  seen: number,
  sameLine: boolean,
  partner: readonly (number | undefined)[],
  count: number,
): Pick<Insertion, 'side' | 'token'> {
  if (sameLine && seen > 0) {
    for (let index = seen - 1; index >= 0; index -= 1) {
      const found = partner[index];
      if (found !== undefined) return { side: 'behind', token: found };
    }
  }
  for (let index = seen; index < partner.length; index += 1) {
    const found = partner[index];
    if (found !== undefined) return { side: 'before', token: found };
  }
  return { side: 'behind', token: count - 1 };
}

function inserted(formatted: string, tokens: readonly SqlToken[], insertions: readonly Insertion[]): string {
  let text = '';
  let copied = 0;
  let latest = 0;
  for (const { comment, side, token } of insertions) {
    let at = offsetOf(tokens, side, token);
    // What stood behind a column stands behind its comma.
    if (side === 'behind' && tokens[token + 1]?.text === ',') at = offsetOf(tokens, side, token + 1);
    at = Math.max(at, latest);
    latest = at;
    text += formatted.slice(copied, at);
    copied = at;
    text += surrounded(comment, side, text, formatted.slice(at));
  }
  return text + formatted.slice(copied);
}

function offsetOf(tokens: readonly SqlToken[], side: Insertion['side'], index: number): number {
  const token = tokens[index];
  if (token === undefined) return 0;
  return side === 'before' ? token.from : token.to;
}

/** The comment with the white space that keeps it apart from its neighbours; a line comment ends its line. */
function surrounded(comment: string, side: Insertion['side'], textBefore: string, textAfter: string): string {
  const line = textBefore.slice(textBefore.lastIndexOf('\n') + 1);
  const indent = /^ */.exec(line)?.[0] ?? '';
  const startsLine = line.trim() === '';
  const endsLine = textAfter === '' || textAfter.startsWith('\n');
  const apart = startsLine || line.endsWith(' ');
  const head = !startsLine && isLineComment(comment) && side === 'before' ? `\n${indent}` : apart ? '' : ' ';
  if (!isLineComment(comment)) {
    const ownLine = startsLine && comment.includes('\n');
    const tail = ownLine ? `\n${indent}` : ' ';
    return `${head}${comment}${endsLine || textAfter.startsWith(' ') ? '' : tail}`;
  }
  return `${head}${comment}${endsLine ? '' : `\n${indent}`}`;
}

function isLineComment(text: string): boolean {
  return !text.startsWith('/*');
}

/** For each token of the first list the one of the second that it became: the longest common order of both. */
function partners(first: readonly SqlToken[], second: readonly SqlToken[]): (number | undefined)[] {
  const one = first.map(sameness);
  const two = second.map(sameness);
  const width = two.length + 1;
  const lengths = new Uint16Array((one.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = one.length - 1; row >= 0; row -= 1) {
    for (let column = two.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        one[row] === two[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const found = new Array<number | undefined>(one.length).fill(undefined);
  for (let row = 0, column = 0; row < one.length && column < two.length;) {
    if (one[row] === two[column]) {
      found[row] = column;
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return found;
}

/** Formatting changes the case of words, and takes quotes off names that need none. */
function sameness({ kind, text }: SqlToken): string {
  if (kind === 'word') return text.toLowerCase();
  return kind === 'quoted' ? text.slice(1, -1).toLowerCase() : text;
}

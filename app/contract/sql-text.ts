import { isSignificant, sqlTokens } from './sql-tokens.ts';

/*
 * Finds where statements end and which parameters they take. It changes no text: what is sent is what was typed.
 * Offsets are indexes into the string.
 */

/** One statement, without its semicolon and the space around it. Comments in front of it belong to it. */
export interface SqlStatement {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** `{name:Type}` in a text; `from` and `to` hold the braces too. */
export interface SqlParameter {
  readonly name: string;
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

/** The statements of `sql`; what holds nothing but space and comments is none. */
export function sqlStatements(sql: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let from = -1;
  let to = -1;
  let hasContent = false;
  const finish = () => {
    if (hasContent) statements.push({ from, to, text: sql.slice(from, to) });
    from = -1;
    hasContent = false;
  };
  for (const token of sqlTokens(sql)) {
    if (token.kind === 'end') finish();
    else if (token.kind !== 'space') {
      if (from === -1) from = token.from;
      to = token.to;
      hasContent ||= token.kind !== 'comment';
    }
  }
  finish();
  return statements;
}

/** What a cursor at `offset` means: the statement around it, else the one before on its line, else the next. */
export function statementAt(sql: string, offset: number): SqlStatement | null {
  const statements = sqlStatements(sql);
  const next = statements.findIndex(({ to }) => offset <= to);
  if (next === -1) return statements.at(-1) ?? null;
  const candidate = statements[next];
  const before = statements[next - 1];
  if (candidate === undefined || before === undefined || offset >= candidate.from) return candidate ?? null;
  return sql.slice(before.to, offset).includes('\n') ? candidate : before;
}

/** The parameters of `sql` in the order of their first use; a name counts once, with the type it has there. */
export function sqlParameters(sql: string): SqlParameter[] {
  const seen = new Map<string, SqlParameter>();
  for (const parameter of parameterPlaces(sql)) {
    if (!seen.has(parameter.name)) seen.set(parameter.name, parameter);
  }
  return [...seen.values()];
}

/** Every place where a parameter stands. */
export function parameterPlaces(sql: string): SqlParameter[] {
  const tokens = sqlTokens(sql).filter(isSignificant);
  const text = (index: number) => tokens[index]?.text ?? '';
  const found: SqlParameter[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const open = tokens[index];
    // The key of a map literal is a string or a number, never a bare word.
    if (open === undefined || text(index) !== '{' || tokens[index + 1]?.kind !== 'word' || text(index + 2) !== ':') {
      continue;
    }
    const close = closingBrace(index + 3, tokens.length, text);
    const first = tokens[index + 3];
    const last = tokens[close];
    if (first === undefined || last === undefined || close === index + 3) continue;
    const type = sql.slice(first.from, tokens[close - 1]?.to).trim();
    found.push({ name: text(index + 1), type, from: open.from, to: last.to });
    index = close;
  }
  return found;
}

/** The index of the `}`; -1 when a semicolon or the end comes first. */
function closingBrace(from: number, end: number, text: (index: number) => string): number {
  for (let index = from; index < end; index += 1) {
    if (text(index) === '}') return index;
    if (text(index) === ';' || text(index) === '{') return -1;
  }
  return -1;
}

/** A value as it is written for `{name:Type}`; a list in ClickHouse's notation, its items as strings. */
export function parameterText(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  const quoted = value.map((item) => `'${String(item).replace(/[\\']/g, '\\$&')}'`);
  return `[${quoted.join(', ')}]`;
}

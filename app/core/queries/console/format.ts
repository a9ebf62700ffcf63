import type { QueryError } from '../../../contract/questions.ts';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { type SqlToken, isSignificant, sqlTokens } from '../../../contract/sql-tokens.ts';
import { longestStatementBytes } from '../closed-doors.ts';
import { heredoc } from '../heredoc.ts';
import { syntaxProblem } from '../query-problem.ts';
import { type Connection, readAnswer } from '../read-answer.ts';
import { withComments } from './keep-comments.ts';

const limits = { maxRows: 1, maxBytes: 20_000_000, maxExecutionMs: 10_000 };

/**
 * A text as the server formats it, one statement after another, with its comments. A statement stays as it was written
 * where the server would lose something: the data of an INSERT, or comments that cannot be put back. What is given
 * back means what the text meant: the server brings both into its plain form, and only the same one is accepted.
 */
export async function formatSql(reader: Connection, sql: string): Promise<Result<string, QueryError>> {
  const pieces = statementPieces(sql);
  const done: string[] = [];
  for (const [index, piece] of pieces.entries()) {
    // Data that follows an INSERT may hold semicolons: from here on nothing is certain.
    if (carriesData(piece.tokens)) return ok([...done, sql.slice(piece.from)].join(''));
    const formatted = await formatPiece(reader, sql, piece, index === pieces.length - 1);
    if (!formatted.ok) return formatted;
    done.push(formatted.value);
  }
  return ok(done.join(''));
}

/** One statement with the white space and comments around it, up to and without its semicolon. */
interface Piece {
  readonly tokens: readonly SqlToken[];
  readonly from: number;
  readonly hasEnd: boolean;
}

function statementPieces(sql: string): Piece[] {
  const pieces: Piece[] = [];
  let tokens: SqlToken[] = [];
  let from = 0;
  for (const token of sqlTokens(sql)) {
    if (token.kind !== 'end') {
      tokens.push(token);
      continue;
    }
    pieces.push({ tokens, from, hasEnd: true });
    tokens = [];
    from = token.from + 1;
  }
  return [...pieces, { tokens, from, hasEnd: false }];
}

async function formatPiece(
  reader: Connection,
  sql: string,
  { tokens, from, hasEnd }: Piece,
  isLast: boolean,
): Promise<Result<string, QueryError>> {
  const end = hasEnd ? ';' : '';
  // What stands behind the semicolon before, in its line, stays there.
  const firstBreak = tokens.findIndex((token) => isSignificant(token) || token.text.includes('\n'));
  const beside = from === 0 ? [] : tokens.slice(0, firstBreak === -1 ? tokens.length : firstBreak);
  const rest = textOf(tokens.slice(beside.length));
  const besideText = textOf(beside).trim();
  const head = `${besideText === '' ? '' : ` ${besideText}`}${from === 0 || (isLast && rest.trim() === '') ? '' : '\n\n'}`;
  if (!tokens.some(isSignificant)) return ok(`${head}${rest.trim()}${end}`);

  const statement = rest.trim();
  if (Buffer.byteLength(statement) > longestStatementBytes) return ok(`${head}${statement}${end}`);
  const asked = await askServer(reader, statement);
  if (!asked.ok) {
    const { error } = asked;
    if (error.kind !== 'syntax' || error.position === null) return asked;
    const offset = sql.indexOf(statement, from);
    return fail({ ...error, position: error.position + offset });
  }
  const { formatted, plain } = asked.value;
  if (!tokens.some(({ kind }) => kind === 'comment')) return ok(`${head}${formatted}${end}`);
  const commented = withComments(statement, formatted);
  const kept = commented !== undefined && (await meansTheSame(reader, commented, plain)) ? commented : statement;
  // A line comment at the very end would swallow the semicolon.
  const lastToken = sqlTokens(kept).at(-1);
  const closing = lastToken?.kind === 'comment' && !lastToken.text.startsWith('/*') && hasEnd ? `\n${end}` : end;
  return ok(`${head}${kept}${closing}`);
}

async function askServer(
  reader: Connection,
  statement: string,
): Promise<Result<{ readonly formatted: string; readonly plain: string }, QueryError>> {
  const answer = await readAnswer(reader, {
    sql: `WITH ${heredoc(statement)} AS text SELECT formatQuery(text), formatQuerySingleLine(text)`,
    limits,
  });
  if (answer.ok) {
    const [formatted, plain] = answer.value.rows[0] ?? [];
    return ok({ formatted: String(formatted), plain: String(plain) });
  }
  if (answer.error.kind !== 'syntax') return answer;
  const [message = ''] = answer.error.message.split(/: In scope (?:WITH|SELECT) /);
  return fail(syntaxProblem(message, statement));
}

async function meansTheSame(reader: Connection, text: string, plain: string): Promise<boolean> {
  const again = await askServer(reader, text);
  return again.ok && again.value.plain === plain;
}

/** An INSERT whose rows stand in the text itself: the server's formatter drops them. */
function carriesData(tokens: readonly SqlToken[]): boolean {
  const words = tokens.filter(({ kind }) => kind === 'word').map(({ text }) => text.toUpperCase());
  return words.includes('INSERT') && !words.includes('SELECT');
}

function textOf(tokens: readonly SqlToken[]): string {
  return tokens.map(({ text }) => text).join('');
}

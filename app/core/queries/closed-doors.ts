import type { QueryError } from '../../contract/questions.ts';
import { isSignificant, sqlTokens } from '../../contract/sql-tokens.ts';
import { heredoc } from './heredoc.ts';
import { syntaxProblem } from './query-problem.ts';
import { type Connection, readAnswer } from './read-answer.ts';

/** ClickHouse parses no query of more than 256 KiB, and the text is sent within one. */
export const longestStatementBytes = 250_000;

const limits = { maxRows: 1, maxBytes: 20_000_000, maxExecutionMs: 10_000 };

/**
 * Why a text that somebody wrote is not run: it names a door that no right of a database user closes. ClickHouse as a
 * library takes itself for the tool of one person, and lets everybody call the function `file('/etc/passwd')` and
 * INSERT … FROM INFILE. And who may alter a table may alter any view, also one that runs as admin. Undefined when the
 * text may be run.
 *
 * The server itself brings the text into its one plain form first, so that no comment, quote or escape hides a name;
 * what it cannot parse is not run at all. Every free text passes here: the console, `hivebar query`, programs.
 */
export async function refuseClosedDoors(
  reader: Connection,
  sql: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<QueryError | undefined> {
  const bytes = Buffer.byteLength(sql.trim());
  if (bytes > longestStatementBytes) {
    const message = `The statement has ${bytes} bytes; ${longestStatementBytes} are possible.`;
    return { kind: 'too-large', message };
  }
  const answer = await readAnswer(reader, {
    sql: `SELECT formatQuerySingleLine(${heredoc(sql.trim())})`,
    limits,
  });
  if (!answer.ok) return aboutText(answer.error, sql);
  const plain = String(answer.value.rows[0]?.[0]);
  const names = plain.includes(':Identifier}') ? Object.values(params).map(String) : [];
  const message = [plain, ...names].map(closedDoor).find((found) => found !== undefined);
  return message === undefined ? undefined : { kind: 'denied', message };
}

/** Which closed door a text in its plain form names, as a sentence; undefined when it names none. */
export function closedDoor(plain: string): string | undefined {
  const tokens = sqlTokens(plain).filter(isSignificant);
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'word' && kind !== 'quoted') continue;
    const name = kind === 'quoted' ? text.slice(1, -1) : text;
    const next = tokens[index + 1]?.text.toUpperCase();
    // Not only where it is called: arrayMap(file, …) and * APPLY file name it, too. `t.file` is a column.
    if (name === 'file' && tokens[index - 1]?.text !== '.') {
      return 'Queries may not use the name "file", which is a function that reads files. A column of that name is t.file.';
    }
    if (/^(in|out)file$/i.test(text))
      return `Queries may not use ${text.toUpperCase()}: files are read and written by no query.`;
    if (name === 'disk' && next === '(') return 'Queries may not use disk(…): tables are kept where the others are.';
    if (/^modify$/i.test(text) && next === 'QUERY') {
      return 'Queries may not use MODIFY QUERY: a view may run with more rights than yours. Drop it and make another.';
    }
  }
  return undefined;
}

/** The failure speaks of the text that was looked at, not of the question in which it was sent. */
function aboutText(error: QueryError, sql: string): QueryError {
  if (error.kind !== 'syntax') return error;
  const [message = ''] = error.message.split(': In scope SELECT formatQuery');
  return syntaxProblem(message, sql);
}

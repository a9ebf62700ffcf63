import type { QueryError } from '../../contract/questions.ts';
import { isSignificant, sqlTokens } from '../sql-tokens.ts';
import { syntaxProblem } from './query-problem.ts';
import { type Connection, readAnswer } from './read-answer.ts';

const limits = { maxRows: 1, maxBytes: 20_000_000, maxExecutionMs: 10_000 };

/**
 * Why a text that somebody wrote is not run: it names a way into the file system that no right of a database user
 * closes. ClickHouse as a library takes itself for the tool of one person, and lets everybody call the function
 * `file('/etc/passwd')` and INSERT … FROM INFILE. Undefined when it may be run.
 *
 * The server itself brings the text into its one plain form first, so that no comment, quote or escape hides a name;
 * what it cannot parse is not run at all. Every free text passes here: the console, `hivebar sql`, programs.
 */
export async function refuseFileAccess(
  reader: Connection,
  sql: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<QueryError | undefined> {
  const answer = await readAnswer(reader, {
    sql: 'SELECT formatQuerySingleLine({text:String})',
    params: { text: sql.trim() },
    limits,
  });
  if (!answer.ok) return aboutText(answer.error, sql);
  const plain = String(answer.value.rows[0]?.[0]);
  const door = fileDoor(plain) ?? (plain.includes(':Identifier}') ? doorInParams(params) : undefined);
  if (door === undefined) return undefined;
  return { kind: 'denied', message: `Queries may not use ${door}: it reads or writes files.` };
}

/** The first way into the file system in a text in its plain form. */
export function fileDoor(plain: string): string | undefined {
  const tokens = [...sqlTokens(plain)].filter(isSignificant);
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'word' && kind !== 'name') continue;
    const name = kind === 'name' ? text.slice(1, -1) : text;
    // Not only where it is called: arrayMap(file, …) and * APPLY file name it, too. `t.file` is a column.
    if (name === 'file' && tokens[index - 1]?.text !== '.') return 'the name "file" (rename a column with t.file AS …)';
    if (/^(in|out)file$/i.test(text)) return text.toUpperCase();
    if (name === 'disk' && tokens[index + 1]?.text === '(') return 'disk(…)';
  }
  return undefined;
}

/** A name may also come as the value of `{name:Identifier}`. */
function doorInParams(params: Readonly<Record<string, unknown>>): string | undefined {
  const named = Object.values(params).some((value) => fileDoor(String(value)) !== undefined);
  return named ? 'the name "file" as a parameter' : undefined;
}

/** The failure speaks of the text that was looked at, not of the question in which it was sent. */
function aboutText(error: QueryError, sql: string): QueryError {
  if (error.kind !== 'syntax') return error;
  const [message = ''] = error.message.split(': In scope SELECT formatQuery');
  return syntaxProblem(message, sql);
}

import * as v from 'valibot';
import type { QueryError, QuestionName, QuestionRow, QuestionTakes } from '../../contract/questions.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { ReadableDatabase } from '../database/clients.ts';
import { findQuestion } from './catalogue.ts';
import type { Present } from './parameters.ts';
import type { Question } from './question.ts';
import { type RawAnswer, readAnswer } from './read-answer.ts';

/** What answering needs: a database to read, and what counts as now and here. */
export interface AskDeps {
  readonly reader: ReadableDatabase;
  readonly present: () => Present;
}

/** An answer whose rows have been parsed, keyed by column. */
export interface Answer<Row = Readonly<Record<string, unknown>>> {
  readonly rows: readonly Row[];
  /** True when there were more rows than are handed out. */
  readonly truncated: boolean;
  readonly elapsedMs: number;
  readonly rowsRead: number;
  readonly bytesRead: number;
}

/** Answers take milliseconds; a minute leaves room for a machine that is busy or swaps. */
const limits = { maxBytes: 50_000_000, maxExecutionMs: 60_000 };

/** Answers a question of the contract, with its types. */
export async function ask<N extends QuestionName>(
  deps: AskDeps,
  name: N,
  params: QuestionTakes<N>,
): Promise<Result<Answer<QuestionRow<N>>, QueryError>> {
  // The catalogue's columns are those of the contract: its test compares them.
  return (await askByName(deps, name, params)) as Result<Answer<QuestionRow<N>>, QueryError>;
}

/**
 * Answers any question of the catalogue. Parameters may be values or their text; what is left out has its default.
 * Aborting closes the connection, upon which ClickHouse cancels the query.
 */
export async function askByName(
  deps: AskDeps,
  name: string,
  params: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<Result<Answer, QueryError>> {
  const question = findQuestion(name);
  if (question === undefined) {
    return fail({
      kind: 'unknown-question',
      message: `There is no question "${name}"; "hivebar ask --list" names all.`,
    });
  }
  const bound = bindParameters(question, params, deps.present());
  if (!bound.ok) return bound;
  const answer = await readAnswer(deps.reader, {
    sql: question.sql,
    params: bound.value,
    limits: { ...limits, maxRows: question.maxRows },
    signal,
  });
  if (!answer.ok) return answer;
  const { truncated, elapsedMs, rowsRead, bytesRead } = answer.value;
  return ok({ rows: parseRows(question, answer.value), truncated, elapsedMs, rowsRead, bytesRead });
}

function bindParameters(
  question: Question,
  given: Readonly<Record<string, unknown>>,
  present: Present,
): Result<Record<string, unknown>, QueryError> {
  const known = Object.keys(question.parameters);
  const stray = Object.keys(given).find((name) => !known.includes(name));
  if (stray !== undefined) {
    const takes = known.length === 0 ? 'no parameters' : known.join(', ');
    return fail({ kind: 'bad-parameter', parameter: stray, message: `${question.name} takes ${takes}, not ${stray}.` });
  }
  const bound: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(question.parameters)) {
    const value = given[name] ?? parameter.fallback(present);
    const parsed = v.safeParse(parameter.parser, value);
    if (!parsed.success) {
      const message = `${name} of ${question.name} ${parsed.issues[0].message} (it is ${JSON.stringify(value)}).`;
      return fail({ kind: 'bad-parameter', parameter: name, message });
    }
    bound[name] = parsed.output;
  }
  return ok(bound);
}

/** A row that does not fit its declaration is a mistake in the question, so it throws. */
function parseRows(question: Question, answer: RawAnswer): Record<string, unknown>[] {
  const columns = Object.entries(question.columns);
  const expected = columns.map(([name]) => name).join(', ');
  const found = answer.columns.map((column) => column.name).join(', ');
  if (expected !== found) throw new Error(`${question.name} declares the columns ${expected} and selects ${found}`);
  return answer.rows.map((row) =>
    Object.fromEntries(columns.map(([name, column], index) => [name, v.parse(column.parser, row[index])])),
  );
}

import type { Readable } from 'node:stream';
import type { QueryError } from '../../contract/questions.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { ReadableDatabase } from '../database/clients.ts';
import { refuseClosedDoors } from './closed-doors.ts';
import { queryProblem } from './query-problem.ts';
import { type QueryLimits, type RawAnswer, readAnswer, send } from './read-answer.ts';

/** Bounds of a query that a person typed. */
export const consoleLimits: QueryLimits = { maxRows: 10_000, maxBytes: 50_000_000, maxExecutionMs: 30_000 };

/** Bounds of an answer that goes to a file or another program. */
export const streamLimits = { maxRows: 1_000_000, maxExecutionMs: 30_000 };

export interface SqlOptions {
  readonly limits?: Partial<QueryLimits>;
  /** Values of `{name:Type}` in the text. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Aborting closes the connection, upon which ClickHouse cancels the query. */
  readonly signal?: AbortSignal;
}

/** Runs one read-only statement, as it is written, and reads its answer as a table. */
export async function runSql(
  reader: ReadableDatabase,
  sql: string,
  options: SqlOptions = {},
): Promise<Result<RawAnswer, QueryError>> {
  const { limits, ...request } = options;
  const refused = await refuseClosedDoors(reader, sql, request.params);
  if (refused !== undefined) return fail(refused);
  return readAnswer(reader, { sql, limits: { ...consoleLimits, ...limits }, ...request });
}

/** An answer on its way, in a format of the person's choice. */
export interface StreamedAnswer {
  readonly stream: Readable;
  readonly rows: number;
  /** True when as many rows came as were allowed: there may be more. */
  readonly full: boolean;
}

/**
 * Runs one read-only statement and hands its answer on as bytes in `format`, any that ClickHouse knows; a FORMAT clause
 * in the text wins. ClickHouse holds the answer until it is complete, so a failure is told before the first byte.
 */
export async function streamSql(
  reader: ReadableDatabase,
  sql: string,
  format: string,
  options: SqlOptions = {},
): Promise<Result<StreamedAnswer, QueryError>> {
  const { limits: given, ...request } = options;
  const limits = { ...streamLimits, ...given };
  if (!/^[A-Za-z0-9]{1,64}$/.test(format)) {
    const message = `"${format}" is no format; CSVWithNames, JSONEachRow and Vertical are some.`;
    return fail({ kind: 'failed', message, code: null });
  }
  const refused = await refuseClosedDoors(reader, sql, request.params);
  if (refused !== undefined) return fail(refused);
  try {
    const { stream, summary } = await send(reader, { sql, limits, ...request }, { format, rowLimit: limits.maxRows });
    const rows = summary.get('result_rows') ?? 0;
    return ok({ stream, rows, full: rows >= limits.maxRows });
  } catch (error) {
    return fail(queryProblem(error, { sql, maxExecutionMs: limits.maxExecutionMs, ...request }));
  }
}

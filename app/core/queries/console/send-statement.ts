import type { Readable } from 'node:stream';
import { parseError } from '@clickhouse/client';
import type { QueryError } from '../../../contract/questions.ts';
import { refuseClosedDoors } from '../closed-doors.ts';
import { queryProblem } from '../query-problem.ts';
import type { Connection } from '../read-answer.ts';
import { parameterSettings } from './parameter-texts.ts';

/** Longest that a statement of the console may run; the profiles of its users allow no more. */
export const longestRunMs = 600_000;

export interface Statement {
  /** What is sent, and what the person wrote; they differ when the answer is to be sorted. */
  readonly sql: string;
  readonly written: string;
  readonly params: Readonly<Record<string, string>>;
  /** The name of the query on the server. */
  readonly queryId: string;
  readonly signal: AbortSignal;
}

/** An answer on its way. */
export interface SentStatement {
  readonly stream: Readable;
  /** The format it comes in, which a FORMAT clause of the text decides; undefined for a statement without rows. */
  readonly format: string | undefined;
  /** What the server says before the first byte. */
  readonly summary: Readonly<Record<string, string>>;
}

/** Refuses a way into the file system, then sends the text as it is. Throws what `statementProblem` explains. */
export async function sendStatement(
  { gate, runner }: { readonly gate: Connection; readonly runner: Connection },
  { sql, written, params, queryId, signal }: Statement,
  options: { readonly format: string; readonly settings: Readonly<Record<string, string | number>> },
): Promise<SentStatement> {
  const refused = await refuseClosedDoors(gate, written, params);
  if (refused !== undefined) throw new RefusedStatement(refused);
  // The client only notices a signal that fires while it waits.
  signal.throwIfAborted();
  const { stream, response_headers: headers } = await runner.exec({
    query: sql,
    query_id: queryId,
    abort_signal: signal,
    http_headers: { 'X-ClickHouse-Format': options.format },
    clickhouse_settings: { ...options.settings, ...parameterSettings(written, params) },
  });
  const format = headers['x-clickhouse-format'];
  const summary = headers['x-clickhouse-summary'];
  return {
    stream,
    format: typeof format === 'string' ? format : undefined,
    summary: typeof summary === 'string' ? (JSON.parse(summary) as Record<string, string>) : {},
  };
}

/** Why a statement failed: `failure` is what the server said in the middle of the answer, which says more. */
export function statementProblem(
  error: unknown,
  failure: string | undefined,
  { written, signal }: Pick<Statement, 'written' | 'signal'>,
): QueryError {
  if (error instanceof RefusedStatement) return error.reason;
  const said = failure === undefined ? error : parseError(failure);
  if (failure !== undefined && said instanceof Error && said.constructor === Error) {
    return { kind: 'failed', message: failure.slice(0, 2000), code: null };
  }
  return queryProblem(said, { sql: written, maxExecutionMs: longestRunMs, signal });
}

/** A statement that is not sent at all. */
export class RefusedStatement extends Error {
  readonly reason: QueryError;
  constructor(reason: QueryError) {
    super(reason.message);
    this.reason = reason;
  }
}

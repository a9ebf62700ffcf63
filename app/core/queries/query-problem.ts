import { ClickHouseError } from '@clickhouse/client';
import type { QueryError } from '../../contract/questions.ts';

/** Error codes of ClickHouse that have a kind of their own; all others are `failed`. */
const kinds = new Map<string, 'syntax' | 'denied' | 'timed-out' | 'too-large'>([
  ['62', 'syntax'],
  ['164', 'denied'], // readonly
  ['452', 'denied'], // a setting out of its bounds
  ['497', 'denied'], // a grant is missing
  ['516', 'denied'], // wrong password
  ['159', 'timed-out'],
  ['160', 'timed-out'],
  ['158', 'too-large'], // rows
  ['307', 'too-large'], // bytes
  ['396', 'too-large'], // rows or bytes of the result
  ['241', 'too-large'], // memory
]);

/** The longest message that goes on to a window or a program; some quote a whole query. */
const longestMessage = 2000;

/** What was asked, as far as a failure is explained with it. */
interface Asked {
  readonly sql: string;
  readonly maxExecutionMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What ClickHouse calls a query that was stopped. */
const queryWasCancelled = 394;

/** Why there is no answer. Throws what is no failure of a query but a bug. */
export function queryProblem(error: unknown, asked: Asked): QueryError {
  const { maxExecutionMs } = asked;
  if (asked.signal?.aborted === true) {
    return { kind: 'failed', message: 'The query was stopped.', code: queryWasCancelled };
  }
  if (error instanceof ClickHouseError) return serverProblem(error, asked);
  if (!(error instanceof Error)) throw error;
  // A few failures come from a library of the server's, in a form of their own that the client does not know.
  if (error.message.startsWith('Poco::Exception')) {
    return { kind: 'failed', message: shorten(error.message), code: null };
  }
  if (/timeout error/i.test(error.message)) {
    return timedOut(maxExecutionMs);
  }
  if (connectionCodes.has(codeOf(error)) || error.message === 'socket hang up') {
    return {
      kind: 'database-down',
      message: `ClickHouse does not answer (${codeOf(error) || error.message}). It is restarted by itself; "hivebar status" says how it is.`,
    };
  }
  throw error;
}

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH']);

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function timedOut(afterMs: number): QueryError {
  return {
    kind: 'timed-out',
    message: `No answer within ${afterMs / 1000} s. Ask for a shorter range, or allow more time.`,
    afterMs,
  };
}

function serverProblem(error: ClickHouseError, { sql, maxExecutionMs }: Asked): QueryError {
  const message = shorten(error.message);
  const kind = kinds.get(error.code);
  switch (kind) {
    case 'syntax':
      return syntaxProblem(error.message, sql);
    case 'timed-out':
      return timedOut(maxExecutionMs);
    case 'denied':
    case 'too-large':
      return { kind, message };
    case undefined: {
      const code = Number(error.code);
      return { kind: 'failed', message, code: Number.isSafeInteger(code) ? code : null };
    }
  }
}

/** A text that ClickHouse cannot parse, with the place that its message names. */
export function syntaxProblem(message: string, sql: string): QueryError {
  return { kind: 'syntax', message: shorten(message), position: positionOf(message, sql) };
}

/**
 * Where in the text it went wrong: an index into the string. ClickHouse counts bytes from 1, in the text as the client
 * sends it, which is without white space at its start.
 */
function positionOf(message: string, sql: string): number | null {
  const found = /failed at position (\d+)/.exec(message)?.[1];
  if (found === undefined) return null;
  const sent = sql.trimStart();
  const before = Buffer.from(sent)
    .subarray(0, Number(found) - 1)
    .toString('utf8');
  return sql.length - sent.length + before.length;
}

function shorten(message: string): string {
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage)} …`;
}

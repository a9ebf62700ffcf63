import type { QueryError } from '../contract/questions.ts';
import { unreachable } from '../contract/result.ts';
import { type Failure, exitCodes } from './failure.ts';

/** How a query that has no answer ends the command. */
export function queryFailure(error: QueryError): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { exitCode: exitCodeOf(error), message: error.message.trim() } };
}

function exitCodeOf(error: QueryError): Failure['exitCode'] {
  switch (error.kind) {
    case 'syntax':
    case 'bad-parameter':
    case 'unknown-question':
      return exitCodes.usage;
    case 'denied':
    case 'timed-out':
    case 'too-large':
    case 'failed':
      return exitCodes.trouble;
    case 'database-down':
      return exitCodes.unreachable;
    default:
      return unreachable(error);
  }
}

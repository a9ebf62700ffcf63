import type { QueryError } from '../../contract/questions.ts';
import { errorCode, reasonOf } from '../database/file-errors.ts';

/** A failed file operation, told apart from a connection that broke. */
export class FileFailure extends Error {
  readonly problem: QueryError;
  constructor(error: unknown) {
    super(reasonOf(error));
    const full = ['ENOSPC', 'EDQUOT'].includes(errorCode(error) ?? '');
    const message = full
      ? 'The disk is full. Free some space, then try again.'
      : `The file could not be written (${reasonOf(error)}).`;
    this.problem = { kind: 'failed', message, code: null };
  }
}

/** Marks what goes wrong in `action` as a failure of a file. */
export async function inFile<T>(action: Promise<T>): Promise<T> {
  return action.catch((error: unknown) => {
    throw new FileFailure(error);
  });
}

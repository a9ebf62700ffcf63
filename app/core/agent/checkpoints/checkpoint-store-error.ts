import type { QueryError } from '../../../contract/questions.ts';

/**
 * Why checkpoints could not be kept or read. `database-down`: ClickHouse does not answer; what was put is safe in the
 * journal, and the same call works once it is back. `refused`: a row does not fit, or there is no more room for rows that
 * wait; it was not kept. `failed`: ClickHouse answered with an error.
 */
export class CheckpointStoreError extends Error {
  override readonly name = 'CheckpointStoreError';
  readonly kind: 'database-down' | 'refused' | 'failed';

  constructor(kind: CheckpointStoreError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** The error of a question that has no answer. */
export function unanswered(error: QueryError): CheckpointStoreError {
  const isDown = error.kind === 'database-down' || error.kind === 'timed-out';
  return new CheckpointStoreError(
    isDown ? 'database-down' : 'failed',
    `Checkpoints could not be read: ${error.message}`,
  );
}

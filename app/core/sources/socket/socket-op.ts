import type { Result } from '../../../contract/result.ts';

/** What a handler needs of the client that asked. */
export interface SocketCall {
  /** Sends one line before the last; settles when the client's socket has room again. */
  reply(line: Readonly<Record<string, unknown>>): Promise<void>;
  /** Aborted when the client is gone or Hivebar stops. */
  readonly closed: AbortSignal;
}

/**
 * One operation of the Unix socket. `run` parses its request itself, may reply any number of lines, and ends with one:
 * the result, or the reason why there is none, in words for the person, without content of theirs.
 */
export interface SocketOp {
  readonly name: string;
  run(
    request: Readonly<Record<string, unknown>>,
    call: SocketCall,
  ): Promise<Result<Readonly<Record<string, unknown>>, string>>;
}

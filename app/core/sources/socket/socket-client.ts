import { connect, type Socket } from 'node:net';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { errorCode, reasonOf } from '../../database/file-errors.ts';
import { LineReader } from './line-reader.ts';
import { lineBytesLimit } from './socket-limits.ts';
import { parseObject } from './socket-request.ts';

export type SocketLine = Readonly<Record<string, unknown>>;

export interface CallOptions {
  /** Ends the call, and with it what Hivebar does for it. */
  readonly signal?: AbortSignal;
}

/**
 * Asks a running Hivebar one thing. Yields the lines that come before the last, and returns what the last one says: its
 * fields, or the reason why there is no answer.
 */
export async function* callSocket(
  socketPath: string,
  request: SocketLine,
  { signal }: CallOptions = {},
): AsyncGenerator<SocketLine, Result<SocketLine, string>, void> {
  const isCancelled = () => signal?.aborted === true;
  if (isCancelled()) return fail(cancelled);
  const socket = connect(socketPath);
  const onAbort = () => socket.destroy();
  signal?.addEventListener('abort', onAbort);
  const reader = new LineReader(lineBytesLimit);
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    for await (const bytes of socket as AsyncIterable<Buffer>) {
      const lines = reader.read(bytes);
      if (!lines.ok) return fail(`Hivebar's answer cannot be read: ${lines.error}`);
      for (const text of lines.value) {
        const line = parseObject(text);
        if (line === undefined) return fail("Hivebar's answer is no JSON object");
        if (line['ok'] === true) return ok(line);
        if (line['ok'] === false) return fail(String(line['error']));
        yield line;
      }
    }
    return fail(isCancelled() ? cancelled : 'Hivebar closed the connection before it answered');
  } catch (error) {
    return fail(isCancelled() ? cancelled : describe(error, socketPath));
  } finally {
    signal?.removeEventListener('abort', onAbort);
    discard(socket);
  }
}

export interface AskOptions extends CallOptions {
  /** Called with every line before the last. */
  readonly onLine?: (line: SocketLine) => void;
}

/** Asks a running Hivebar one thing and waits for its last word. */
export async function askSocket(
  socketPath: string,
  request: SocketLine,
  { onLine, ...options }: AskOptions = {},
): Promise<Result<SocketLine, string>> {
  const call = callSocket(socketPath, request, options);
  for (;;) {
    const next = await call.next();
    if (next.done === true) return next.value;
    onLine?.(next.value);
  }
}

const cancelled = 'the request was cancelled';

function describe(error: unknown, socketPath: string): string {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ECONNREFUSED') {
    return `nothing answers on ${socketPath}: start Hivebar, or \`hivebar serve\``;
  }
  if (code === 'EACCES') return `${socketPath} belongs to another account`;
  return `the connection to ${socketPath} broke: ${reasonOf(error)}`;
}

/** An error after the call is over concerns nobody. */
function discard(socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.destroy();
}

import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import type { Stop } from '../../../contract/lifecycle.ts';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { reasonOf } from '../../database/file-errors.ts';
import type { Clock, Log } from '../../host.ts';
import { SocketConnection, type SocketCounters, endWith } from './socket-connection.ts';
import { connectionsLimit, farewellMs } from './socket-limits.ts';
import type { SocketOp } from './socket-op.ts';
import { lockDownSocket, prepareSocketPlace } from './socket-place.ts';

export interface SocketServerOptions {
  /** Where the socket should stand; its directory is there. */
  readonly path: string;
  readonly ops: readonly SocketOp[];
  readonly log: Log;
  readonly clock: Clock;
  /** Where a private directory is made when the socket cannot stand at `path`; the system's own when left out. */
  readonly temporaryDir?: string;
}

export interface SocketServer {
  /** Where it stands: for `runtime.json`. */
  readonly path: string;
  counters(): Readonly<SocketCounters> & { readonly connectionsOpen: number };
  /** Closes the door, lets open requests end for two seconds, and removes the socket. */
  readonly stop: Stop;
}

/**
 * Answers JSON lines on a Unix socket that only this account can reach. A client that does not read is not written to,
 * a client that asks more than it may is not read from.
 */
export async function startSocketServer(options: SocketServerOptions): Promise<Result<SocketServer, string>> {
  const { ops, log, clock } = options;
  const place = await prepareSocketPlace(options.path, options.temporaryDir ?? tmpdir());
  if (!place.ok) return fail(`the Unix socket could not be opened: ${place.error}`);

  const counters = { connections: 0, connectionsRefused: 0, requests: 0, requestsFailed: 0, linesRefused: 0 };
  const deps = { ops: new Map(ops.map((op) => [op.name, op])), counters, log, clock };
  const open = new Map<Socket, SocketConnection>();
  // Half open, so that `echo '{"op":"ping"}' | nc -U …` gets its answer.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    if (open.size >= connectionsLimit) {
      refuse(socket);
      return;
    }
    counters.connections += 1;
    open.set(socket, new SocketConnection(socket, deps));
    socket.once('close', () => open.delete(socket));
  });

  function refuse(socket: Socket): void {
    counters.connectionsRefused += 1;
    socket.on('error', () => socket.destroy());
    endWith(socket, `${connectionsLimit} connections are open already: close one and try again`, clock);
  }

  async function stopOnce(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    const giveUp = clock.after(farewellMs, () => open.forEach((_, socket) => socket.destroy()));
    open.forEach((connection) => connection.stop());
    await closed;
    await giveUp();
    await removePlace();
  }

  async function removePlace(): Promise<void> {
    if (!place.ok) return;
    await place.value.remove().catch((error: unknown) => {
      log('warn', 'the directory of the socket could not be removed', { reason: reasonOf(error) });
    });
  }

  const { path } = place.value;
  const listening = await listen(server, path);
  const locked = listening.ok ? await lockDownSocket(path) : listening;
  if (!locked.ok) {
    server.close();
    await removePlace();
    return fail(`the Unix socket could not be opened at ${path}: ${locked.error}`);
  }
  server.on('error', (error) => log('warn', 'the Unix socket reports a problem', { reason: reasonOf(error) }));
  let stopped: Promise<void> | undefined;
  return ok({
    path,
    counters: () => ({ ...counters, connectionsOpen: open.size }),
    stop: () => (stopped ??= stopOnce()),
  });
}

async function listen(server: Server, path: string): Promise<Result<void, string>> {
  return new Promise((resolve) => {
    const failed = (error: Error) => resolve(fail(reasonOf(error)));
    server.once('error', failed);
    server.listen(path, () => {
      server.off('error', failed);
      resolve(ok(undefined));
    });
  });
}

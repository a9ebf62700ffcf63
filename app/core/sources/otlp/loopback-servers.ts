import { type Server, type ServerOptions, createServer } from 'node:http';
import { connect } from 'node:net';
import type { RequestListener } from 'node:http';
import { type Result, fail, ok } from '../../../contract/result.ts';

/** Both, because `localhost` is the one for some clients and the other for others. */
const addresses = ['127.0.0.1', '::1'] as const;
/** A free port of the one address may be taken on the other. */
const attempts = 20;

export interface LoopbackServers {
  readonly port: number;
  readonly servers: readonly Server[];
  /** Whether `::1` is there. */
  readonly hasIpv6: boolean;
}

/** Listens on both loopback addresses at one port: `port` if it is free on both, else any. */
export async function listenOnLoopback(
  port: number,
  options: ServerOptions,
  listener: RequestListener,
): Promise<Result<LoopbackServers, string>> {
  let wanted = (await isAnswered(port)) ? 0 : port;
  let problem = '';
  for (let attempt = 0; attempt < attempts; attempt++) {
    const first = await listen(createServer(options, listener), wanted, addresses[0]);
    if (!first.ok) {
      problem = first.error;
      if (!isTaken(problem)) break;
      wanted = 0;
      continue;
    }
    const bound = portOf(first.value);
    const second = await listen(createServer(options, listener), bound, addresses[1]);
    if (second.ok) return ok({ port: bound, servers: [first.value, second.value], hasIpv6: true });
    if (!isTaken(second.error)) return ok({ port: bound, servers: [first.value], hasIpv6: false });
    problem = second.error;
    wanted = 0;
    await new Promise((closed) => first.value.close(closed));
  }
  return fail(`No port on ${addresses[0]} could be opened for the OTLP receiver: ${problem}`);
}

/**
 * Whether somebody answers there. Another collector may listen on all addresses, and on macOS we could listen on one of
 * them all the same and take its requests away.
 */
function isAnswered(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: addresses[0] });
    const settle = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(500, () => settle(true));
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}

function listen(server: Server, port: number, host: string): Promise<Result<Server, string>> {
  return new Promise((resolve) => {
    const refuse = (error: NodeJS.ErrnoException): void => resolve(fail(error.code ?? error.message));
    server.once('error', refuse);
    server.listen({ port, host, ipv6Only: host === addresses[1] }, () => {
      server.off('error', refuse);
      resolve(ok(server));
    });
  });
}

function isTaken(problem: string): boolean {
  return problem === 'EADDRINUSE' || problem === 'EACCES';
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A listening server has no port');
  return address.port;
}

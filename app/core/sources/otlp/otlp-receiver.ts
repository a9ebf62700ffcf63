import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Stop } from '../../../contract/lifecycle.ts';
import { type Result, ok } from '../../../contract/result.ts';
import type { Clock, Log } from '../../host.ts';
import type { AcceptRecords } from './accept-body.ts';
import { handleRequest } from './handle-request.ts';
import { listenOnLoopback } from './loopback-servers.ts';
import { CounterBook, type OtlpCounters } from './otlp-counters.ts';
import { type OtlpLimits, defaultLimits } from './otlp-limits.ts';
import { Turns } from './turns.ts';
import { UnderWay } from './under-way.ts';

export interface OtlpReceiver {
  readonly port: number;
  /** The base address that an exporter is given. */
  readonly url: string;
  /** Whether it listens on `::1` too. */
  readonly hasIpv6: boolean;
  counters(): OtlpCounters;
  /** Takes nothing more, lets requests under way finish for two seconds, then ends every connection. */
  readonly stop: Stop;
}

export interface OtlpReceiverDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** The port to have if it is free on both loopback addresses; else any other is taken. */
  readonly port: number;
  /** The bearer token to ask for, read anew at each request; undefined asks for none. */
  readonly token: () => Promise<string | undefined> | string | undefined;
  readonly accept: AcceptRecords;
  readonly limits?: Partial<OtlpLimits>;
}

/** Receives OTLP over HTTP from programs of this machine. docs/formats/otlp.md says what it takes. */
export async function startOtlpReceiver(deps: OtlpReceiverDeps): Promise<Result<OtlpReceiver, string>> {
  const { clock, log, token, accept } = deps;
  const limits = { ...defaultLimits, ...deps.limits };
  const underWay = new UnderWay(limits);
  const counters = new CounterBook();
  let isStopping = false;
  const requestDeps = {
    clock,
    log,
    limits,
    token,
    accept,
    turns: new Turns(clock),
    underWay,
    counters,
    isStopping: () => isStopping,
  };
  const listening = await listenOnLoopback(
    deps.port,
    {
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs),
    },
    (request, response) => void handleRequest(request, response, requestDeps),
  );
  if (!listening.ok) return listening;
  const { port, servers, hasIpv6 } = listening.value;
  for (const server of servers) guardConnections(server, limits, counters);
  if (port !== deps.port && deps.port !== 0)
    log('info', 'The port of the OTLP receiver is taken, another is used', { port });
  if (!hasIpv6) log('info', 'The OTLP receiver listens on 127.0.0.1 alone: ::1 is not there', { port });
  return ok({
    port,
    url: `http://127.0.0.1:${port}`,
    hasIpv6,
    counters: () => counters.snapshot(underWay),
    stop: async () => {
      isStopping = true;
      await Promise.all(servers.map((server) => close(server, clock, limits.stopTimeoutMs)));
    },
  });
}

/** Limits what connections may cost before there is a request, and answers what is no HTTP. */
function guardConnections(server: Server, limits: OtlpLimits, counters: CounterBook): void {
  server.maxConnections = limits.connections;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const status = clientErrorStatus(error.code);
    counters.noteRefusal(status);
    socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  });
}

function clientErrorStatus(code: string | undefined): 400 | 408 | 431 {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
}

async function close(server: Server, clock: Clock, timeoutMs: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const stopWaiting = clock.after(timeoutMs, () => server.closeAllConnections());
  await closed;
  await stopWaiting();
}

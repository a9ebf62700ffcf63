import type { PartHealth } from '../../../contract/health.ts';
import type { OtlpReceiver } from '../otlp/otlp-receiver.ts';
import type { SocketServer } from '../socket/socket-server.ts';

/** How the OTLP receiver is. `wantedPort` is the one that exporters know by default. */
export function receiverPart(receiver: OtlpReceiver, wantedPort: number): PartHealth {
  const { refused, lastSuccessMs, ...counters } = receiver.counters();
  const refusals = Object.entries(refused).map(([status, count]) => [`refused_${status}`, count] as const);
  const moved = receiver.port !== wantedPort;
  const taken = `Port ${wantedPort} is taken by another program: telemetry is received on ${receiver.url}. Connect agents again.`;
  return {
    name: 'otlp',
    state: moved ? 'degraded' : 'ok',
    message: moved ? taken : `Receives telemetry on ${receiver.url}.`,
    lastEventMs: lastSuccessMs,
    counters: { ...counters, ...Object.fromEntries(refusals) },
  };
}

export function socketPart(socket: SocketServer): PartHealth {
  const counters = socket.counters();
  const message = `${counters.connectionsOpen} programs are connected.`;
  return { name: 'socket', state: 'ok', message, lastEventMs: null, counters };
}

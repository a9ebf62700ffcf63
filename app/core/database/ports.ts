import { createServer } from 'node:net';

/** Loopback address of everything that Hivebar listens on. */
export const loopback = '127.0.0.1';

export interface DatabasePorts {
  readonly httpPort: number;
  readonly tcpPort: number;
}

/** Two loopback ports that nobody listens on now. Another program may still take one before we do. */
export async function chooseFreePorts(): Promise<DatabasePorts> {
  const [httpPort, tcpPort] = await Promise.all([bindBriefly(0), bindBriefly(0)]);
  if (httpPort === undefined || tcpPort === undefined) throw new Error('The system offers no free loopback port');
  return { httpPort, tcpPort };
}

/** Those of `ports` that somebody else listens on now. */
export async function takenPorts(ports: DatabasePorts): Promise<number[]> {
  const wanted = [ports.httpPort, ports.tcpPort];
  const bound = await Promise.all(wanted.map((port) => bindBriefly(port)));
  return wanted.filter((_, index) => bound[index] === undefined);
}

/** Binds and releases a port; undefined when that is impossible. 0 lets the system choose. */
function bindBriefly(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.unref();
    server.once('error', () => resolve(undefined));
    server.listen({ host: loopback, port, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Stands between a program and Hivebar, and loses answers. */
export interface LosingProxy {
  readonly url: string;
  /** Requests that Hivebar took and the program was told had failed. */
  readonly lost: () => number;
  stop(): Promise<void>;
}

/** Hands every request on. Of the first of each path, the answer is lost: the program hears 503 and sends it again. */
export async function startLosingProxy(target: string): Promise<LosingProxy> {
  const seen = new Set<string>();
  let lost = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? '/';
      const headers = Object.entries(request.headers).filter(([name]) => /^content-(type|encoding)$/.test(name));
      const answer = await fetch(`${target}${path}`, {
        method: 'POST',
        headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
        body: new Uint8Array(await buffer(request)),
      });
      const body = Buffer.from(await answer.arrayBuffer());
      if (answer.ok && !seen.has(path)) {
        seen.add(path);
        lost += 1;
        response.writeHead(503, { 'retry-after': '0' });
        response.end();
        return;
      }
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(body);
    })().catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lost: () => lost,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '../../../host/system-clock.ts';
import type { SocketOp } from '../socket-op.ts';
import { type SocketServer, startSocketServer } from '../socket-server.ts';

/** A private directory for one test. */
export function privateDirectory(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'hb-'));
  chmodSync(path, 0o700);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A server at `<directory>/hivebar.sock`. */
export async function testServer(directory: string, ops: readonly SocketOp[]): Promise<SocketServer> {
  const path = join(directory, 'hivebar.sock');
  const started = await startSocketServer({ path, ops, log: () => undefined, clock: systemClock() });
  if (!started.ok) throw new Error(started.error);
  return started.value;
}

/** A client that writes what the test says, byte by byte. */
export class RawClient {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  private readonly lines: AsyncIterator<string>;

  constructor(path: string) {
    this.socket = connect({ path, allowHalfOpen: true });
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
    this.socket.on('error', () => this.socket.destroy());
    this.socket.once('end', () => this.socket.end());
    this.lines = createInterface({ input: this.socket })[Symbol.asyncIterator]();
  }

  send(...requests: readonly object[]): void {
    this.socket.write(requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
  }

  /** The next line; undefined when the server has closed. */
  async line(): Promise<Record<string, unknown> | undefined> {
    const next = await this.lines.next();
    return next.done === true ? undefined : (JSON.parse(next.value) as Record<string, unknown>);
  }
}

/** Waits for something that needs no longer than a few seconds. */
export async function eventually(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not within 10 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

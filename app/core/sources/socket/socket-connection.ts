import type { Socket } from 'node:net';
import type { Result } from '../../../contract/result.ts';
import type { Clock, Log } from '../../host.ts';
import { LineReader } from './line-reader.ts';
import { lineBytesLimit, requestBytesLimit, requestsLimit } from './socket-limits.ts';
import type { SocketOp } from './socket-op.ts';
import { parseRequest, type SocketRequest } from './socket-request.ts';

/** What happened on all connections since the start. */
export interface SocketCounters {
  connections: number;
  connectionsRefused: number;
  requests: number;
  /** Requests that were answered with an error. */
  requestsFailed: number;
  /** Lines that were no request. */
  linesRefused: number;
}

export interface ConnectionDeps {
  readonly ops: ReadonlyMap<string, SocketOp>;
  readonly counters: SocketCounters;
  readonly log: Log;
  readonly clock: Clock;
}

const readOnMs = 1_000;

type Line = Readonly<Record<string, unknown>>;

/**
 * Reads requests of one client and answers them, several at a time. It reads on only while there is room for requests
 * and the client takes its answers: what is held for one client stays within the limits of socket-limits.ts.
 */
export class SocketConnection {
  private readonly socket: Socket;
  private readonly deps: ConnectionDeps;
  private readonly reader = new LineReader(lineBytesLimit);
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private runningBytes = 0;
  private drained: Promise<void> | undefined;

  constructor(socket: Socket, deps: ConnectionDeps) {
    this.socket = socket;
    this.deps = deps;
    // A client that goes away in the middle is everyday; 'close' follows.
    socket.on('error', () => this.closing.abort());
    socket.once('close', () => this.closing.abort());
    socket.on('data', (bytes: Buffer) => {
      socket.pause();
      void this.take(bytes).then(() => socket.resume());
    });
    // Whoever closes its side wants nothing that goes on. It still gets the answers to what it has asked.
    socket.once('end', () => {
      this.closing.abort();
      void this.finish();
    });
  }

  /** Tells what runs to end, lets the last lines out, and closes. */
  stop(): void {
    this.closing.abort();
    this.socket.pause();
    void this.finish();
  }

  private async finish(): Promise<void> {
    await Promise.all(this.running);
    this.socket.end(() => this.socket.destroy());
  }

  private async take(bytes: Buffer): Promise<void> {
    if (this.isClosing()) return;
    const lines = this.reader.read(bytes);
    if (!lines.ok) {
      this.deps.counters.linesRefused += 1;
      this.closing.abort();
      endWith(this.socket, `${lines.error}: the connection is closed`, this.deps.clock);
      return;
    }
    for (const line of lines.value) {
      await this.takeLine(line);
    }
  }

  private isClosing(): boolean {
    return this.closing.signal.aborted;
  }

  private async takeLine(line: Buffer): Promise<void> {
    if (this.isClosing()) return;
    const { counters } = this.deps;
    const request = parseRequest(line);
    if (!request.ok) {
      counters.linesRefused += 1;
      return this.write({ ok: false, error: request.error });
    }
    while (this.running.size >= requestsLimit || this.runningBytes >= requestBytesLimit) {
      await Promise.race(this.running);
      if (this.isClosing()) return;
    }
    counters.requests += 1;
    this.runningBytes += line.length;
    const work = this.answer(request.value).finally(() => {
      this.runningBytes -= line.length;
      this.running.delete(work);
    });
    this.running.add(work);
  }

  private async answer(request: SocketRequest): Promise<void> {
    const head = request.id === undefined ? {} : { id: request.id };
    const op = this.deps.ops.get(request.op);
    const result = op === undefined ? this.unknown() : await this.run(op, request, head);
    if (!result.ok) this.deps.counters.requestsFailed += 1;
    await this.write(
      result.ok ? withHead({ ...head, ok: true }, result.value) : { ...head, ok: false, error: result.error },
    );
  }

  private async run(op: SocketOp, request: SocketRequest, head: Line): Promise<Result<Line, string>> {
    const reply = (line: Line) => this.write(withHead({ ...head, more: true }, line));
    try {
      return await op.run(request.body, { reply, closed: this.closing.signal });
    } catch (error) {
      // A bug of ours must not take the recorder down with it. Its message may hold what the client sent.
      const name = error instanceof Error ? error.name : typeof error;
      const at = error instanceof Error ? (/^\s*at .*$/m.exec(error.stack ?? '')?.[0].trim() ?? '') : '';
      this.deps.log('error', 'a request on the socket failed inside of Hivebar', { op: op.name, error: name, at });
      return { ok: false, error: `Hivebar failed on this request (${name}): its log says where` };
    }
  }

  private unknown(): Result<never, string> {
    return { ok: false, error: `there is no such "op"; there are ${[...this.deps.ops.keys()].sort().join(', ')}` };
  }

  /** Settles when there is room for the next line, or nobody left to read it. */
  private async write(line: Line): Promise<void> {
    if (!this.socket.writable) return;
    if (this.socket.write(`${JSON.stringify(line)}\n`)) return;
    this.drained ??= new Promise<void>((resolve) => {
      const settle = () => {
        this.socket.off('drain', settle).off('close', settle);
        this.drained = undefined;
        resolve();
      };
      this.socket.once('drain', settle).once('close', settle);
    });
    await this.drained;
  }
}

/**
 * Tells a client why it is not served any more. What it still writes is thrown away until it closes or a second is
 * over: on a socket that is closed at once, it would fail to write and never read the reason.
 */
export function endWith(socket: Socket, error: string, clock: Clock): void {
  socket.end(`${JSON.stringify({ ok: false, error })}\n`);
  socket.resume();
  const giveUp = clock.after(readOnMs, () => socket.destroy());
  socket.once('close', () => void giveUp());
}

/** The keys of the protocol come first and cannot be overwritten by what an operation tells. */
function withHead(head: Line, line: Line): Line {
  return { ...head, ...line, ...head };
}

import { readFile } from 'node:fs/promises';
import { type Socket, connect } from 'node:net';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { chooseCookie, parseAuthority } from './authority.ts';
import { type DisplayAddress, parseDisplay } from './display-address.ts';
import {
  type PropertyValue,
  getPropertyRequest,
  inputFocusRequest,
  internAtomRequest,
  parseMessage,
  parseProperty,
  parseSetupAnswer,
  queryExtensionRequest,
  queryTreeRequest,
  screenSaverInfoRequest,
  setupAnswerSize,
  setupRequest,
  watchRequest,
} from './wire.ts';

/** What happened on the X server to a window that is watched. */
export type WindowEvent =
  | { readonly kind: 'property'; readonly window: number; readonly atom: number }
  | { readonly kind: 'destroyed'; readonly window: number };

/** An open connection to an X server. Every question resolves to undefined when the server refused it. */
export interface X11Connection {
  readonly root: number;
  /** The number of an atom; asked once, then remembered. */
  atom(name: string): Promise<number | undefined>;
  property(window: number, atom: number): Promise<PropertyValue | undefined>;
  focusedWindow(): Promise<number | undefined>;
  parentOf(window: number): Promise<number | undefined>;
  /** Milliseconds since the last input of the session; undefined without the screen saver extension. */
  idleMs(): Promise<number | undefined>;
  watch(window: number, on: boolean): void;
  isOpen(): boolean;
  close(): void;
}

export interface X11Options {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onEvent?: (event: WindowEvent) => void;
  /** Called once when the server or we ended the connection. */
  readonly onClose?: () => void;
}

/** A server that holds its breath (a grab) for longer than this is treated as gone; the caller reconnects. */
const answerLimitMs = 5_000;
const pendingLimit = 256;
const propertyLimitBytes = 16_384;
/** No answer of ours comes near this; a longer one means that the stream is out of step. */
const messageLimitBytes = 1_048_576;

interface Pending {
  readonly sequence: number;
  readonly settle: (reply: Buffer | undefined) => void;
}

/** Connects to the X server that `DISPLAY` names. The failure says in words for the person what is missing. */
export async function openX11(options: X11Options): Promise<Result<X11Connection, string>> {
  const address = parseDisplay(options.env['DISPLAY']);
  if (!address.ok) return address;
  const cookie = await readCookie(address.value, options.env);
  const socket =
    address.value.endpoint.kind === 'unix'
      ? connect(address.value.endpoint.path)
      : connect(address.value.endpoint.port, address.value.endpoint.host);
  const setUp = await shakeHands(socket, setupRequest(cookie.name, cookie.data), address.value.screen);
  if (!setUp.ok) {
    socket.destroy();
    return setUp;
  }
  return ok(new SocketConnection(socket, setUp.value.root, setUp.value.rest, options));
}

async function readCookie(
  address: DisplayAddress,
  env: X11Options['env'],
): Promise<{ readonly name: string; readonly data: Buffer }> {
  const path = env['XAUTHORITY'] ?? join(env['HOME'] ?? homedir(), '.Xauthority');
  // A display without access control needs no file; the server says so if it does need one.
  const file = await readFile(path).catch(() => Buffer.alloc(0));
  return chooseCookie(parseAuthority(file), address.display, hostname()) ?? { name: '', data: Buffer.alloc(0) };
}

function shakeHands(
  socket: Socket,
  hello: Buffer,
  screen: number,
): Promise<Result<{ root: number; rest: Buffer }, string>> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const finish = (result: Result<{ root: number; rest: Buffer }, string>): void => {
      socket.setTimeout(0);
      for (const name of ['error', 'close', 'connect', 'data', 'timeout']) socket.removeAllListeners(name);
      resolve(result);
    };
    socket.setTimeout(answerLimitMs, () =>
      finish(fail(`The X server did not answer within ${answerLimitMs / 1000} s.`)),
    );
    socket.on('error', (error: NodeJS.ErrnoException) =>
      finish(fail(`The X server cannot be reached (${error.code ?? error.message}).`)),
    );
    socket.on('close', () => finish(fail('The X server closed the connection during the greeting.')));
    socket.on('connect', () => socket.write(hello));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const size = setupAnswerSize(received);
      if (size === undefined || received.length < size) return;
      const answer = parseSetupAnswer(received.subarray(0, size), screen);
      if ('refused' in answer) finish(fail(`The X server refused the connection: ${answer.refused}`));
      else finish(ok({ root: answer.root, rest: received.subarray(size) }));
    });
  });
}

/** Replies come in the order of the requests: `pending` is a queue, and `sequence` counts every request sent. */
class SocketConnection implements X11Connection {
  readonly root: number;
  private readonly socket: Socket;
  private readonly options: X11Options;
  private readonly atoms = new Map<string, number>();
  private readonly pending: Pending[] = [];
  private sequence = 0;
  private received: Buffer;
  private screenSaverOpcode: number | undefined;
  private open = true;

  constructor(socket: Socket, root: number, rest: Buffer, options: X11Options) {
    this.socket = socket;
    this.root = root;
    this.received = rest;
    this.options = options;
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', () => this.close());
    socket.on('close', () => this.close());
    socket.on('timeout', () => {
      if (this.pending.length > 0) this.close();
    });
    socket.setTimeout(answerLimitMs);
    if (rest.length > 0) this.take(Buffer.alloc(0));
  }

  async atom(name: string): Promise<number | undefined> {
    const known = this.atoms.get(name);
    if (known !== undefined) return known;
    const number = (await this.ask(internAtomRequest(name)))?.readUInt32LE(8);
    if (number !== undefined) this.atoms.set(name, number);
    return number;
  }

  async property(window: number, atom: number): Promise<PropertyValue | undefined> {
    const reply = await this.ask(getPropertyRequest(window, atom, propertyLimitBytes));
    return reply === undefined ? undefined : parseProperty(reply);
  }

  async focusedWindow(): Promise<number | undefined> {
    return (await this.ask(inputFocusRequest()))?.readUInt32LE(8);
  }

  async parentOf(window: number): Promise<number | undefined> {
    return (await this.ask(queryTreeRequest(window)))?.readUInt32LE(12);
  }

  async idleMs(): Promise<number | undefined> {
    if (this.screenSaverOpcode === undefined) {
      const reply = await this.ask(queryExtensionRequest('MIT-SCREEN-SAVER'));
      if (reply === undefined) return undefined;
      this.screenSaverOpcode = reply.readUInt8(8) === 0 ? 0 : reply.readUInt8(9);
    }
    if (this.screenSaverOpcode === 0) return undefined;
    return (await this.ask(screenSaverInfoRequest(this.screenSaverOpcode, this.root)))?.readUInt32LE(16);
  }

  watch(window: number, on: boolean): void {
    if (this.open) this.send(watchRequest(window, on));
  }

  isOpen(): boolean {
    return this.open;
  }

  close(): void {
    if (!this.open) return;
    this.open = false;
    this.socket.destroy();
    for (const { settle } of this.pending.splice(0)) settle(undefined);
    this.options.onClose?.();
  }

  private send(request: Buffer): void {
    this.sequence = (this.sequence + 1) & 0xffff;
    this.socket.write(request);
  }

  private ask(request: Buffer): Promise<Buffer | undefined> {
    if (!this.open || this.pending.length >= pendingLimit) return Promise.resolve(undefined);
    this.send(request);
    const { sequence } = this;
    return new Promise((settle) => this.pending.push({ sequence, settle }));
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    while (true) {
      const message = parseMessage(this.received);
      if (message === undefined) break;
      this.received = this.received.subarray(message.size);
      if (message.kind === 'reply') this.answer(message.sequence, message.body);
      else if (message.kind === 'error') this.answer(message.sequence, undefined);
      else if (message.kind !== 'other') this.options.onEvent?.(message);
    }
    if (this.received.length > messageLimitBytes) this.close();
  }

  /** An error may belong to a request that has no reply (`watch` of a window just gone): then no one waits for it. */
  private answer(sequence: number, body: Buffer | undefined): void {
    if (this.pending[0]?.sequence !== sequence) return;
    this.pending.shift()?.settle(body);
  }
}

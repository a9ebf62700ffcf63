import { chmodSync, existsSync, linkSync, lstatSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stop } from '../../../contract/lifecycle.ts';
import { ok } from '../../../contract/result.ts';
import { systemClock } from '../../host/system-clock.ts';
import { askSocket, callSocket } from './socket-client.ts';
import { connectionsLimit, lineBytesLimit, requestsLimit } from './socket-limits.ts';
import type { SocketOp } from './socket-op.ts';
import { startSocketServer } from './socket-server.ts';
import { RawClient, eventually, privateDirectory, testServer } from './testing/socket-fixture.ts';

let directory: ReturnType<typeof privateDirectory>;
let stops: Stop[];

beforeEach(() => {
  directory = privateDirectory();
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  directory.remove();
});

const echo: SocketOp = { name: 'echo', run: (request) => Promise.resolve(ok({ said: request['say'] })) };

async function start(...ops: SocketOp[]) {
  const server = await testServer(directory.path, ops);
  stops.push(server.stop);
  return server;
}

async function tryStart(path: string, temporaryDir?: string) {
  const options = { path, ops: [echo], log: () => undefined, clock: systemClock() };
  const started = await startSocketServer(temporaryDir === undefined ? options : { ...options, temporaryDir });
  if (started.ok) stops.push(started.value.stop);
  return started;
}

function client(path: string): RawClient {
  const made = new RawClient(path);
  stops.push(() => void made.socket.destroy());
  return made;
}

/** An operation whose requests end when the test says so, in any order. */
function heldOp() {
  const held = new Map<unknown, () => void>();
  const op: SocketOp = {
    name: 'hold',
    run: (request) => new Promise((resolve) => held.set(request['id'], () => resolve(ok({})))),
  };
  return { op, held };
}

describe('requests and answers', () => {
  it('answers requests in the order in which they end, each with its id', async () => {
    const { op, held } = heldOp();
    const raw = client((await start(op, echo)).path);
    raw.send({ op: 'hold', id: 1 }, { op: 'hold', id: 'two' }, { op: 'echo', id: 3, say: 'x' });
    expect(await raw.line()).toEqual({ id: 3, ok: true, said: 'x' });
    held.get('two')?.();
    expect(await raw.line()).toEqual({ id: 'two', ok: true });
    held.get(1)?.();
    expect(await raw.line()).toEqual({ id: 1, ok: true });
  });

  it('tells every line of a long answer apart from the last one', async () => {
    const count: SocketOp = {
      name: 'count',
      async run(_, call) {
        for (const done of [1, 2]) await call.reply({ done, more: 'not yours' });
        return ok({ ok: 'not yours', done: 3 });
      },
    };
    const call = callSocket((await start(count)).path, { op: 'count', id: 7 });
    expect(await call.next()).toEqual({ done: false, value: { id: 7, more: true, done: 1 } });
    expect(await call.next()).toEqual({ done: false, value: { id: 7, more: true, done: 2 } });
    expect(await call.next()).toEqual({ done: true, value: ok({ id: 7, ok: true, done: 3 }) });
  });

  it.each([
    ['what is no JSON', 'ping\n', 'the line is no JSON object in UTF-8'],
    ['a JSON array', '[]\n', 'the line is no JSON object in UTF-8'],
    ['broken UTF-8', Buffer.from([0x22, 0xff, 0x22, 0x0a]), 'the line is no JSON object in UTF-8'],
    ['a missing op', '{}\n', 'the request has no "op"'],
    ['an id that is an object', '{"op":"echo","id":{}}\n', 'the "id" is neither a number nor a string'],
    ['an unknown op', '{"op":"dance"}\n', 'there is no such "op"; there are echo'],
  ])('refuses %s and goes on', async (_, line, error) => {
    const raw = client((await start(echo)).path);
    raw.socket.write(line);
    const answer = await raw.line();
    expect(answer).toMatchObject({ ok: false });
    expect(answer?.['error']).toContain(error);
    raw.send({ op: 'echo', say: 'still here' });
    expect(await raw.line()).toEqual({ ok: true, said: 'still here' });
  });

  it('takes lines that arrive in pieces, and answers after the client has closed its side', async () => {
    const raw = client((await start(echo)).path);
    raw.socket.write('{"op":"ec');
    raw.socket.write('ho","say":"ä');
    raw.socket.end('"}\n');
    expect(await raw.line()).toEqual({ ok: true, said: 'ä' });
    expect(await raw.line()).toBeUndefined();
  });

  it('survives an operation that throws, and tells nothing of its message', async () => {
    const broken: SocketOp = { name: 'broken', run: () => Promise.reject(new TypeError('my secret')) };
    const answer = await askSocket((await start(broken)).path, { op: 'broken' });
    expect(answer).toEqual({ ok: false, error: 'Hivebar failed on this request (TypeError): its log says where' });
  });
});

describe('limits', () => {
  it('closes a connection whose line is too long', async () => {
    const server = await start(echo);
    const raw = client(server.path);
    raw.socket.write(Buffer.alloc(lineBytesLimit + 1, 0x20));
    expect((await raw.line())?.['error']).toContain(`longer than ${lineBytesLimit} bytes`);
    await raw.closed;
    expect(server.counters()).toMatchObject({ linesRefused: 1, requests: 0 });
  });

  it('works on a limited number of requests of one connection at once', async () => {
    const { op, held } = heldOp();
    const raw = client((await start(op, echo)).path);
    for (let id = 0; id < requestsLimit; id += 1) raw.send({ op: 'hold', id });
    raw.send({ op: 'echo', id: 'late' });
    await eventually(() => held.size === requestsLimit, 'the requests run');
    held.get(3)?.();
    expect(await raw.line()).toEqual({ id: 3, ok: true });
    expect(await raw.line()).toEqual({ id: 'late', ok: true });
    held.forEach((end) => end());
  });

  it('refuses a connection too many, and takes one again when one has gone', async () => {
    const server = await start(echo);
    const raws = Array.from({ length: connectionsLimit }, () => client(server.path));
    await eventually(() => server.counters().connectionsOpen === connectionsLimit, 'all are connected');
    const refused = await askSocket(server.path, { op: 'echo' });
    expect(refused).toEqual({ ok: false, error: '64 connections are open already: close one and try again' });
    raws[0]?.socket.destroy();
    await eventually(() => server.counters().connectionsOpen < connectionsLimit, 'one is gone');
    expect(await askSocket(server.path, { op: 'echo' })).toMatchObject({ ok: true });
  });

  it('does not write to a client that does not read', async () => {
    let told = 0;
    const flood: SocketOp = {
      name: 'flood',
      async run(_, call) {
        while (!call.closed.aborted) {
          await call.reply({ filler: 'x'.repeat(100_000) });
          told += 1;
        }
        return ok({});
      },
    };
    const server = await start(flood, echo);
    const raw = client(server.path);
    raw.socket.pause();
    raw.send({ op: 'flood' });
    await eventually(() => told > 0, 'the flood has begun');
    // Other clients are served meanwhile, many times over.
    for (let round = 0; round < 200; round += 1) await askSocket(server.path, { op: 'echo' });
    expect(told).toBeLessThan(50);
  });
});

describe('the place of the socket', () => {
  it('keeps other accounts out', async () => {
    const { path } = await start(echo);
    expect(lstatSync(path).mode & 0o777).toBe(0o600);
  });

  it('removes a socket that a dead process left', async () => {
    const path = join(directory.path, 'hivebar.sock');
    const dead = createServer();
    await new Promise<void>((resolve) => dead.listen(path, resolve));
    const second = await tryStart(path);
    expect(second).toMatchObject({ ok: false, error: expect.stringContaining('another program answers') as string });
    // Another name keeps the file when Node removes the one that it made, as a crash does.
    linkSync(path, `${path}.kept`);
    await new Promise((resolve) => dead.close(resolve));
    renameSync(`${path}.kept`, path);
    expect(await tryStart(path)).toMatchObject({ ok: true });
  });

  it('does not touch a file or a link that stands in the way', async () => {
    const file = join(directory.path, 'a.sock');
    const link = join(directory.path, 'b.sock');
    writeFileSync(file, 'precious');
    symlinkSync(file, link);
    for (const path of [file, link]) {
      expect(await tryStart(path)).toMatchObject({
        ok: false,
        error: expect.stringContaining('stands in the way and is no socket') as string,
      });
    }
    expect(existsSync(file)).toBe(true);
  });

  it('takes a private directory elsewhere when others may enter the wanted one', async () => {
    const open = join(directory.path, 'open');
    mkdirSync(open);
    chmodSync(open, 0o755);
    const started = await tryStart(join(open, 'hivebar.sock'), directory.path);
    if (!started.ok) throw new Error(started.error);
    expect(started.value.path).not.toContain(open);
    expect(lstatSync(join(started.value.path, '..')).mode & 0o777).toBe(0o700);
    expect(await askSocket(started.value.path, { op: 'echo', say: 1 })).toMatchObject({ ok: true });
    await started.value.stop();
    expect(existsSync(join(started.value.path, '..'))).toBe(false);
  });

  it('takes a private directory elsewhere when the path is too long for a socket', async () => {
    const deep = join(directory.path, 'd'.repeat(100));
    mkdirSync(deep, { mode: 0o700 });
    const started = await tryStart(join(deep, 'hivebar.sock'), directory.path);
    if (!started.ok) throw new Error(started.error);
    expect(started.value.path.startsWith(join(directory.path, 'hivebar-'))).toBe(true);
  });
});

describe('the end', () => {
  it('lets open requests end, tells streams to, and removes the socket', async () => {
    const { op, held } = heldOp();
    const untilClosed: SocketOp = {
      name: 'wait',
      run: (_, { closed }) => new Promise((resolve) => closed.addEventListener('abort', () => resolve(ok({})))),
    };
    const server = await start(op, untilClosed);
    const raw = client(server.path);
    raw.send({ op: 'hold', id: 1 }, { op: 'wait', id: 2 });
    await eventually(() => held.size === 1, 'the request runs');
    const stopped = server.stop();
    expect(await raw.line()).toEqual({ id: 2, ok: true });
    held.get(1)?.();
    expect(await raw.line()).toEqual({ id: 1, ok: true });
    await stopped;
    expect(existsSync(server.path)).toBe(false);
    expect(await askSocket(server.path, { op: 'echo' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('nothing answers') as string,
    });
  });

  it('does not wait for an operation that never ends', async () => {
    const never: SocketOp = { name: 'never', run: () => new Promise(() => undefined) };
    const server = await start(never);
    client(server.path).send({ op: 'never' });
    await eventually(() => server.counters().requests === 1, 'the request runs');
    await server.stop();
    expect(existsSync(server.path)).toBe(false);
  });

  it('ends a call that its caller cancels, and what ran for it', async () => {
    let ended = false;
    const wait: SocketOp = {
      name: 'wait',
      run: (_, { closed }) =>
        new Promise((resolve) => {
          closed.addEventListener('abort', () => {
            ended = true;
            resolve(ok({}));
          });
        }),
    };
    const server = await start(wait);
    const cancel = new AbortController();
    const answer = askSocket(server.path, { op: 'wait' }, { signal: cancel.signal });
    await eventually(() => server.counters().requests === 1, 'the request runs');
    cancel.abort();
    expect(await answer).toEqual({ ok: false, error: 'the request was cancelled' });
    await eventually(() => ended, 'the operation is told');
  });
});

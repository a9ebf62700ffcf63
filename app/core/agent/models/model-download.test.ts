import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realClock, until } from '../../database/testing.ts';
import { createWorkList } from '../../long-work/work-list.ts';
import { FakeClock } from '../../sources/testing/fake-clock.ts';
import { type ModelDownloadDeps, openModelDownloads } from './model-download.ts';

const content = Buffer.concat([Buffer.from('GGUF'), randomBytes(2_000_000)]);
const digest = createHash('sha256').update(content).digest('hex');

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
let dir = '';
let stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hivebar-download-'));
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  stops = [];
  await rm(dir, { recursive: true });
});

/** An HTTP server on this machine; `ranges` are the ranges that it was asked for. */
async function serve(handler: Handler) {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    handler(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/tiny%20model.gguf?x=1`, ranges };
}

/** Gives the file, from where it is asked to; the first `stopAfter` bytes of a request, then nothing more. */
function file(bytes: Buffer, options: { ranges?: boolean; stopAfter?: () => number } = {}): Handler {
  return (request, response) => {
    const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    const from = options.ranges === false ? 0 : Number(asked ?? 0);
    if (from >= bytes.length) {
      response.writeHead(416).end();
      return;
    }
    const part = bytes.subarray(from);
    const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': part.length,
      ...(from > 0 && { 'content-range': range }),
    });
    const stopAfter = options.stopAfter?.() ?? part.length;
    if (stopAfter >= part.length) response.end(part);
    else response.write(part.subarray(0, stopAfter));
  };
}

function setUp(changes: Partial<ModelDownloadDeps> = {}) {
  const work = createWorkList(realClock);
  const done: string[] = [];
  const models = join(dir, 'models');
  const downloads = openModelDownloads({
    ...{ clock: realClock, dir: models, work, minFreeBytes: () => 0 },
    onDone: (path) => void done.push(path),
    ...changes,
  });
  stops.push(() => downloads.stop());
  const item = () => work.items().at(-1);
  const ended = async () => {
    await until('the download has ended', () => item()?.state !== 'running');
    return item();
  };
  return { downloads, work, done, models, item, ended, path: join(models, 'tiny_20model.gguf') };
}

describe('a download', () => {
  it('brings the file, readable by this account alone, and is seen in the list of long work', async () => {
    const { url, ranges } = await serve(file(content));
    const { downloads, done, ended, path, models } = setUp();
    const started = await downloads.start(url, digest.toUpperCase());
    const item = await ended();
    expect(item).toMatchObject({
      ...{ kind: 'download', title: 'Model tiny_20model', state: 'done', unit: 'bytes' },
      ...{ done: content.length, total: content.length, message: `2 MB are in ${path}.` },
    });
    expect(started).toEqual({ ok: true, value: { workId: item?.id } });
    expect(done).toEqual([path]);
    expect((await readFile(path)).equals(content)).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(models)).mode & 0o777).toBe(0o700);
    expect(await readdir(models)).toEqual(['tiny_20model.gguf']);
    expect(ranges).toEqual([undefined]);
  });

  it('is cancelled in the middle, and goes on there the next time', async () => {
    let stopAfter = 1_200_000;
    const { url, ranges } = await serve(file(content, { stopAfter: () => stopAfter }));
    const { downloads, work, ended, item, path } = setUp();
    await downloads.start(url, digest);
    await until('much of it came', () => (item()?.done ?? 0) > 100_000);
    work.cancel(item()?.id ?? '');
    expect(await ended()).toMatchObject({
      state: 'cancelled',
      message: 'Ended. What came is kept, and the next try goes on there.',
    });
    stopAfter = content.length;
    await downloads.start(url, digest);
    expect(await ended()).toMatchObject({ state: 'done' });
    expect(ranges[0]).toBeUndefined();
    expect(Number(/^bytes=(\d+)-$/.exec(ranges[1] ?? '')?.[1])).toBeGreaterThan(100_000);
    expect((await readFile(path)).equals(content)).toBe(true);
  });

  it('goes on after a restart, and begins anew at a server that only gives whole files', async () => {
    let stopAfter = 500_000;
    let ranges = true;
    const { url } = await serve((request, response) =>
      file(content, { ranges, stopAfter: () => stopAfter })(request, response),
    );
    const first = setUp();
    await first.downloads.start(url, digest);
    await until('some of it came', () => (first.item()?.done ?? 0) > 0);
    await first.downloads.stop();
    expect(first.item()?.state).toBe('cancelled');
    stopAfter = content.length;
    ranges = false;
    const second = setUp();
    await second.downloads.start(url, digest);
    expect(await second.ended()).toMatchObject({ state: 'done', done: content.length });
    expect((await readFile(second.path)).equals(content)).toBe(true);
  });

  it.each([
    ['in the middle', 900_000],
    ['after the last byte, of more that it had promised', content.length],
  ])('keeps what came when the server breaks off %s', async (_, sent) => {
    let breaks = true;
    let breakOff: () => unknown = () => undefined;
    const { url, ranges } = await serve((request, response) => {
      if (!breaks) {
        file(content)(request, response);
        return;
      }
      response.writeHead(200, { 'content-length': content.length + 10 });
      response.write(content.subarray(0, sent));
      breakOff = () => response.destroy();
    });
    const { downloads, item, ended, path } = setUp();
    await downloads.start(url, digest);
    await until('what was sent has come', () => item()?.done === sent);
    breakOff();
    const broken = await ended();
    expect(broken).toMatchObject({ state: 'failed', message: 'The server could not be reached, or broke off.' });
    breaks = false;
    await downloads.start(url, digest);
    expect(await ended()).toMatchObject({ state: 'done' });
    expect(ranges).toEqual([undefined, `bytes=${sent}-`]);
    expect((await readFile(path)).equals(content)).toBe(true);
  });

  it('of a file that is there already ends at once, and never writes over another one', async () => {
    const other = Buffer.concat([Buffer.from('GGUF'), randomBytes(1_000)]);
    const otherDigest = createHash('sha256').update(other).digest('hex');
    let given = content;
    const { url, ranges } = await serve((request, response) => file(given)(request, response));
    const { downloads, ended, done, path, models } = setUp();
    await downloads.start(url, digest);
    await ended();
    await downloads.start(url, digest);
    expect(await ended()).toMatchObject({ state: 'done', message: `${path} was there already.` });
    expect(ranges).toHaveLength(1);
    given = other;
    await downloads.start(url, otherDigest);
    await ended();
    const beside = join(models, `tiny_20model-${otherDigest.slice(0, 8)}.gguf`);
    expect(done).toEqual([path, path, beside]);
    expect((await readFile(path)).equals(content)).toBe(true);
  });

  it('of the same file runs once', async () => {
    const { url, ranges } = await serve(file(content));
    const { downloads, work, ended } = setUp();
    const both = await Promise.all([downloads.start(url, digest), downloads.start(url, digest)]);
    expect(both[0]).toEqual(both[1]);
    await ended();
    expect(work.items()).toHaveLength(1);
    expect(ranges).toHaveLength(1);
  });
});

describe('a download is refused', () => {
  it.each([
    ['http://192.0.2.1/model.gguf', 'Model files are only fetched over https, or over http from this machine.'],
    ['ftp://127.0.0.1/model.gguf', 'Model files are only fetched over https, or over http from this machine.'],
    ['file:///etc/passwd', 'Model files are only fetched over https, or over http from this machine.'],
    ['model.gguf', 'That is no address.'],
    ['https://', 'That is no address.'],
  ])('from %s', async (url, message) => {
    const { downloads, work } = setUp();
    expect(await downloads.start(url, digest)).toEqual({ ok: false, error: message });
    expect(await downloads.start('https://example.org/m.gguf', 'abc')).toMatchObject({ ok: false });
    expect(work.items()).toEqual([]);
  });

  const failures: readonly (readonly [what: string, handler: Handler, sha256: string, message: RegExp])[] = [
    [
      'when its digest is another',
      file(content),
      'ab'.repeat(32),
      /^The file is not the one that was asked for: its SHA-256 is another\. It was deleted\.$/,
    ],
    ['when it is no model', file(Buffer.from('<html>Sign in, please</html>')), digest, /is no GGUF model file\.$/],
    [
      'when the server does not have it',
      (_, response) => void response.writeHead(404).end(),
      digest,
      /^The server does not give the file \(HTTP 404\)\.$/,
    ],
    [
      'when it is sent on to where anybody can change it',
      (_, response) => void response.writeHead(302, { location: 'http://192.0.2.1/model.gguf' }).end(),
      digest,
      /^The server sends on to another address\. Model files are only fetched over https/,
    ],
    [
      'when it is sent on without end',
      (request, response) => void response.writeHead(302, { location: request.url ?? '' }).end(),
      digest,
      /without end\.$/,
    ],
  ];
  it.each(failures)('%s, and leaves nothing', async (_, handler, sha256, message) => {
    const { url } = await serve(handler);
    const { downloads, ended, done, models } = setUp();
    await downloads.start(url, sha256);
    const item = await ended();
    expect(item?.state).toBe('failed');
    expect(item?.message).toMatch(message);
    expect(await readdir(models)).toEqual([]);
    expect(done).toEqual([]);
  });

  it('when the disk has no room for it, before a byte of it is stored', async () => {
    const { url } = await serve(file(content));
    const { downloads, ended, models } = setUp({
      freeBytes: () => Promise.resolve(5_000_000),
      minFreeBytes: () => 4_000_000,
    });
    await downloads.start(url, digest);
    expect(await ended()).toMatchObject({
      state: 'failed',
      message: 'The disk has 5 MB free, and the file needs 6 MB with what has to stay free.',
    });
    const [part = ''] = await readdir(models);
    expect((await stat(join(models, part))).size).toBe(0);
  });

  it('when the server falls silent', async () => {
    const clock = new FakeClock(0);
    const { url } = await serve(file(content, { stopAfter: () => 1_000 }));
    const { downloads, item, ended } = setUp({ clock });
    await downloads.start(url, digest);
    await until('it begins', () => item()?.message === 'Fetching.');
    await until('it is given up', async () => {
      await clock.advance(60_000);
      return item()?.state !== 'running';
    });
    expect(await ended()).toMatchObject({ state: 'failed', message: 'The server has sent nothing for 60 s.' });
  });
});

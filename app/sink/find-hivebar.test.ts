import { chmodSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findSocket } from './find-hivebar.ts';

let dataDir: string;
let socketPath: string;
let server: Server;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'hb-find-'));
  socketPath = join(dataDir, 's.sock');
  server = createServer();
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(dataDir, { recursive: true, force: true });
});

function runtime(content: unknown): string {
  const path = join(dataDir, 'runtime.json');
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

it('finds the socket that runtime.json names', async () => {
  runtime({ version: 1, socketPath, more: 'ignored' });
  expect(await findSocket(dataDir)).toEqual({ ok: true, value: socketPath });
});

it.each([
  ['is missing', undefined, 'no Hivebar runs on'],
  ['is no JSON', '{', 'no Hivebar runs on'],
  ['is null', 'null', 'is of another version'],
  ['is of another version', { version: 2 }, 'is of another version'],
  ['names no socket', { version: 1 }, 'has no Unix socket open'],
  ['names a socket that is gone', { version: 1, socketPath: '/nowhere/s.sock' }, 'no Hivebar runs on'],
  ['names what is no socket', { version: 1, socketPath: '/etc/passwd' }, 'is no socket of this account'],
  ['is too long', `{"version":1,"x":"${'x'.repeat(70_000)}"}`, 'is longer than 65536 bytes'],
])('says why when runtime.json %s', async (_, content, reason) => {
  if (content !== undefined) runtime(content);
  expect(await findSocket(dataDir)).toEqual({ ok: false, error: expect.stringContaining(reason) as string });
});

it('does not trust a file that others may write, or a link', async () => {
  const path = runtime({ version: 1, socketPath });
  chmodSync(path, 0o666);
  expect(await findSocket(dataDir)).toMatchObject({ error: expect.stringContaining('other accounts') as string });
  chmodSync(path, 0o600);
  renameSync(path, `${path}.real`);
  symlinkSync(`${path}.real`, path);
  expect(await findSocket(dataDir)).toMatchObject({ ok: false });
});

import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileSecrets } from './file-secrets.ts';

let dir = '';

beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'hivebar-secrets-')), 'secrets');
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

it('knows nothing of a secret that was never written', async () => {
  expect(await fileSecrets(dir).read('writer-password')).toBeUndefined();
});

it('gives back what was written, the last value winning', async () => {
  const secrets = fileSecrets(dir);
  await secrets.write('writer-password', 'old');
  await secrets.write('writer-password', 'nëw');
  expect(await fileSecrets(dir).read('writer-password')).toBe('nëw');
  expect(await readdir(dir)).toEqual(['writer-password']);
});

it('lets only the person read the file and its folder', async () => {
  await fileSecrets(dir).write('writer-password', 'x');
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  expect((await stat(join(dir, 'writer-password'))).mode & 0o777).toBe(0o600);
});

it('stores what the codec makes of a secret', async () => {
  const inHex = {
    encode: (value: string) => Buffer.from(Buffer.from(value).toString('hex')),
    decode: (stored: Buffer) => Buffer.from(stored.toString(), 'hex').toString(),
  };
  const secrets = fileSecrets(dir, inHex);
  await secrets.write('token', 'abc');
  expect(await readFile(join(dir, 'token'), 'utf8')).toBe('616263');
  expect(await secrets.read('token')).toBe('abc');
});

it('refuses a name that would leave its folder', async () => {
  await expect(fileSecrets(dir).read('../settings.json')).rejects.toThrow('no name for a secret');
});

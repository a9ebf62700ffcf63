import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, lockDataDir, processStart } from './data-dir-lock.ts';

describe('the lock of a data directory', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'hivebar-lock-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it('is held by one, and free again afterwards', async () => {
    const first = await lockDataDir(dataDir);
    expect(first.ok).toBe(true);
    expect(await lockDataDir(dataDir)).toMatchObject({
      ok: false,
      error: { kind: 'already-running', pid: process.pid },
    });
    if (first.ok) await first.value();
    expect(await readdir(dataDir)).toEqual([]);
    expect((await lockDataDir(dataDir)).ok).toBe(true);
  });

  it.each([
    ['a process that has ended', { pid: 2 ** 22 + 1, started: '1' }],
    ['an earlier process with the same number', { pid: process.pid, started: 'long ago' }],
    ['nothing that can be read', 'torn'],
    ['nothing', ''],
  ])('is taken over from %s', async (_, left) => {
    await writeFile(join(dataDir, 'hivebar.lock'), typeof left === 'string' ? left : JSON.stringify(left));
    expect((await lockDataDir(dataDir)).ok).toBe(true);
    const held: unknown = JSON.parse(await readFile(join(dataDir, 'hivebar.lock'), 'utf8'));
    expect(held).toMatchObject({ pid: process.pid });
  });

  it('is taken over although the one that removed the stale lock died before it was done', async () => {
    const dead = (started: string) => JSON.stringify({ pid: 2 ** 22 + 1, started });
    const claimOf = (path: string, text: string) =>
      `${path}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
    const lock = join(dataDir, 'hivebar.lock');
    const firstClaim = claimOf(lock, dead('1'));
    await writeFile(lock, dead('1'));
    await writeFile(firstClaim, dead('2'));
    await writeFile(claimOf(firstClaim, dead('2')), dead('3'));
    expect((await lockDataDir(dataDir)).ok).toBe(true);
    expect(await readdir(dataDir)).toEqual(['hivebar.lock']);
  });

  it('goes to exactly one of many that find a stale one at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      await writeFile(join(dataDir, 'hivebar.lock'), JSON.stringify({ pid: 2 ** 22 + 1, started: String(round) }));
      const taken = await Promise.all(Array.from({ length: 20 }, () => lockDataDir(dataDir)));
      expect(taken.filter((result) => result.ok)).toHaveLength(1);
      expect(await readdir(dataDir)).toEqual(['hivebar.lock']);
    }
  });

  it('knows the living from the dead', async () => {
    const started = await processStart(process.pid);
    expect(await isAlive({ pid: process.pid, started })).toBe(true);
    expect(await isAlive({ pid: process.pid, started: `${started}0` })).toBe(false);
    expect(await processStart(2 ** 22 + 1)).toBe('');
  });
});

import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../contract/console.ts';
import { History } from './history.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hivebar-history-'));
  path = join(dir, 'history.jsonl');
});
afterEach(() => rm(dir, { recursive: true }));

function entry(number: number, sql = `SELECT ${number}`): HistoryEntry {
  return { id: `id-${number}`, atMs: number, sql, mode: 'read', state: 'done', durationMs: 1, rows: 1, error: '' };
}

describe('the history', () => {
  it('is empty where there is no file', async () => {
    expect(await new History(path).find('')).toEqual([]);
  });

  it('survives a restart, newest first, and is searched whatever the case', async () => {
    const first = new History(path);
    await Promise.all([first.add(entry(1, 'select Apples')), first.add(entry(2, "SELECT 'a\nb'"))]);
    const second = new History(path);
    await second.add(entry(3, 'SELECT pears'));
    expect((await second.find('')).map(({ id }) => id)).toEqual(['id-3', 'id-2', 'id-1']);
    expect((await second.find(' APPLES ')).map(({ id }) => id)).toEqual(['id-1']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('passes over a line that a crash has torn, and spoils no other by it', async () => {
    await new History(path).add(entry(1));
    await appendFile(path, '{"id":"torn","atMs":2,"sq');
    const history = new History(path);
    await history.add(entry(3));
    expect((await history.find('')).map(({ id }) => id)).toEqual(['id-3', 'id-1']);
  });

  it('keeps the newest two thousand, in a file of at most twice that', async () => {
    const history = new History(path);
    await Promise.all(Array.from({ length: 4100 }, (_, number) => history.add(entry(number))));
    const found = await history.find('');
    expect([found.length, found[0]?.id, found.at(-1)?.id]).toEqual([2000, 'id-4099', 'id-2100']);
    const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean);
    expect(lines.length).toBeLessThanOrEqual(4000);
  });

  it('keeps fewer when they are very long', async () => {
    const history = new History(path);
    const long = 'x'.repeat(900_000);
    for (let number = 0; number < 40; number += 1) await history.add(entry(number, long));
    const found = await history.find('');
    expect([found.length, found[0]?.id]).toEqual([17, 'id-39']);
    expect((await stat(path)).size).toBeLessThan(33_000_000);
  });
});

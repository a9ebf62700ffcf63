import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realClock } from '../database/testing.ts';
import { SavedQueries } from './saved-queries.ts';

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hivebar-saved-'));
  path = join(dir, 'queries.json');
});
afterEach(() => rm(dir, { recursive: true }));

const open = () => new SavedQueries(path, realClock);

describe('saved queries', () => {
  it('are kept by name over a restart, and one of the same name is replaced', async () => {
    const saved = open();
    expect(await saved.list()).toEqual({ ok: true, value: [] });
    await Promise.all([saved.save('Zebra', 'SELECT 1'), saved.save('apple', 'SELECT 2')]);
    await saved.save('Zebra', 'SELECT 3');
    const again = await open().list();
    expect(again.ok && again.value.map(({ name, sql }) => [name, sql])).toEqual([
      ['apple', 'SELECT 2'],
      ['Zebra', 'SELECT 3'],
    ]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('keep their id when they are replaced, by which they are forgotten', async () => {
    const first = await open().save('one', 'SELECT 1');
    const second = await open().save('one', 'SELECT 2');
    const id = first.ok ? (first.value[0]?.id ?? '') : '';
    expect(second.ok && second.value[0]?.id).toBe(id);
    expect(await open().forget('nothing')).toEqual(second);
    expect(await open().forget(id)).toEqual({ ok: true, value: [] });
  });

  it('are refused when there is no room, and the others stay', async () => {
    const saved = open();
    for (let number = 0; number < 16; number += 1) await saved.save(`query ${number}`, 'x'.repeat(999_000));
    expect(await saved.save('one more', 'x'.repeat(999_000))).toMatchObject({ ok: false });
    const all = await saved.list();
    expect(all.ok && all.value.length).toBe(16);
  });

  it('leave a damaged file as it is', async () => {
    await writeFile(path, '{"version":1,"queries":[{');
    expect(await open().list()).toMatchObject({ ok: false });
    expect(await open().save('one', 'SELECT 1')).toMatchObject({ ok: false });
    expect(await readFile(path, 'utf8')).toBe('{"version":1,"queries":[{');
  });
});

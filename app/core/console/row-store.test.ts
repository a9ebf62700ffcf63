import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryBudget } from './memory-budget.ts';
import { RowStore } from './row-store.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hivebar-rows-'));
});
afterAll(() => rm(dir, { recursive: true }));

const mebibyte = 1 << 20;

async function add(store: RowStore, lines: readonly string[]): Promise<void> {
  const buffers = lines.map((line) => Buffer.from(`${line}\n`));
  await store.append(
    Buffer.concat(buffers),
    buffers.map((buffer) => buffer.length),
  );
}

describe.each([
  ['in memory', 100 * mebibyte],
  ['partly in a file', 2 * mebibyte],
  ['all but the last block in a file', 0],
])('rows %s', (name, budgetBytes) => {
  it('come back as they went in, from every place', async () => {
    const path = join(dir, `rows-${budgetBytes}`);
    const store = new RowStore({ path, budget: memoryBudget(budgetBytes) });
    // Lines of many lengths, some longer than a block, so that they lie across its borders.
    const lines = Array.from({ length: 400 }, (_, row) => `${row} ${'ä'.repeat(row % 50 === 7 ? 700_000 : row * 7)}`);
    for (let from = 0; from < lines.length; from += 9) await add(store, lines.slice(from, from + 9));
    expect(store.rows).toBe(400);
    expect(store.bytes).toBe(Buffer.byteLength(`${lines.join('\n')}\n`));
    for (const from of [0, 6, 7, 8, 57, 200, 398]) {
      expect(await store.read(from, 2, 100 * mebibyte)).toEqual(lines.slice(from, from + 2));
    }
    expect(await store.read(0, 400, 100 * mebibyte)).toEqual(lines);
    expect(await store.read(399, 10, mebibyte)).toEqual([lines[399]]);
    expect(await store.read(400, 10, mebibyte)).toEqual([]);
    const files = (await readdir(dir)).length;
    expect(files).toBe(name === 'in memory' ? 0 : 1);
    if (files > 0) expect((await stat(path)).mode & 0o777).toBe(0o600);
    await store.close();
    expect(await readdir(dir)).toEqual([]);
    expect(store.rows).toBe(0);
  });
});

describe('a window', () => {
  it('holds fewer rows when they are too long together, and at least one', async () => {
    const store = new RowStore({ path: join(dir, 'window'), budget: memoryBudget(10 * mebibyte) });
    await add(store, ['a'.repeat(600), 'b'.repeat(600), 'c'.repeat(600), 'd'.repeat(600)]);
    expect(await store.read(0, 4, 1500)).toHaveLength(2);
    expect(await store.read(2, 4, 10)).toEqual(['c'.repeat(600)]);
    await store.close();
  });
});

describe('the memory budget', () => {
  it('is shared, and free again when a store is closed', async () => {
    const budget = memoryBudget(mebibyte);
    const store = new RowStore({ path: join(dir, 'shared'), budget });
    await add(store, ['x'.repeat(mebibyte)]);
    expect(budget.take(1)).toBe(false);
    await store.close();
    await store.close();
    expect(budget.take(mebibyte)).toBe(true);
  });
});

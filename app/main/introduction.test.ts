import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rememberIntroduction } from './introduction.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hivebar-introduction-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const open = (demo = false) => rememberIntroduction(dataDir, demo, () => undefined);

it('is open on a new data directory until it is ended, and never again by itself', async () => {
  const first = open();
  expect(first.current()).toEqual({ state: 'open' });
  await first.set({ state: 'open' });
  await mkdir(join(dataDir, 'clickhouse'));
  const second = open();
  expect(second.current()).toEqual({ state: 'open' });
  await second.set({ state: 'done' });
  const third = open();
  expect(third.current()).toEqual({ state: 'done' });
  await third.set(third.current());
});

it('is not shown to who has recorded before, nor in a demo', async () => {
  const demo = open(true);
  expect(demo.current()).toEqual({ state: 'done' });
  await demo.set(demo.current());
  await rm(join(dataDir, 'introduction.json'));
  await mkdir(join(dataDir, 'clickhouse'));
  const later = open();
  expect(later.current()).toEqual({ state: 'done' });
  await later.set(later.current());
});

it('takes a damaged note as none', async () => {
  await writeFile(join(dataDir, 'introduction.json'), '{');
  const memory = open();
  expect(memory.current()).toEqual({ state: 'open' });
  await memory.set(memory.current());
});

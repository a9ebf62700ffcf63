import { randomUUID } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, expect } from '@playwright/test';
import type { ConsoleRun } from '../../app/contract/console.ts';
import type { WorkItem } from '../../app/contract/work.ts';
import { test } from './fixtures.ts';

/** Sleeps for ten minutes, a second for each row. */
const sleep = 'SELECT sleepEachRow(1) FROM numbers(600) SETTINGS max_block_size = 1';

interface Bridge {
  hivebar: {
    call(name: string, payload: unknown): Promise<unknown>;
    listen(name: string, listener: (payload: unknown) => void): void;
  };
  told: unknown[];
}

/** Calls the main process as the console does. */
function call(page: Page, name: string, payload: unknown): Promise<unknown> {
  return page.evaluate(([channel, input]) => (globalThis as unknown as Bridge).hivebar.call(channel, input), [
    `hivebar:console-${name}`,
    payload,
  ] as const);
}

/** From now on what the main process tells of runs is kept in the page. */
function keepTold(page: Page): Promise<void> {
  return page.evaluate(() => {
    const bridge = globalThis as unknown as Bridge;
    bridge.told = [];
    bridge.hivebar.listen('hivebar:console-run-changed', (payload) => bridge.told.push(payload));
  });
}

async function lastTold(page: Page, runId: string): Promise<ConsoleRun | undefined> {
  const told = await page.evaluate(() => (globalThis as unknown as Bridge).told);
  return (told as ConsoleRun[]).filter((state) => state.runId === runId).at(-1);
}

function longWork(page: Page): Promise<WorkItem[]> {
  return page.evaluate(
    () => (globalThis as unknown as Bridge).hivebar.call('hivebar:work', undefined) as Promise<WorkItem[]>,
  );
}

test('the console asks, exports and writes through the main process, and leaves nothing behind', async ({
  start,
  dataDir,
}) => {
  const app = await start({ args: ['--show', 'overview', '--demo'] });
  const page = await app.electronApp.firstWindow();
  await expect.poll(async () => (await app.status()).database.state, { timeout: 60_000 }).toBe('ok');
  const console =
    app.electronApp.windows().find((window) => window.url().startsWith('app://hivebar/overview.html')) ?? page;
  await keepTold(console);
  const statement = { params: {}, mode: 'read', sort: null };

  const runId = randomUUID();
  const sql = 'SELECT number, toString(number) AS text FROM numbers(1000000)';
  expect(await call(console, 'run', { ...statement, runId, sql })).toMatchObject({ ok: true });
  await expect.poll(async () => (await lastTold(console, runId))?.state, { timeout: 60_000 }).toBe('done');
  expect(await lastTold(console, runId)).toMatchObject({ rows: 1_000_000, truncated: false });
  const rows = { ok: true, value: [['999999', '999999']] };
  expect(await call(console, 'rows', { runId, from: 999_999, count: 1000 })).toEqual(rows);

  // The person names the file, and the window cannot.
  const path = join(dataDir, 'answer.csv');
  await app.electronApp.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  const asked = { runId: randomUUID(), sql: 'SELECT 1 AS a', params: {}, format: 'csv' };
  expect(await call(console, 'export', asked)).toMatchObject({ ok: true, value: { path } });
  await expect.poll(async () => (await longWork(console)).map(({ state }) => state)).toEqual(['done']);
  expect(await readFile(path, 'utf8')).toBe('"a"\n1\n');
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  // Writing waits for the person's word.
  const write = { ...statement, mode: 'write', sql: 'CREATE TABLE seq.made (a String) ENGINE = MergeTree ORDER BY a' };
  expect(await call(console, 'run', { ...write, runId: randomUUID() })).toMatchObject({ ok: false });
  const answer = (response: number) =>
    app.electronApp.evaluate(({ dialog }, pressed) => {
      dialog.showMessageBox = () => Promise.resolve({ response: pressed, checkboxChecked: false });
    }, response);
  await answer(0);
  expect(await call(console, 'allow', { mode: 'write' })).toBe('read');
  await answer(1);
  expect(await call(console, 'allow', { mode: 'write' })).toBe('write');
  const writeId = randomUUID();
  expect(await call(console, 'run', { ...write, runId: writeId })).toMatchObject({ ok: true });
  await expect.poll(async () => (await lastTold(console, writeId))?.state).toBe('done');

  // A page that is loaded anew has nothing of the one before, and neither has the server.
  const sleeping = randomUUID();
  expect(await call(console, 'run', { ...statement, runId: sleeping, sql: sleep })).toMatchObject({ ok: true });
  await expect.poll(async () => (await lastTold(console, sleeping))?.rows ?? 0).toBeGreaterThan(0);
  await console.reload();
  await expect
    .poll(() =>
      call(console, 'rows', { runId: sleeping, from: 0, count: 1 }).then((gone) => (gone as { ok: boolean }).ok),
    )
    .toBe(false);
  await expect.poll(() => readdir(join(dataDir, 'console-rows'))).toEqual([]);
  expect(await call(console, 'run', { ...write, runId: randomUUID() })).toMatchObject({ ok: false });
  // What was cancelled stands in the history, which says that the server is rid of it.
  await expect
    .poll(async () => JSON.stringify(await call(console, 'history', { search: 'sleepEachRow' })))
    .toContain('"state":"cancelled"');
});

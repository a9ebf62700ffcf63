import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { appArguments, type HivebarApp } from './hivebar-app.ts';

/** Includes the start of Electron itself on a busy machine; the goal of a warm start is well below. */
const startLimitMs = 10_000;

function isVisible(app: HivebarApp, page: string) {
  return app.electronApp.evaluate(
    ({ BrowserWindow }, url) =>
      BrowserWindow.getAllWindows().some((window) => window.webContents.getURL() === url && window.isVisible()),
    `app://hivebar/${page}.html`,
  );
}

/** Starts the app where it is expected to end by itself. */
async function runToEnd(program: string, args: readonly string[], display: string) {
  const folder = await mkdtemp(join(tmpdir(), 'hivebar-output-'));
  const [stdout, stderr] = [await open(join(folder, 'stdout'), 'w+'), await open(join(folder, 'stderr'), 'w+')];
  try {
    // Into files and not pipes: a helper process of Electron may hold a pipe open after the app has ended.
    const child = spawn(program, args, {
      env: { ...process.env, DISPLAY: display },
      stdio: ['ignore', stdout.fd, stderr.fd],
    });
    const [status] = (await once(child, 'exit')) as [number | null];
    const [out, err] = await Promise.all(['stdout', 'stderr'].map((name) => readFile(join(folder, name), 'utf8')));
    return { status, stdout: out, stderr: err };
  } finally {
    await stdout.close();
    await stderr.close();
    await rm(folder, { recursive: true });
  }
}

test('a start shows the popover with the state of the recorder', async ({ start }) => {
  const began = Date.now();
  const app = await start({ args: ['--show', 'popover'] });
  await expect(await app.popover.state()).toHaveAttribute('data-state', /recording|starting/);
  expect(Date.now() - began).toBeLessThan(startLimitMs);
});

test('a start by hand opens the overview, a start at login stays in the menu bar', async ({ start }) => {
  const byHand = await start({ args: [] });
  await byHand.overview.page();
  await expect.poll(() => isVisible(byHand, 'overview')).toBe(true);
  await byHand.quit();
  const atLogin = await start({ args: ['--show', 'none'] });
  await expect(await atLogin.popover.state()).toHaveAttribute('data-state', 'recording');
  expect([await isVisible(atLogin, 'overview'), await isVisible(atLogin, 'popover')]).toEqual([false, false]);
});

test('a data directory that cannot be used ends the start with a reason', async ({ electron, display, dataDir }) => {
  const file = join(dataDir, 'a file');
  await writeFile(file, '');
  const refused = await runToEnd(electron, appArguments({ dataDir: file }, []), display.name);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain(`Hivebar cannot keep its data in ${file}: `);
  expect(refused.stderr).toContain('start with --data-dir and another one');
});

test('a click on the tray icon opens the popover, the next one closes it', async ({ start }) => {
  const app = await start();
  await app.popover.page();
  expect(await isVisible(app, 'popover')).toBe(false);
  await app.clickTray();
  await expect.poll(() => isVisible(app, 'popover')).toBe(true);
  await app.clickTray();
  await expect.poll(() => isVisible(app, 'popover')).toBe(false);
});

test('the popover hides on Escape and when another window takes the focus', async ({ start, display }) => {
  const app = await start({ args: ['--show', 'popover'] });
  const page = await app.popover.page();
  await expect.poll(() => isVisible(app, 'popover')).toBe(true);
  await expect(page.getByTestId('recording-state')).toBeVisible();
  await display.pressKey('Escape');
  await expect.poll(() => isVisible(app, 'popover')).toBe(false);

  const terminal = await display.openTerminal('elsewhere');
  await app.electronApp.evaluate(({ app: electron }) => electron.emit('second-instance', {}, [], '/', {}));
  await expect.poll(() => isVisible(app, 'popover')).toBe(true);
  await terminal.focus();
  await expect.poll(() => isVisible(app, 'popover')).toBe(false);
  await terminal.close();
});

test('a second start on the same data opens the window of the first and ends', async ({
  start,
  electron,
  display,
  dataDir,
}) => {
  const app = await start();
  await app.popover.page();
  const second = await runToEnd(electron, appArguments({ dataDir }, ['--show', 'overview']), display.name);
  expect(second).toMatchObject({
    status: 0,
    stdout: `Hivebar already runs on ${dataDir}; its window was opened.\n`,
  });
  await expect.poll(() => isVisible(app, 'overview')).toBe(true);
});

test('the overview opens from the popover, where it was closed', async ({ start }) => {
  const app = await start({ args: ['--show', 'popover'] });
  await (await app.popover.page()).getByTestId('open-overview').click();
  const page = await app.overview.page();
  await expect(page.getByTestId('recording-state')).toBeVisible();

  const place = { x: 80, y: 90, width: 900, height: 600 };
  await app.electronApp.evaluate(({ BrowserWindow }, bounds) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().includes('overview'));
    window?.setBounds(bounds);
    window?.close();
  }, place);
  await expect.poll(() => isVisible(app, 'overview')).toBe(false);
  await (await app.popover.page()).getByTestId('open-overview').click();
  const restored = () =>
    app.electronApp.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL().includes('overview'));
      return { width: window?.getBounds().width, height: window?.getBounds().height };
    });
  await expect.poll(restored).toEqual({ width: place.width, height: place.height });
});

test('a page that dies is loaded again', async ({ start }) => {
  const app = await start({ args: ['--show', 'overview'] });
  await expect(await app.overview.state()).toBeVisible();
  const recovered = await app.electronApp.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().includes('overview'),
    )?.webContents;
    if (contents === undefined) return 'the window is gone';
    const loadedAgain = new Promise<void>((settle) => contents.once('did-finish-load', () => settle()));
    contents.forcefullyCrashRenderer();
    await loadedAgain;
    return { crashed: contents.isCrashed(), url: contents.getURL() };
  });
  expect(recovered).toEqual({ crashed: false, url: 'app://hivebar/overview.html' });
});

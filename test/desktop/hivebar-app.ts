import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type * as inspector from 'node:inspector';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type ElectronApplication, type Page, _electron, expect } from '@playwright/test';
import type { RecorderStatus } from '../../app/contract/health.ts';
import { ConsolePage } from './console-page.ts';
import { Overview } from './overview-page.ts';
import { Popover } from './popover-page.ts';
import { Sources } from './sources-page.ts';

const run = promisify(execFile);
const repoRoot = resolve(__dirname, '../..');

export interface StartOptions {
  /** Content of `settings.json`; undefined leaves the file as it is. */
  readonly settings?: object;
  readonly args?: readonly string[];
  readonly timeZone?: string | undefined;
}

interface Place {
  readonly electron: string;
  readonly display: string;
  readonly dataDir: string;
}

/** The home of the person in front of the app: agents keep their settings and sessions there. */
export function homeOf({ dataDir }: Pick<Place, 'dataDir'>): string {
  return join(dataDir, 'home');
}

/** The running app, driven from outside. */
export interface HivebarApp {
  readonly electronApp: ElectronApplication;
  readonly popover: Popover;
  readonly overview: Overview;
  readonly sources: Sources;
  readonly console: ConsolePage;
  /** Clicks the icon in the menu bar. */
  clickTray(): Promise<void>;
  /** The state of the recorder as every window sees it. */
  status(): Promise<RecorderStatus>;
  /** Asks the database through the command line, as anybody would: rows of strings and numbers. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** Runs a command of the command line on the same data; gives what it printed. */
  commandLine(...words: readonly string[]): Promise<string>;
  /** Process number of the ClickHouse child. */
  clickHousePid(): Promise<number>;
  /** Ends the app as its menu does, and waits until it is gone. */
  quit(): Promise<void>;
  /** Ends the app without a chance to tidy up, and waits until it is gone. */
  kill(): Promise<void>;
}

export async function startHivebar(
  place: Place,
  { settings, args = ['--show', 'none'], timeZone = 'UTC' }: StartOptions = {},
): Promise<HivebarApp> {
  if (settings !== undefined) {
    await mkdir(place.dataDir, { recursive: true });
    await writeFile(join(place.dataDir, 'settings.json'), JSON.stringify(settings));
  }
  await mkdir(homeOf(place), { recursive: true });
  const electronApp = await _electron.launch({
    executablePath: place.electron,
    args: appArguments(place, args),
    env: { ...(process.env as Record<string, string>), DISPLAY: place.display, TZ: timeZone, HOME: homeOf(place) },
  });
  // The process itself: Playwright waits for its pipes too, which a crash handler may hold long after a kill.
  const gone = once(electronApp.process(), 'exit');
  let quitting = false;
  // The window takes the focus when it is ready: whoever goes to another one before would lose it again.
  if (args.includes('overview')) await expect.poll(() => overviewHasFocus(electronApp)).toBe(true);
  return {
    electronApp,
    popover: new Popover(() => pageNamed(electronApp, 'popover')),
    overview: new Overview(() => pageNamed(electronApp, 'overview')),
    sources: new Sources(
      () => pageNamed(electronApp, 'overview'),
      () => bringUpOverview(electronApp),
    ),
    console: new ConsolePage(
      () => pageNamed(electronApp, 'overview'),
      () => bringUpOverview(electronApp),
    ),
    clickTray: () => electronApp.evaluate(emitTrayClick),
    status: async () => (await pageNamed(electronApp, 'popover')).evaluate(askStatus),
    query: (sql) => queryByCommandLine(place.dataDir, sql),
    commandLine: (...words) => commandLine(place.dataDir, words),
    clickHousePid: () => clickHousePid(place.dataDir),
    async quit() {
      if (!quitting) await electronApp.evaluate(({ app }) => setImmediate(() => app.quit())).catch(() => undefined);
      quitting = true;
      await gone;
    },
    async kill() {
      quitting = true;
      electronApp.process().kill('SIGKILL');
      await gone;
    },
  };
}

/** What the operating system gets: our options last, as a person types them. */
export function appArguments({ dataDir }: Pick<Place, 'dataDir'>, args: readonly string[]): string[] {
  // Chromium refuses its own sandbox to root; that of the pages, which the tests look at, is another one.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [repoRoot, ...sandbox, '--data-dir', dataDir, ...args];
}

/** The page of a window, once it exists. */
async function pageNamed(electronApp: ElectronApplication, name: string): Promise<Page> {
  const find = () => electronApp.windows().find((page) => page.url() === `app://hivebar/${name}.html`);
  await expect.poll(() => find() !== undefined, { message: `the ${name} window exists` }).toBe(true);
  const page = find();
  if (page === undefined) throw new Error(`The ${name} window is gone again.`);
  return page;
}

/** Whether the overview window is on the screen and has the focus. */
function overviewHasFocus(electronApp: ElectronApplication): Promise<boolean> {
  return electronApp.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some(
      (window) => window.webContents.getURL().includes('/overview.html') && window.isVisible() && window.isFocused(),
    ),
  );
}

/** Gives the overview window the focus; true once it is on the screen and has it. */
function bringUpOverview(electronApp: ElectronApplication): Promise<boolean> {
  return electronApp.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().includes('/overview.html'),
    );
    if (window?.isVisible() !== true) return false;
    window.focus();
    return window.isFocused();
  });
}

/**
 * Runs in the main process. A virtual screen has no panel to show the icon, so the click is given to the icon itself,
 * which the inspector finds among all objects: the product needs no door for tests.
 */
async function emitTrayClick({ Tray }: { Tray: { prototype: object } }): Promise<void> {
  // The only way from a function that is sent into the main process to a module of Node.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const { Session } = process.mainModule?.require('node:inspector') as typeof inspector;
  const session = new Session();
  session.connect();
  const post = (method: string, params: object) =>
    new Promise<Record<string, { objectId: string }>>((settle, fail) => {
      session.post(method, params, (error, answer) => {
        if (error === null) settle(answer as Record<string, { objectId: string }>);
        else fail(error);
      });
    });
  try {
    Object.assign(globalThis, { trayPrototype: Tray.prototype });
    const prototype = await post('Runtime.evaluate', { expression: 'trayPrototype' });
    const found = await post('Runtime.queryObjects', { prototypeObjectId: prototype['result']?.objectId });
    await post('Runtime.callFunctionOn', {
      objectId: found['objects']?.objectId,
      functionDeclaration: 'function () { for (const tray of this) tray.emit("click"); }',
    });
  } finally {
    session.disconnect();
  }
}

/** Runs in the page. */
function askStatus(): Promise<RecorderStatus> {
  const { hivebar } = globalThis as unknown as { hivebar: { call(name: string): Promise<RecorderStatus> } };
  return hivebar.call('hivebar:status');
}

async function queryByCommandLine(dataDir: string, sql: string): Promise<Record<string, unknown>[]> {
  const printed = await commandLine(dataDir, ['query', sql, '--json']);
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function commandLine(dataDir: string, words: readonly string[]): Promise<string> {
  const program = join(repoRoot, 'dist', 'cli', 'hivebar.cjs');
  const { stdout } = await run(process.execPath, [program, ...words, '--data-dir', dataDir]);
  return stdout;
}

async function clickHousePid(dataDir: string): Promise<number> {
  // ClickHouse itself writes its process number there.
  const status = await readFile(join(dataDir, 'clickhouse', 'data', 'status'), 'utf8');
  const pid = /^PID: (\d+)$/m.exec(status)?.[1];
  if (pid === undefined) throw new Error(`ClickHouse left no process number: ${status}`);
  return Number(pid);
}

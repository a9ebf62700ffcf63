import { join } from 'node:path';
import { BrowserWindow, type BrowserWindowConstructorOptions, nativeTheme } from 'electron';
import type { Clock, Log } from '../core/host.ts';
import { appOrigin } from './app-files.ts';
import { windowPreferences } from './hardening.ts';
import type { PageName } from './launch-options.ts';
import { rateLimit } from './rate-limit.ts';

/** A page that dies more often than this will die again: it is closed, and made anew when the person opens it. */
const reloads = { count: 3, withinMs: 60_000 };

/** What lies behind a page until it has painted, so that opening a window does not flash. */
const paper = { light: '#ffffff', dark: '#1c1c1e' };

const clear = '#00000000';

export interface PageDeps {
  readonly devTools: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens a window of ours on one of its pages, hidden until told otherwise. `place` is a part of the page. */
export function openPage(
  page: PageName,
  { place, ...options }: BrowserWindowConstructorOptions & { readonly place?: string | undefined },
  deps: PageDeps,
): BrowserWindow {
  const window = new BrowserWindow({
    ...options,
    show: false,
    title: 'Hivebar',
    // A window with a material of the system lets it shine through; any colour of its own would cover it.
    backgroundColor:
      options.vibrancy !== undefined ? clear : nativeTheme.shouldUseDarkColors ? paper.dark : paper.light,
    webPreferences: windowPreferences(join(__dirname, 'preload.cjs'), deps.devTools),
  });
  recoverFromCrash(window, page, deps);
  void load(window, page, deps.log, place);
  return window;
}

async function load(window: BrowserWindow, page: PageName, log: Log, place?: string): Promise<void> {
  try {
    await window.loadURL(`${appOrigin}/${page}.html${place === undefined ? '' : `#${place}`}`);
  } catch (error) {
    if (!window.isDestroyed()) log('error', 'a page did not load', { page, error: String(error) });
  }
}

function recoverFromCrash(window: BrowserWindow, page: PageName, { clock, log }: PageDeps): void {
  const mayReload = rateLimit(reloads.count, reloads.withinMs, () => clock.monotonic());
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    const again = mayReload();
    log('error', again ? 'a page died and is loaded again' : 'a page keeps dying and is closed', {
      page,
      reason,
      exitCode,
    });
    if (again) void load(window, page, log);
    else window.destroy();
  });
}

import { join } from 'node:path';
import { type BrowserWindow, type Size, app, screen } from 'electron';
import type { AgentStatus } from '../contract/always-on-agent.ts';
import type { ForgetProgress } from '../contract/forget.ts';
import type { RecorderStatus } from '../contract/health.ts';
import { type MainPlace, announcements } from '../contract/ipc.ts';
import type { WorkItem } from '../contract/work.ts';
import { announceAgent, announceStatus, announceWork } from './announce.ts';
import { type PageDeps, openPage } from './page-window.ts';
import { rememberedBounds } from './remembered-bounds.ts';

const firstSize = { width: 1120, height: 760 };
const margin = 80;
const smallest = { minWidth: 720, minHeight: 480 };
/** The three buttons of macOS stand over the side bar; the page leaves them room and is dragged by its bars. */
const frame = process.platform === 'darwin' ? ({ titleBarStyle: 'hiddenInset' } as const) : {};

export interface Overview {
  /** Opens the window, or brings it to the front; on the page asked for, else on the one that was looked at last. */
  show(asked?: MainPlace): void;
  announce(status: RecorderStatus): void;
  /** The window while it is open. */
  readonly window: () => BrowserWindow | undefined;
  announceForget(progress: ForgetProgress): void;
  announceWork(items: readonly WorkItem[]): void;
  announceAgent(status: AgentStatus): void;
}

/** The main window. It exists while it is open, and opens where it was closed. */
export function createOverview(
  { dataDir, icon, onPageLeft }: { dataDir: string; icon: string; onPageLeft: () => void },
  deps: PageDeps,
): Overview {
  const place = rememberedBounds(join(dataDir, 'overview-window.json'), deps.log);
  let current: BrowserWindow | undefined;

  function open(asked: MainPlace | undefined): BrowserWindow {
    const workAreas = screen.getAllDisplays().map((display) => display.workArea);
    const bounds = place.read(workAreas) ?? fit(firstSize, screen.getPrimaryDisplay().workAreaSize);
    const window = openPage(
      'overview',
      { ...bounds, ...smallest, ...frame, icon, place: asked, autoHideMenuBar: true },
      deps,
    );
    window.once('ready-to-show', () => window.show());
    window.on('close', () => place.write(window.getNormalBounds()));
    // What a page has started ends with it: with its window, and when it is loaded again.
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) onPageLeft();
    });
    window.on('closed', () => {
      current = undefined;
      onPageLeft();
      app.dock?.hide();
    });
    // While there is a window to switch to, it should be where macOS lists those.
    void app.dock?.show();
    return window;
  }

  return {
    show(asked) {
      if (current === undefined) {
        current = open(asked);
        return;
      }
      if (asked !== undefined) current.webContents.send(announcements.placeAsked.name, asked);
      if (current.isMinimized()) current.restore();
      current.show();
      current.focus();
    },
    announce(status) {
      if (current?.isVisible() === true) announceStatus(current, status);
    },
    window: () => current,
    announceForget(progress) {
      current?.webContents.send(announcements.forgetProgress.name, progress);
    },
    announceWork(items) {
      if (current?.isVisible() === true) announceWork(current, items);
    },
    announceAgent(status) {
      if (current?.isVisible() === true) announceAgent(current, status);
    },
  };
}

/** Leaves a margin on a small screen, for the frame and for what lies behind. */
function fit(size: Size, screenSize: Size): Size {
  return {
    width: Math.min(size.width, screenSize.width - margin),
    height: Math.min(size.height, screenSize.height - margin),
  };
}

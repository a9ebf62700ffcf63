import { type BrowserWindow, type Rectangle, screen } from 'electron';
import type { AgentStatus } from '../contract/always-on-agent.ts';
import type { RecorderStatus } from '../contract/health.ts';
import { announceAgent, announceStatus } from './announce.ts';
import { type PageDeps, openPage } from './page-window.ts';
import { placePopover } from './popover-place.ts';

const size = { width: 360, height: 640 };

/** A click on the icon while the popover is open first takes its focus away, which hides it; the click is part of that. */
const sameClickMs = 250;

export interface Popover {
  show(): void;
  toggle(): void;
  hide(): void;
  announce(status: RecorderStatus): void;
  announceAgent(status: AgentStatus): void;
}

/** The small window under the tray icon. It is loaded once, at the start, and from then on only shown and hidden. */
export function createPopover(
  { trayBounds, status }: { trayBounds: () => Rectangle; status: () => RecorderStatus },
  deps: PageDeps,
): Popover {
  let current = open();
  let hiddenAtMs = Number.NEGATIVE_INFINITY;

  function open(): BrowserWindow {
    const window = openPage(
      'popover',
      {
        ...size,
        // Loaded but asleep until it is shown: a page that believes it is seen paints its clock every second.
        paintWhenInitiallyHidden: false,
        frame: false,
        resizable: false,
        movable: false,
        minimizable: false,
        maximizable: false,
        fullscreenable: false,
        skipTaskbar: true,
        alwaysOnTop: true,
        ...(process.platform === 'darwin'
          ? { type: 'panel', roundedCorners: true, vibrancy: 'popover', visualEffectState: 'active' }
          : {}),
      },
      deps,
    );
    // Over full-screen apps too: a menu bar item belongs to every space.
    if (process.platform === 'darwin') window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    window.on('blur', hide);
    // The page closes its window on Escape, unless Escape closed a menu.
    window.on('close', (event) => {
      event.preventDefault();
      hide();
    });
    return window;
  }

  function show(): void {
    if (current.isDestroyed()) current = open();
    const tray = trayBounds();
    const display =
      tray.width > 0 ? screen.getDisplayMatching(tray) : screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    current.setBounds(placePopover(tray, display.workArea, size));
    announceStatus(current, status());
    current.show();
    current.focus();
  }

  function hide(): void {
    if (current.isDestroyed() || !current.isVisible()) return;
    hiddenAtMs = deps.clock.monotonic();
    current.hide();
  }

  return {
    show,
    hide,
    toggle() {
      if (!current.isDestroyed() && current.isVisible()) hide();
      else if (deps.clock.monotonic() - hiddenAtMs > sameClickMs) show();
    },
    announce(status) {
      // Nobody looks at a hidden popover; it is told the latest when it opens.
      if (!current.isDestroyed() && current.isVisible()) announceStatus(current, status);
    },
    announceAgent(status) {
      if (!current.isDestroyed() && current.isVisible()) announceAgent(current, status);
    },
  };
}

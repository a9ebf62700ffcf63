import { join } from 'node:path';
import { Menu, type Point, type Rectangle, Tray, nativeImage, screen } from 'electron';
import type { AgentStateName } from '../contract/always-on-agent.ts';
import type { RecorderStatus } from '../contract/health.ts';
import { type TrayActions, type TrayFacts, describeStatus, trayMenu } from './tray-menu.ts';

export interface TrayIcon {
  /** Where the icon is, or was when it was last clicked; all 0 while nobody knows. */
  bounds(): Rectangle;
  update(status: RecorderStatus): void;
  updateAgent(agent: AgentStateName): void;
}

/** The icon in the menu bar: its picture is the state of the recorder, a click opens the popover. */
export function createTray(
  iconsDir: string,
  first: TrayFacts,
  { onClick, actions }: { onClick: () => void; actions: TrayActions },
): TrayIcon {
  const isMac = process.platform === 'darwin';
  const image = (state: RecorderStatus['overall']) =>
    // macOS recolours images named "Template"; other desktops show the picture as it is.
    nativeImage.createFromPath(join(iconsDir, `${state}${isMac ? 'Template' : ''}.png`));
  const tray = new Tray(image(first.status.overall));
  let latest = first;
  let shownState = first.status.overall;
  let shownKey = '';

  function show(facts: TrayFacts): void {
    latest = facts;
    const { status, agent } = facts;
    if (status.overall !== shownState) {
      shownState = status.overall;
      tray.setImage(image(shownState));
    }
    const text = describeStatus(status);
    const key = `${status.recording.kind} ${agent} ${text}`;
    if (key === shownKey) return;
    shownKey = key;
    tray.setToolTip(text);
    // On macOS a menu that is set would also open on a left click, so it is made when asked for.
    if (!isMac) tray.setContextMenu(Menu.buildFromTemplate(trayMenu(facts, actions)));
  }

  // Linux desktops keep the place of the icon to themselves; the pointer was on it when it was clicked.
  let clickedAt: Rectangle = { x: 0, y: 0, width: 0, height: 0 };
  tray.on('click', () => {
    clickedAt = iconAround(screen.getCursorScreenPoint());
    onClick();
  });
  if (isMac) {
    tray.on('right-click', () => tray.popUpContextMenu(Menu.buildFromTemplate(trayMenu(latest, actions))));
  }
  show(first);
  return {
    bounds() {
      const known = tray.getBounds();
      return known.width > 0 ? known : clickedAt;
    },
    update: (status) => show({ ...latest, status }),
    updateAgent: (agent) => show({ ...latest, agent }),
  };
}

const iconSize = 24;

function iconAround({ x, y }: Point): Rectangle {
  return { x: x - iconSize / 2, y: y - iconSize / 2, width: iconSize, height: iconSize };
}

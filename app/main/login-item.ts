import type { App } from 'electron';
import type { TrayActions } from './tray-menu.ts';

/** Opening at login, where the system keeps a list of such programs and ours has a place to be started from. */
export function loginItem(
  app: Pick<App, 'isPackaged' | 'getLoginItemSettings' | 'setLoginItemSettings'>,
): TrayActions['loginItem'] {
  if (process.platform !== 'darwin' || !app.isPackaged) return undefined;
  return {
    isOn: () => app.getLoginItemSettings().openAtLogin,
    set: (openAtLogin) => app.setLoginItemSettings({ openAtLogin }),
  };
}

import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * On macOS the menu of the app carries the shortcuts that people expect (copy, close, quit), so it must exist. On Linux
 * the windows do without; their shortcuts are their own.
 */
export function setAppMenu(platform: NodeJS.Platform, devTools: boolean): void {
  if (platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  const developer: MenuItemConstructorOptions[] = devTools ? [{ role: 'viewMenu' }] : [];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, ...developer, { role: 'windowMenu' }]),
  );
}

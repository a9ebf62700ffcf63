import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * On macOS the menu of the app carries the shortcuts that people expect (copy, close, quit), so it must exist. On Linux
 * the windows do without; their shortcuts are their own.
 */
export function setAppMenu(platform: NodeJS.Platform, devTools: boolean, openSettings: () => void): void {
  if (platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  const developer: MenuItemConstructorOptions[] = devTools ? [{ role: 'viewMenu' }] : [];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { role: 'appMenu', submenu: ownItems(openSettings) },
      { role: 'editMenu' },
      ...developer,
      { role: 'windowMenu' },
    ]),
  );
}

/** What the system's own menu holds, with the settings where people look for them. */
function ownItems(openSettings: () => void): MenuItemConstructorOptions[] {
  return [
    { role: 'about' },
    { type: 'separator' },
    { label: 'Settings…', accelerator: 'Command+,', click: openSettings },
    { type: 'separator' },
    { role: 'services' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    { role: 'quit' },
  ];
}

import type { App, Session, WebContents, WebPreferences } from 'electron';
import type { Log } from '../core/host.ts';
import { appOrigin } from './app-files.ts';

/** What every window of ours is opened with. */
export function windowPreferences(preload: string, devTools: boolean): WebPreferences {
  return {
    preload,
    devTools,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // The spelling checker of Chromium downloads its dictionaries.
    spellcheck: false,
  };
}

/** Keeps every page, also one that appears later, where it was opened: no navigation, no new windows, no webviews. */
export function keepPagesInPlace(app: App, log: Log): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    const refuse = (what: string) => (event: { preventDefault(): void }) => {
      event.preventDefault();
      log('warn', 'a page was kept in its place', { what });
    };
    contents.on('will-navigate', refuse('navigation'));
    contents.on('will-redirect', refuse('redirect'));
    contents.on('will-attach-webview', refuse('webview'));
    contents.setWindowOpenHandler(() => {
      log('warn', 'a page was kept in its place', { what: 'new window' });
      return { action: 'deny' };
    });
  });
}

/** What a page may do beyond drawing: a copy button writes to the clipboard. Reading it is another permission. */
const grantedPermission = 'clipboard-sanitized-write';

/** Grants pages no other permission and lets them load nothing from outside the app. */
export function closeSession(session: Session, devTools: boolean): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === grantedPermission));
  session.setPermissionCheckHandler((_contents, permission) => (permission as string) === grantedPermission);
  session.setDevicePermissionHandler(() => false);
  const allowed = [`${appOrigin}/`, ...(devTools ? ['devtools://'] : [])];
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !url.startsWith('data:image/') && !allowed.some((prefix) => url.startsWith(prefix)) }),
  );
}

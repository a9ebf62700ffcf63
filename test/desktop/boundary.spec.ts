import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

test.describe('a page of Hivebar', () => {
  test('is sandboxed and has nothing of Node but the bridge', async ({ start }) => {
    const app = await start({ args: ['--show', 'overview'] });
    const page = await app.overview.page();
    const seen = await page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis),
      bridge: Object.keys((globalThis as unknown as { hivebar: object }).hivebar).sort(),
      frozen: Reflect.set((globalThis as unknown as { hivebar: object }).hivebar, 'call', null),
    }));
    expect(seen).toEqual({ node: [], bridge: ['call', 'listen', 'platform'], frozen: false });
    const preferences = await app.electronApp.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => {
        const contents = window.webContents as unknown as { getLastWebPreferences(): Electron.WebPreferences };
        const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } =
          contents.getLastWebPreferences();
        return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity };
      }),
    );
    const hardened = {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    };
    expect(preferences).toEqual([hardened, hardened]);
  });

  test('runs no inline script, loads nothing from elsewhere, and evaluates no text', async ({ start }) => {
    const app = await start({ args: ['--show', 'overview'] });
    const page = await app.overview.page();
    const outcome = await page.evaluate(async () => {
      // Violations are reported later than what they refused.
      const violated = new Promise<string[]>((settle) => {
        const seen = new Set<string>();
        document.addEventListener('securitypolicyviolation', (event) => {
          seen.add(event.effectiveDirective);
          if (seen.size === 3) settle([...seen].sort());
        });
      });
      const script = document.createElement('script');
      script.textContent = 'document.title = "inline script ran"';
      document.body.append(script);
      const image = document.createElement('img');
      const imageSettled = new Promise((settle) => (image.onerror = settle));
      image.src = 'https://example.org/pixel.png';
      document.body.append(image);
      await imageSettled;
      const fetched = await fetch('https://example.org/').then(
        () => 'answered',
        () => 'refused',
      );
      let evaluated = 'ran';
      try {
        globalThis.eval('1');
      } catch {
        evaluated = 'refused';
      }
      return { title: document.title, fetched, evaluated, violated: await violated };
    });
    expect(outcome.title).not.toBe('inline script ran');
    expect(outcome).toMatchObject({
      fetched: 'refused',
      evaluated: 'refused',
      violated: ['connect-src', 'img-src', 'script-src-elem'],
    });
  });

  test('stays where it is and opens no other window', async ({ start }) => {
    const app = await start({ args: ['--show', 'overview'] });
    const page = await app.overview.page();
    await expect(page.getByTestId('recording-state')).toBeVisible();
    const outcome = await app.electronApp.evaluate(async ({ BrowserWindow }) => {
      const [overview] = BrowserWindow.getAllWindows().filter(({ webContents }) =>
        webContents.getURL().includes('overview'),
      );
      const opened: unknown = await overview?.webContents.executeJavaScript(`
        const opened = window.open('https://example.org/');
        const link = document.createElement('a');
        link.href = 'https://example.org/';
        document.body.append(link);
        link.click();
        location.assign('app://hivebar/popover.html');
        opened`);
      // What the page asks for next is answered after what it asked for before.
      const stillThere: unknown = await overview?.webContents.executeJavaScript(
        `hivebar.call('hivebar:status').then(() => document.querySelector('[data-testid="recording-state"]') !== null)`,
      );
      const windows = BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL());
      return { opened, stillThere, windows: windows.sort() };
    });
    expect(outcome).toEqual({
      opened: null,
      stillThere: true,
      windows: ['app://hivebar/overview.html', 'app://hivebar/popover.html'],
    });
  });

  test('reaches only the calls of the contract, with payloads that fit', async ({ start }) => {
    const app = await start({ args: ['--show', 'overview'] });
    const page = await app.overview.page();
    const outcome = await page.evaluate(async () => {
      interface Bridge {
        call(name: string, payload: unknown): Promise<unknown>;
        listen(name: string, listener: () => void): () => void;
      }
      const { hivebar } = globalThis as unknown as { hivebar: Bridge };
      const refusal = (name: string, payload: unknown) =>
        hivebar.call(name, payload).then(
          () => 'answered',
          (error: unknown) => String(error),
        );
      const listening = () => {
        try {
          hivebar.listen('ELECTRON_BROWSER_REQUIRE', () => undefined);
          return 'listens';
        } catch (error) {
          return String(error);
        }
      };
      return {
        unknown: await refusal('hivebar:run-command', 'rm'),
        internal: await refusal('ELECTRON_BROWSER_REQUIRE', 'fs'),
        misfit: await refusal('hivebar:pause', { length: 'for ever' }),
        listening: listening(),
      };
    });
    expect(outcome.unknown).toContain('not a call of the contract');
    expect(outcome.internal).toContain('not a call of the contract');
    expect(outcome.misfit).toContain('a wrong value at length');
    expect(outcome.listening).toContain('not an announcement of the contract');
  });

  test('is granted no permission but to write to the clipboard', async ({ start }) => {
    const app = await start({ args: ['--show', 'overview'] });
    const page = await app.overview.page();
    const outcome = await page.evaluate(async () => ({
      notifications: await Notification.requestPermission(),
      location: await navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
      reading: await navigator.clipboard.readText().then(
        () => 'granted',
        () => 'denied',
      ),
    }));
    expect(outcome).toEqual({ notifications: 'denied', location: 'denied', reading: 'denied' });
  });
});

test('a page from elsewhere reaches no call, even with our preload script', async ({ start }) => {
  const app = await start();
  await app.popover.page();
  const refusal = await app.electronApp.evaluate(async ({ app: electron, BrowserWindow, session }) => {
    // Another session, so that only the check of the sender stands between that page and the recorder.
    const foreign = new BrowserWindow({
      show: false,
      webPreferences: {
        preload: `${electron.getAppPath()}/dist/main/preload.cjs`,
        sandbox: true,
        session: session.fromPartition('elsewhere'),
      },
    });
    await foreign.loadURL('data:text/html,elsewhere');
    const answer: unknown = await foreign.webContents.executeJavaScript(
      `hivebar.call('hivebar:status').then(() => 'answered', String)`,
    );
    foreign.destroy();
    return answer;
  });
  expect(refusal).toContain('hivebar:status is not open to this page');
});

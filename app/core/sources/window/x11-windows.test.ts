import { afterEach, describe, expect, it } from 'vitest';
import { openX11 } from '../../host/x11/connection.ts';
import { linuxPower } from '../../host/linux-power.ts';
import { type X11Desktop, startX11Desktop, until } from '../testing/x11-desktop.ts';
import { type OpenWindows, type WindowReading } from './window-backend.ts';
import { type WindowSample } from './window-sample.ts';
import { x11Windows } from './x11-windows.ts';

let desktop: X11Desktop | undefined;
let windows: OpenWindows | undefined;

afterEach(async () => {
  windows?.close();
  await desktop?.stop();
  windows = undefined;
  desktop = undefined;
});

/** A desktop with the backend on it; `changes` counts the announcements. */
async function open(options?: { windowManager: boolean }) {
  desktop = await startX11Desktop(options);
  const announced = { changes: 0 };
  const opened = await x11Windows(desktop.env, process.pid).open(() => (announced.changes += 1));
  if (!opened.ok) throw new Error(opened.error.message);
  windows = opened.value;
  return { desktop, windows: opened.value, announced };
}

async function reading(backend: OpenWindows): Promise<WindowReading> {
  const result = await backend.read();
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function active(backend: OpenWindows): Promise<WindowSample | undefined> {
  const now = await reading(backend);
  return now.kind === 'window' ? now.sample : undefined;
}

describe.runIf(process.platform === 'linux')('the active window on X11', () => {
  it('is told with its application and title, and followed when the focus moves', async () => {
    const { desktop, windows, announced } = await open();
    desktop.start('xterm', '-T', 'first');
    await until(async () => (await active(windows))?.title === 'first', 'the first window is active');
    expect(await active(windows)).toEqual({
      app: 'XTerm',
      bundleId: 'xterm',
      title: 'first',
      url: '',
      visibility: 'normal',
      windowId: Number(await desktop.xdotool('search', '--onlyvisible', '--name', 'first')),
    });
    desktop.start('xterm', '-T', 'second');
    await until(async () => (await active(windows))?.title === 'second', 'the second window is active');
    const before = announced.changes;
    await desktop.xdotool('search', '--name', '^first$', 'windowactivate', '--sync');
    await until(() => announced.changes > before, 'the change of focus is announced');
    await until(async () => (await active(windows))?.title === 'first', 'the first window is active again');
  });

  it.each(['a = b = c', 'Grüße – 你好 🐝', '"quoted" \\ back', 'colon: value'])(
    'is told with the title %s',
    async (title) => {
      const { desktop, windows, announced } = await open();
      desktop.start('xterm', '-T', 'before');
      await until(async () => (await active(windows))?.title === 'before', 'the window is active');
      const before = announced.changes;
      await desktop.retitle(title);
      await until(() => announced.changes > before, 'the new title is announced');
      await until(async () => (await active(windows))?.title === title, 'the new title is read');
    },
  );

  it('is none after it vanished', async () => {
    const { desktop, windows } = await open();
    const terminal = desktop.start('xterm', '-T', 'short');
    await until(async () => (await active(windows))?.title === 'short', 'the window is active');
    terminal.kill();
    await until(async () => (await reading(windows)).kind !== 'window', 'no window is active');
  });

  it("is Hivebar's own when its process is", async () => {
    desktop = await startX11Desktop();
    const ours = desktop.start('xterm', '-T', 'ours');
    const opened = await x11Windows(desktop.env, ours.pid ?? 0).open(() => undefined);
    if (!opened.ok) throw new Error(opened.error.message);
    const backend = (windows = opened.value);
    await until(async () => (await reading(backend)).kind === 'own', 'our own window is told');
    desktop.start('xterm', '-T', 'theirs');
    await until(async () => (await active(backend))?.title === 'theirs', 'the window of another process is told');
  });

  it('is found by the keyboard focus where no window manager runs, and that is said', async () => {
    const { desktop, windows } = await open({ windowManager: false });
    desktop.start('xterm', '-T', 'bare');
    await desktop.xdotool('search', '--sync', '--onlyvisible', '--name', '^bare$', 'windowfocus');
    await until(async () => (await active(windows))?.title === 'bare', 'the focused window is read');
    expect(windows.limitation()?.message).toMatch(/window manager/);
  });

  it('cannot be told without DISPLAY, and trying again would not help', async () => {
    const result = await x11Windows({}, 0).open(() => undefined);
    expect(result).toMatchObject({ ok: false, error: { retry: false } });
  });

  it('cannot be told while no server listens, and trying again may help', async () => {
    const result = await x11Windows({ DISPLAY: ':59000' }, 0).open(() => undefined);
    expect(result).toMatchObject({ ok: false, error: { retry: true } });
  });

  it('fails to be read once the server is gone', async () => {
    const { desktop, windows, announced } = await open();
    await desktop.stop();
    await until(() => announced.changes > 0, 'the loss is announced');
    expect(await windows.read()).toMatchObject({ ok: false, error: { retry: true } });
  });
});

describe.runIf(process.platform === 'linux')('the idle time on X11', () => {
  it('grows until there is input', async () => {
    desktop = await startX11Desktop();
    const power = linuxPower(desktop.env);
    await until(async () => {
      const idle = await power.readIdle();
      return idle.kind === 'idle' && idle.seconds > 0.3;
    }, 'the idle time grows');
    await desktop.xdotool('mousemove_relative', '5', '5');
    const idle = await power.readIdle();
    expect(idle.kind === 'idle' ? idle.seconds : Infinity).toBeLessThan(0.3);
  });

  it('is unavailable without a display, with the reason', async () => {
    expect(await linuxPower({}).readIdle()).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(/DISPLAY/) as string,
    });
  });
});

describe.runIf(process.platform === 'linux')('a connection to the X server', () => {
  it('answers nothing for a window that is gone and stays usable', async () => {
    desktop = await startX11Desktop({ windowManager: false });
    const opened = await openX11({ env: desktop.env });
    if (!opened.ok) throw new Error(opened.error);
    const connection = opened.value;
    const atom = (await connection.atom('WM_NAME')) ?? 0;
    connection.watch(0x1234567, true);
    expect(await connection.property(0x1234567, atom)).toBeUndefined();
    expect(await connection.idleMs()).toEqual(expect.any(Number));
    connection.close();
    expect(await connection.property(connection.root, atom)).toBeUndefined();
  });
});

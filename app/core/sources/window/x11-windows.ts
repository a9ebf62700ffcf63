import { fail, ok } from '../../../contract/result.ts';
import { type WindowEvent, type X11Connection, openX11 } from '../../host/x11/connection.ts';
import { atomString } from '../../host/x11/wire.ts';
import { privateWindowVisibility } from './private-windows.ts';
import { type OpenWindows, type WindowBackend, type WindowLimitation, type WindowReading } from './window-backend.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Steps from the focused window up to the one that carries a name, where no window manager tells. */
const parentLimit = 8;

/**
 * Active window and title by the properties that window managers keep (EWMH), told by the X server as they change.
 * Windows of the process `ownPid` are Hivebar's own.
 */
export function x11Windows(env: Env, ownPid: number): WindowBackend {
  return {
    announcesChanges: true,
    hasAddresses: false,
    open: async (changed) => {
      const opened: { windows?: X11Windows } = {};
      const connection = await openX11({
        env,
        onEvent: (event) => {
          if (opened.windows?.concerns(event) === true) changed();
        },
        onClose: changed,
      });
      if (!connection.ok) return fail({ message: connection.error, retry: (env['DISPLAY'] ?? '') !== '' });
      opened.windows = new X11Windows(connection.value, isWayland(env), ownPid);
      return ok(opened.windows);
    },
  };
}

function isWayland(env: Env): boolean {
  return (env['WAYLAND_DISPLAY'] ?? '') !== '' || env['XDG_SESSION_TYPE'] === 'wayland';
}

class X11Windows implements OpenWindows {
  private readonly connection: X11Connection;
  private readonly wayland: boolean;
  private readonly ownPid: number;
  private watched = 0;
  private managed = true;
  private interesting: ReadonlySet<number> = new Set();

  constructor(connection: X11Connection, wayland: boolean, ownPid: number) {
    this.connection = connection;
    this.wayland = wayland;
    this.ownPid = ownPid;
    connection.watch(connection.root, true);
  }

  /** Before the first reading no atom is known, and every property may matter. */
  concerns(event: WindowEvent): boolean {
    if (event.kind === 'destroyed') return event.window === this.watched;
    return this.interesting.size === 0 || this.interesting.has(event.atom);
  }

  async read(): ReturnType<OpenWindows['read']> {
    const { connection } = this;
    const [active, name, oldName, windowClass, process, utf8] = await Promise.all([
      connection.atom('_NET_ACTIVE_WINDOW'),
      connection.atom('_NET_WM_NAME'),
      connection.atom('WM_NAME'),
      connection.atom('WM_CLASS'),
      connection.atom('_NET_WM_PID'),
      connection.atom('UTF8_STRING'),
    ]);
    if (active !== undefined && name !== undefined && oldName !== undefined && windowClass !== undefined) {
      this.interesting = new Set([active, name, oldName, windowClass]);
      const window = await this.activeWindow(active, windowClass);
      this.watch(window);
      const reading = await this.describe(window, { name, oldName, windowClass, process, utf8 });
      if (connection.isOpen()) return ok(reading);
    }
    return fail({ message: 'The X server is gone or does not answer.', retry: true });
  }

  limitation(): WindowLimitation | undefined {
    if (this.wayland) return { message: 'This is a Wayland session: only windows that run through Xwayland are seen.' };
    if (this.managed) return undefined;
    return {
      message: 'No window manager tells the active window; the window with the keyboard focus is read now and then.',
    };
  }

  close(): void {
    this.connection.close();
  }

  private async activeWindow(active: number, windowClass: number): Promise<number> {
    const property = await this.connection.property(this.connection.root, active);
    this.managed = property !== undefined;
    if (property !== undefined) return property.bytes.length >= 4 ? property.bytes.readUInt32LE(0) : 0;
    let window = (await this.connection.focusedWindow()) ?? 0;
    for (let step = 0; step < parentLimit && window > 1 && window !== this.connection.root; step += 1) {
      if ((await this.connection.property(window, windowClass)) !== undefined) return window;
      window = (await this.connection.parentOf(window)) ?? 0;
    }
    return 0;
  }

  /** Watches before the title is read, so that a change in between is told. */
  private watch(window: number): void {
    if (window === this.watched) return;
    if (this.watched !== 0) this.connection.watch(this.watched, false);
    if (window !== 0) this.connection.watch(window, true);
    this.watched = window;
  }

  private async describe(
    window: number,
    atoms: {
      name: number;
      oldName: number;
      windowClass: number;
      process: number | undefined;
      utf8: number | undefined;
    },
  ): Promise<WindowReading> {
    if (window === 0) return { kind: 'none' };
    const [windowClass, name, oldName, pid] = await Promise.all([
      this.text(window, atoms.windowClass, atoms.utf8),
      this.text(window, atoms.name, atoms.utf8),
      this.text(window, atoms.oldName, atoms.utf8),
      this.number(window, atoms.process),
    ]);
    if (pid === this.ownPid) return { kind: 'own' };
    if (windowClass === undefined && name === undefined && oldName === undefined) return { kind: 'unseen' };
    const [instance = '', application = ''] = (windowClass ?? '').split('\0');
    const app = application === '' ? instance : application;
    const title = (name ?? oldName ?? '').replaceAll('\0', '');
    return {
      kind: 'window',
      sample: {
        app,
        bundleId: instance,
        title,
        url: '',
        visibility: privateWindowVisibility(app, title),
        windowId: window,
      },
    };
  }

  private async number(window: number, property: number | undefined): Promise<number | undefined> {
    if (property === undefined) return undefined;
    const value = await this.connection.property(window, property);
    return value?.format === 32 && value.bytes.length >= 4 ? value.bytes.readUInt32LE(0) : undefined;
  }

  private async text(window: number, property: number, utf8: number | undefined): Promise<string | undefined> {
    const value = await this.connection.property(window, property);
    if (value === undefined || value.format !== 8) return undefined;
    const latin1 = value.type === atomString && value.type !== utf8;
    return new TextDecoder(latin1 ? 'latin1' : 'utf-8').decode(value.bytes);
  }
}

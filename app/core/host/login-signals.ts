import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Stop } from '../../contract/lifecycle.ts';
import { type PowerEvent } from '../host.ts';

const manager = "type='signal',interface='org.freedesktop.login1.Manager',member='PrepareForSleep'";
const lockRequests = "type='signal',interface='org.freedesktop.login1.Session'";
const sessionState = "type='signal',interface='org.freedesktop.DBus.Properties',arg0='org.freedesktop.login1.Session'";
const screenSaver = "type='signal',member='ActiveChanged',interface='org.freedesktop.ScreenSaver'";
const gnomeScreenSaver = "type='signal',member='ActiveChanged',interface='org.gnome.ScreenSaver'";

export interface LoginSignals {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onEvent: (event: PowerEvent) => void;
  /** The monitor of a bus ended or cannot be started: what is told from now on may be out of date. */
  readonly onLost: () => void;
}

/**
 * Sleep and lock as systemd-logind and the screen savers announce them, by one long-lived `dbus-monitor` for each bus.
 * Where there is none, nothing is announced, and the gap in the readings still tells a sleep.
 */
export function watchLoginSignals(signals: LoginSignals): Stop {
  const system = monitorBus('--system', [manager, lockRequests, sessionState], signals);
  const hasSession = (signals.env['DBUS_SESSION_BUS_ADDRESS'] ?? '') !== '';
  const session = hasSession ? monitorBus('--session', [screenSaver, gnomeScreenSaver], signals) : () => undefined;
  return () => {
    void system();
    void session();
  };
}

function monitorBus(bus: '--system' | '--session', matches: readonly string[], signals: LoginSignals): Stop {
  const child = spawn('dbus-monitor', [bus, ...matches], { stdio: ['ignore', 'pipe', 'ignore'], env: signals.env });
  const parser = new SignalParser(sessionPath(signals.env), signals.onEvent);
  let stopped = false;
  const lost = (): void => {
    if (!stopped) signals.onLost();
    stopped = true;
  };
  child.on('error', lost);
  child.on('exit', lost);
  createInterface({ input: child.stdout }).on('line', (line) => parser.take(line));
  // Recording ends when the recorder says so, not when this child does.
  child.unref();
  return () => {
    stopped = true;
    child.kill();
  };
}

/** The object of our own session as logind spells it; undefined when it is not known, then every session counts. */
function sessionPath(env: LoginSignals['env']): string | undefined {
  const id = env['XDG_SESSION_ID'];
  if (id === undefined || !/^[A-Za-z0-9]+$/.test(id)) return undefined;
  const escaped = /^\d/.test(id) ? `_3${id}` : id;
  return `/org/freedesktop/login1/session/${escaped}`;
}

/** Reads what `dbus-monitor` prints: a head line for every signal, its arguments indented below. */
export class SignalParser {
  private readonly session: string | undefined;
  private readonly report: (event: PowerEvent) => void;
  private member = '';
  private ours = true;
  private property = '';

  constructor(session: string | undefined, report: (event: PowerEvent) => void) {
    this.session = session;
    this.report = report;
  }

  take(line: string): void {
    const head = /^signal .*\bpath=([^;]+);.* member=(\w+)/.exec(line);
    if (head !== null) {
      this.member = head[2] ?? '';
      this.property = '';
      const path = head[1] ?? '';
      this.ours = this.session === undefined || !path.includes('/login1/session/') || path === this.session;
      if (this.ours && this.member === 'Lock') this.report('lock');
      return;
    }
    if (!this.ours) return;
    const property = /^\s+string "(\w+)"/.exec(line)?.[1];
    if (property !== undefined) this.property = property;
    const value = /^\s+(?:variant\s+)?boolean (true|false)/.exec(line)?.[1];
    if (value !== undefined) this.takeBoolean(value === 'true');
  }

  private takeBoolean(on: boolean): void {
    if (this.member === 'PrepareForSleep') this.report(on ? 'suspend' : 'resume');
    else if (this.member === 'ActiveChanged') this.report(on ? 'lock' : 'unlock');
    else if (this.member === 'PropertiesChanged' && this.property === 'LockedHint') this.report(on ? 'lock' : 'unlock');
    else if (this.member === 'PropertiesChanged' && this.property === 'Active') {
      this.report(on ? 'session-active' : 'session-resign');
    }
  }
}

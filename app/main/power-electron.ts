import type { PowerMonitor } from 'electron';
import type { Stop } from '../contract/lifecycle.ts';
import type { Power, PowerEvent } from '../core/host.ts';

/** The events of Electron by the names that the recorder knows. */
const events = {
  suspend: 'suspend',
  resume: 'resume',
  'lock-screen': 'lock',
  'unlock-screen': 'unlock',
  'user-did-resign-active': 'session-resign',
  'user-did-become-active': 'session-active',
  shutdown: 'shutdown',
} as const satisfies Record<string, PowerEvent>;

/** Only whether the session is locked is asked of `getSystemIdleState`; any threshold serves. */
const anyThresholdSeconds = 60;

/**
 * Power, lock and idle time from Electron, for macOS. On Linux Electron reads the same X11 extension as the recorder
 * itself does, in whole seconds, and takes a blank screen for a locked one; so there it is not asked.
 */
export function electronPower(monitor: PowerMonitor): Power {
  return {
    readIdle: () =>
      Promise.resolve({
        kind: 'idle',
        seconds: monitor.getSystemIdleTime(),
        locked: monitor.getSystemIdleState(anyThresholdSeconds) === 'locked',
      }),
    onEvent: (listener) => subscribe(monitor, listener),
  };
}

function subscribe(monitor: NodeJS.EventEmitter, listener: (event: PowerEvent) => void): Stop {
  const listeners = Object.entries(events).map(([name, event]) => {
    const forward = () => listener(event);
    monitor.on(name, forward);
    return [name, forward] as const;
  });
  return () => {
    for (const [name, forward] of listeners) monitor.off(name, forward);
  };
}

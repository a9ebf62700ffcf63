import type { PowerMonitor } from 'electron';
import type { Stop } from '../contract/lifecycle.ts';
import type { IdleReading, Power, PowerEvent } from '../core/host.ts';

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
 * Power, lock and idle time from Electron. `otherIdle` is asked where Electron has no idle time: on Linux it reads the
 * X11 screen saver extension and answers 0 for good where there is none, which would look like endless work.
 */
export function electronPower(
  monitor: PowerMonitor,
  { idleIsReliable, otherIdle }: { idleIsReliable: boolean; otherIdle: () => Promise<IdleReading> },
): Power {
  return {
    async readIdle() {
      const locked = monitor.getSystemIdleState(anyThresholdSeconds) === 'locked';
      if (idleIsReliable) return { kind: 'idle', seconds: monitor.getSystemIdleTime(), locked };
      const reading = await otherIdle();
      return reading.kind === 'idle' ? { ...reading, locked: reading.locked || locked } : reading;
    },
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

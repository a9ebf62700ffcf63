import { join } from 'node:path';
import { realClock, silentLog } from './database/testing.ts';
import type { Host, Paths } from './host.ts';

/** A machine without a display and with an empty home, whose person has just touched the keyboard. */
export function testHost(paths: Paths): Host {
  return {
    clock: realClock,
    paths,
    power: {
      readIdle: () => Promise.resolve({ kind: 'idle', seconds: 0, locked: false }),
      onEvent: () => () => undefined,
    },
    permissions: { status: () => 'not-needed', request: () => Promise.resolve() },
    secrets: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
    notifications: { show: () => undefined },
    log: silentLog,
    account: { homeDir: join(paths.dataDir, 'home'), environment: {} },
    platform: 'linux',
  };
}

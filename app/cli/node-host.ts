import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileLog } from '../core/host/file-log.ts';
import { fileSecrets } from '../core/host/file-secrets.ts';
import { logNotifications } from '../core/host/log-notifications.ts';
import { nodePermissions } from '../core/host/node-permissions.ts';
import { nodePower } from '../core/host/node-power.ts';
import { runProgram } from '../core/host/run-program.ts';
import { systemClock } from '../core/host/system-clock.ts';
import type { Host } from '../core/host.ts';
import { programPaths } from './program-paths.ts';

const logLimitBytes = 1_048_576;

/** This computer as plain Node offers it. `echo` gets every line of the log too. */
export function nodeHost(dataDir: string, echo?: (line: string) => void): Host {
  const platform = process.platform === 'darwin' ? 'darwin' : 'linux';
  const clock = systemClock();
  const log = fileLog({
    file: join(dataDir, 'logs', 'hivebar.log'),
    limitBytes: logLimitBytes,
    now: () => clock.now(),
    ...(echo === undefined ? {} : { echo }),
  });
  return {
    clock,
    paths: programPaths(dataDir),
    power: nodePower(platform, process.env),
    permissions: nodePermissions({ platform, programFile: fileURLToPath(import.meta.url), log, run: runProgram }),
    secrets: fileSecrets(join(dataDir, 'secrets')),
    notifications: logNotifications(log),
    log,
    account: { homeDir: homedir(), environment: process.env },
    platform,
  };
}

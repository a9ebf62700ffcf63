import { homedir } from 'node:os';
import { join } from 'node:path';
import { type App, powerMonitor } from 'electron';
import { fileLog } from '../core/host/file-log.ts';
import { linuxPower } from '../core/host/linux-power.ts';
import { systemClock } from '../core/host/system-clock.ts';
import type { Host, Log, Notifications, Paths } from '../core/host.ts';
import { electronPermissions } from './permissions-electron.ts';
import { electronPower } from './power-electron.ts';
import { electronSecrets } from './keychain-secrets.ts';
import { answerFromFolder } from './app-files.ts';
import { windowPictures } from './window-pictures.ts';

const logLimitBytes = 1_048_576;

export function logFile(dataDir: string): string {
  return join(dataDir, 'logs', 'hivebar.log');
}

/** The log of the app: a file in the data directory, and the terminal while developing. */
export function appLog(dataDir: string, isPackaged: boolean): Log {
  return fileLog({
    file: logFile(dataDir),
    limitBytes: logLimitBytes,
    now: () => Date.now(),
    ...(isPackaged ? {} : { echo: (line: string) => void process.stderr.write(`${line}\n`) }),
  });
}

/** Where things lie: beside the program once packaged, in the source tree before. */
export function appPaths(app: App, dataDir: string): Paths {
  const appDir = app.getAppPath();
  return {
    dataDir,
    resourcesDir: app.isPackaged ? process.resourcesPath : join(appDir, 'resources'),
    schemaDir: app.isPackaged ? join(process.resourcesPath, 'schema') : join(appDir, 'schema'),
    nativeDir: app.isPackaged ? join(process.resourcesPath, 'native') : join(appDir, 'native', 'build'),
  };
}

/** The command line `hivebar`, which other programs start with a Node of their own. */
export function commandLineFile(app: App): string {
  const folder = app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'dist');
  return join(folder, 'cli', 'hivebar.cjs');
}

/** This computer as the recorder needs it. Only after Electron is ready: the power monitor does not exist before. */
export function electronHost(app: App, dataDir: string, log: Log, notifications: Notifications): Host {
  const platform = process.platform === 'darwin' ? 'darwin' : 'linux';
  const clock = systemClock();
  const pagesDir = join(app.getAppPath(), 'dist', 'renderer');
  return {
    clock,
    paths: appPaths(app, dataDir),
    power: platform === 'darwin' ? electronPower(powerMonitor) : linuxPower(process.env),
    permissions: electronPermissions(platform, log),
    secrets: electronSecrets(dataDir, process.platform, log),
    notifications,
    log,
    pictures: windowPictures({ clock, serve: (request) => answerFromFolder(pagesDir, request) }),
    account: { homeDir: homedir(), environment: process.env },
    platform,
  };
}

import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Settings } from '../../contract/settings.ts';
import { findLowDisk, freeBytesAt } from '../../core/database/disk-space.ts';
import { describeProblem } from '../../core/database/problem.ts';
import type { Permissions } from '../../core/host.ts';
import { openX11 } from '../../core/host/x11/connection.ts';
import { byteSize } from '../../contract/byte-size.ts';
import { type Check, failure, fine, warning } from './check.ts';

/** Whether the data directory, or the nearest folder above it that exists, can be written, and by whom it can be read. */
export async function checkDataDir(dataDir: string): Promise<Check> {
  const name = 'data directory';
  const existing = await nearestExisting(dataDir);
  const usable = await access(existing, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  const { mode } = await stat(existing);
  if (!usable) {
    return failure(
      name,
      `${existing} cannot be written by this account.`,
      'Give it write access, or choose another with --data-dir.',
    );
  }
  if (existing !== dataDir) return fine(name, `${dataDir} does not exist yet and will be made at the first start.`);
  if ((mode & 0o077) !== 0) {
    return warning(
      name,
      `Other accounts of this machine may look into ${dataDir}.`,
      `Run chmod 700 ${JSON.stringify(dataDir)}.`,
    );
  }
  return fine(name, `${dataDir} is ours alone.`);
}

/** Whether there is room to record. */
export async function checkDiskSpace(dataDir: string, { minFreeDiskBytes }: Settings): Promise<Check> {
  const existing = await nearestExisting(dataDir);
  const low = await findLowDisk(existing, minFreeDiskBytes, freeBytesAt);
  if (low === undefined) return fine('disk space', `${byteSize(await freeBytesAt(existing))} free.`);
  return failure('disk space', describeProblem(low), 'Below that the schema is not changed and recording may stop.');
}

/** What the window and presence sources need of the desktop. */
export async function checkDesktop(
  platform: string,
  environment: Readonly<Record<string, string | undefined>>,
  permissions: Permissions,
): Promise<Check> {
  const name = 'desktop';
  if (platform === 'darwin') return checkMacPermissions(permissions);
  if (!environment['DISPLAY']) {
    const says = environment['WAYLAND_DISPLAY']
      ? 'This is a Wayland session without X11, which tells no program about the windows of others.'
      : 'There is no X11 display here (DISPLAY is not set).';
    return warning(
      name,
      `${says} Windows and presence are not recorded.`,
      'Run Hivebar in an X11 session to record them.',
    );
  }
  const opened = await openX11({ env: environment });
  if (!opened.ok) return warning(name, opened.error, 'Windows and presence are not recorded until that works.');
  const idleMs = await opened.value.idleMs();
  opened.value.close();
  if (idleMs !== undefined) return fine(name, 'The X11 display answers, and tells how long nobody touched it.');
  return warning(
    name,
    'The X11 display has no screen saver extension, so idle time is unknown.',
    'Switch MIT-SCREEN-SAVER on.',
  );
}

/** Without these two macOS tells which application is in front, but neither its window's title nor an address. */
export function checkMacPermissions(permissions: Permissions): Check {
  const name = 'desktop';
  const missing = (['accessibility', 'screen-recording'] as const).filter((permission) => {
    const status = permissions.status(permission);
    return status === 'denied' || status === 'not-asked';
  });
  if (missing.length === 0) return fine(name, 'macOS denies nothing that was asked of it.');
  return warning(
    name,
    `macOS has not granted ${missing.join(' and ')}, so window titles or addresses are missing.`,
    'Grant it in System Settings, Privacy & Security, to the program that starts Hivebar.',
  );
}

/** Whether the clock can be right: it is not before this program was made. */
export function checkClock(nowMs: number, programMadeMs: number): Check {
  const now = new Date(nowMs).toISOString();
  if (nowMs >= programMadeMs) return fine('clock', `It is ${now}.`);
  return failure(
    'clock',
    `The clock says ${now}, before this program was made.`,
    'Set the clock; days and hours would be wrong.',
  );
}

async function nearestExisting(path: string): Promise<string> {
  const there = await stat(path).then(
    () => true,
    () => false,
  );
  const parent = dirname(path);
  return there || parent === path ? path : nearestExisting(parent);
}

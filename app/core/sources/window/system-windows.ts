import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Host } from '../../host.ts';
import { runProgram } from '../../host/run-program.ts';
import { macWindows } from './mac-windows.ts';
import { type WindowBackend } from './window-backend.ts';
import { x11Windows } from './x11-windows.ts';

/** The way in which this machine tells its active window. */
export function systemWindows({ platform, paths, permissions, clock, log }: Host): WindowBackend {
  const ownPid = process.pid;
  if (platform === 'linux') return x11Windows(process.env, ownPid);
  const program = getWindowsProgram(paths.resourcesDir);
  return macWindows({ program, permissions, clock, log, run: runProgram, ownPid });
}

/** Packaged, the program lies beside the archive, from which nothing can be executed; before, where npm put it. */
function getWindowsProgram(resourcesDir: string): string {
  const packaged = join(resourcesDir, 'get-windows', 'main');
  return existsSync(packaged) ? packaged : join(resourcesDir, '..', 'node_modules', 'get-windows', 'main');
}

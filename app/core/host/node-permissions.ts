import { createRequire } from 'node:module';
import { type PermissionName } from '../../contract/health.ts';
import { type Log, type PermissionStatus, type Permissions } from '../host.ts';
import { type RunProgram } from './run-program.ts';

/** The part of node-mac-permissions that is used. The package exists on macOS only, so its own types do too. */
interface MacPermissions {
  getAuthStatus(kind: 'accessibility' | 'screen'): string;
}

const settingsPages: Readonly<Record<PermissionName, string>> = {
  accessibility: 'Privacy_Accessibility',
  'screen-recording': 'Privacy_ScreenCapture',
  automation: 'Privacy_Automation',
};
const statuses: Readonly<Record<string, PermissionStatus>> = {
  authorized: 'granted',
  denied: 'denied',
  restricted: 'denied',
  'not determined': 'not-asked',
};

export interface NodePermissionsDeps {
  readonly platform: 'darwin' | 'linux';
  /** A file of the program, from whose place its packages are found. */
  readonly programFile: string;
  readonly log: Log;
  readonly run: RunProgram;
}

/** What the system lets a process without Electron see. Linux asks nobody; macOS is asked without showing a prompt. */
export function nodePermissions({ platform, programFile, log, run }: NodePermissionsDeps): Permissions {
  if (platform === 'linux') return { status: () => 'not-needed', request: () => Promise.resolve() };
  const module = loadMacPermissions(programFile, log);
  return {
    status(name) {
      if (module === undefined || name === 'automation') return 'unknown';
      return statuses[module.getAuthStatus(name === 'accessibility' ? 'accessibility' : 'screen')] ?? 'unknown';
    },
    async request(name) {
      await run(
        '/usr/bin/open',
        [`x-apple.systempreferences:com.apple.preference.security?${settingsPages[name]}`],
        5_000,
      );
    },
  };
}

function loadMacPermissions(programFile: string, log: Log): MacPermissions | undefined {
  try {
    return createRequire(programFile)('node-mac-permissions') as MacPermissions;
  } catch (error) {
    log('info', 'node-mac-permissions is not installed and cannot be asked what macOS allows', {
      reason: String(error),
    });
    return undefined;
  }
}

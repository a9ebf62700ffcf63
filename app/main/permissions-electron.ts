import { desktopCapturer, systemPreferences } from 'electron';
import { nodePermissions } from '../core/host/node-permissions.ts';
import { runProgram } from '../core/host/run-program.ts';
import type { PermissionName } from '../contract/health.ts';
import type { Log, PermissionStatus, Permissions } from '../core/host.ts';

/** What macOS lets us see: node-mac-permissions tells the most, and Electron what is left when that is missing. */
export function electronPermissions(platform: 'darwin' | 'linux', log: Log): Permissions {
  const permissions = nodePermissions({ platform, programFile: __filename, log, run: runProgram });
  if (platform === 'linux') return permissions;
  return {
    status(name) {
      const status = permissions.status(name);
      return status === 'unknown' ? statusFromElectron(name) : status;
    },
    async request(name) {
      await promptFor(name);
      await permissions.request(name);
    },
  };
}

/** Electron does not tell "denied" from "never asked". */
function statusFromElectron(name: PermissionName): PermissionStatus {
  switch (name) {
    case 'accessibility':
      return systemPreferences.isTrustedAccessibilityClient(false) ? 'granted' : 'denied';
    case 'screen-recording':
      return systemPreferences.getMediaAccessStatus('screen') === 'granted' ? 'granted' : 'denied';
    case 'automation':
      // Whether a browser may be asked is only known while it runs, and asking blocks.
      return 'unknown';
  }
}

/** The settings page lists Hivebar only once it has tried; each of these is such a try. */
async function promptFor(name: PermissionName): Promise<void> {
  if (name === 'accessibility') systemPreferences.isTrustedAccessibilityClient(true);
  if (name === 'screen-recording') {
    await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: { width: 1, height: 1 } });
  }
}

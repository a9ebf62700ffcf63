import { createRequire } from 'node:module';
import { shell, systemPreferences } from 'electron';
import type { Log, PermissionName, PermissionStatus, Permissions } from '../core/host.ts';

/** The part of node-mac-permissions that is used. The package exists on macOS only, so its own types do too. */
interface MacPermissions {
  getAuthStatus(kind: 'accessibility' | 'screen'): string;
}

/** The page of System Settings on which the person grants each. */
const settingsPages: Readonly<Record<PermissionName, string>> = {
  accessibility: 'Privacy_Accessibility',
  'screen-recording': 'Privacy_ScreenCapture',
  automation: 'Privacy_Automation',
};

const statuses: Readonly<Record<string, PermissionStatus>> = {
  authorized: 'granted',
  granted: 'granted',
  denied: 'denied',
  restricted: 'denied',
  'not determined': 'not-asked',
  'not-determined': 'not-asked',
};

/** What macOS lets us see. Linux asks nobody. */
export function electronPermissions(platform: NodeJS.Platform, log: Log): Permissions {
  if (platform !== 'darwin') {
    return { status: () => 'not-needed', request: () => Promise.resolve() };
  }
  const module = loadMacPermissions(log);
  return {
    status(name) {
      if (name === 'accessibility') {
        if (module !== undefined) return statusOf(module.getAuthStatus('accessibility'));
        return systemPreferences.isTrustedAccessibilityClient(false) ? 'granted' : 'denied';
      }
      if (name === 'screen-recording') {
        return statusOf(module?.getAuthStatus('screen') ?? systemPreferences.getMediaAccessStatus('screen'));
      }
      // Asking about a browser can only be done while it runs, and blocks; its scripts say themselves when refused.
      return 'unknown';
    },
    async request(name) {
      if (name === 'accessibility') systemPreferences.isTrustedAccessibilityClient(true);
      await shell.openExternal(`x-apple.systempreferences:com.apple.preference.security?${settingsPages[name]}`);
    },
  };
}

function statusOf(word: string): PermissionStatus {
  return statuses[word] ?? 'unknown';
}

/** Only this module tells "denied" from "never asked"; without it the two look alike. */
function loadMacPermissions(log: Log): MacPermissions | undefined {
  try {
    return createRequire(__filename)('node-mac-permissions') as MacPermissions;
  } catch (error) {
    log('info', 'node-mac-permissions is not installed; permissions never asked for show as denied', {
      error: String(error),
    });
    return undefined;
  }
}

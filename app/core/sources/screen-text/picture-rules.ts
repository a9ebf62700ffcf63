import type { PrivacyFilter } from '../privacy.ts';
import { isBrowser, namesPrivateWindows } from '../window/private-windows.ts';
import type { WindowSample } from '../window/window-sample.ts';

/** Programs that are there to show secrets: their windows may be named in the timeline, never read. */
const secretKeepers =
  /1password|bitwarden|keepass|lastpass|dashlane|enpass|nordpass|proton ?pass|keychain|keyring|seahorse|com\.apple\.passwords|authenticator|authy/i;

/**
 * Whether a picture may be taken of a window that the privacy filter lets be recorded. Stricter than the filter, for a
 * picture holds all that the window shows: where a rule of the person cannot be checked, it counts as broken.
 */
export function mayTakePicture(sample: WindowSample, privacy: Pick<PrivacyFilter, 'needsAddresses'>): boolean {
  const { app, bundleId, url, visibility, asked } = sample;
  if (visibility !== 'normal' || secretKeepers.test(app) || secretKeepers.test(bundleId)) return false;
  if (!isBrowser(app)) return true;
  // Of other browsers a private window looks like any other.
  if (asked !== true && !namesPrivateWindows(app)) return false;
  return url !== '' || !privacy.needsAddresses();
}

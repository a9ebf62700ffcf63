import { join } from 'node:path';
import { safeStorage } from 'electron';
import { fileSecrets } from '../core/host/file-secrets.ts';
import type { Log, Secrets } from '../core/host.ts';

/**
 * Secrets as files that only the keychain of this macOS user opens. On Linux they are plain files of mode 0600: a
 * locked keyring there blocks the whole process until somebody answers its prompt, which a recorder that starts with
 * the session must not risk. The two kinds lie apart, so that `hivebar serve`, which has no keychain, finds its own.
 */
export function electronSecrets(dataDir: string, platform: NodeJS.Platform, log: Log): Secrets {
  const plainDir = join(dataDir, 'secrets');
  if (platform !== 'darwin') return fileSecrets(plainDir);
  return fileSecrets(join(plainDir, 'keychain'), {
    encode: (value) => safeStorage.encryptStringAsync(value),
    async decode(stored) {
      try {
        return (await safeStorage.decryptStringAsync(stored)).result;
      } catch (error) {
        log('warn', 'the keychain does not open a stored secret; a new one takes its place', { error: String(error) });
        return undefined;
      }
    },
  });
}

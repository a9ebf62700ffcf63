import { randomBytes } from 'node:crypto';
import { chmod, open, readFile, rename, rm } from 'node:fs/promises';

/**
 * Writes a file that only this account can read, in one step: a reader sees the old content or the new,
 * never half of it, and a crash leaves one of the two. What stands there already is not written again, so that a
 * restart on a full disk succeeds.
 */
export async function writePrivateFile(path: string, content: string | Buffer): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === content) {
    await chmod(path, 0o600);
    return;
  }
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

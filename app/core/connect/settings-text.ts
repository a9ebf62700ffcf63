import { createHash, randomBytes } from 'node:crypto';
import { copyFile, lstat, mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { type Result, fail, ok } from '../../contract/result.ts';
import { errorCode, reasonOf } from '../database/file-errors.ts';

/** No agent writes settings as long as this. */
const mostBytes = 4_194_304;

/** The text of a settings file; null when there is none. */
export async function readText(path: string): Promise<Result<string | null, string>> {
  try {
    const { size } = await stat(path);
    if (size > mostBytes) return fail(`it is ${size} bytes long, more than the ${mostBytes} that settings take`);
    const bytes = await readFile(path);
    const text = bytes.toString('utf8');
    return Buffer.from(text, 'utf8').equals(bytes) ? ok(text) : fail('it is not UTF-8 text');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') return fail(`it cannot be read (${reasonOf(error)})`);
    return (await isLink(path)) ? fail('it is a link to a file that does not exist') : ok(null);
  }
}

/**
 * Replaces the text in one step: a reader, and a crash, see the old file or the new. A link is followed, so that
 * settings kept elsewhere stay there, and the mode is kept; a new file is readable by its owner alone.
 */
export async function writeText(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const mode = await stat(target).then(
    (found) => found.mode & 0o777,
    () => 0o600,
  );
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const temporary = `${target}.hivebar-${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', mode);
  try {
    // The mode given to `open` is cut by the umask.
    await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Copies the file beside itself under a name with the date, and gives that name. */
export async function backUp(path: string, atMs: number): Promise<string> {
  const stamp = new Date(atMs).toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 15);
  for (let number = 1; ; number += 1) {
    const backup = `${path}.before-hivebar-${stamp}${number === 1 ? '' : `-${number}`}`;
    try {
      // The copy has the mode of the file, and is never one that stands there already.
      await copyFile(path, backup, constants.COPYFILE_EXCL);
      return backup;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}

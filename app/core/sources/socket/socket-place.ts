import { chmod, lstat, mkdtemp, rm, rmdir, unlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { errorCode, reasonOf } from '../../database/file-errors.ts';
import { socketPathBytesLimit } from './socket-limits.ts';

/** Where the socket may be made: nothing stands there, and only this account can reach it. */
export interface SocketPlace {
  readonly path: string;
  /** Removes what `prepareSocketPlace` made, once the socket is gone. */
  remove(): Promise<void>;
}

const answerWaitMs = 1_000;

/**
 * Makes sure that a socket can be made at `wanted` and that no other account can reach it. Where the path is too long
 * for a socket, or others may enter its directory, the place is a new private directory below `temporaryDir`.
 */
export async function prepareSocketPlace(wanted: string, temporaryDir: string): Promise<Result<SocketPlace, string>> {
  const directory = dirname(wanted);
  const state = await privacyOf(directory);
  if (!state.ok) return state;
  if (state.value === 'private' && Buffer.byteLength(wanted) <= socketPathBytesLimit) {
    const cleared = await clearStaleSocket(wanted);
    return cleared.ok ? ok({ path: wanted, remove: () => Promise.resolve() }) : cleared;
  }
  return privatePlace(temporaryDir, basename(wanted));
}

/** Checks what stands at `path` now, and keeps it from everyone else: a socket of ours, no link, mode 0600. */
export async function lockDownSocket(path: string): Promise<Result<void, string>> {
  try {
    // Nobody else can enter the directory, so what was just made is what stands there.
    await chmod(path, 0o600);
    const found = await lstat(path);
    if (!found.isSocket()) return fail(`${path} is no socket`);
    if (found.uid !== process.getuid?.()) return fail(`${path} belongs to another account`);
    if ((found.mode & 0o777) !== 0o600) return fail(`${path} cannot be kept from other accounts`);
    return ok(undefined);
  } catch (error) {
    return fail(reasonOf(error));
  }
}

async function privacyOf(directory: string): Promise<Result<'private' | 'open', string>> {
  const found = await lstatIfThere(directory);
  if (!found.ok) return found;
  if (found.value === undefined) return fail(`the directory ${directory} is not there`);
  // A linked directory may be led elsewhere later; the socket then stands in a directory of its own.
  if (!found.value.isDirectory()) return ok('open');
  const mine = found.value.uid === process.getuid?.();
  return ok(mine && (found.value.mode & 0o077) === 0 ? 'private' : 'open');
}

async function privatePlace(temporaryDir: string, name: string): Promise<Result<SocketPlace, string>> {
  try {
    const made = await mkdtemp(join(temporaryDir, 'hivebar-'));
    await chmod(made, 0o700);
    const path = join(made, name);
    const remove = async () => {
      await rm(path, { force: true });
      await rmdir(made);
    };
    if (Buffer.byteLength(path) <= socketPathBytesLimit) return ok({ path, remove });
    await remove();
    return fail(`${path} is longer than the ${socketPathBytesLimit} bytes that a socket's path may have`);
  } catch (error) {
    return fail(`no private directory could be made in ${temporaryDir}: ${reasonOf(error)}`);
  }
}

/** Removes a socket that a process left behind; anything else that stands there stays. */
async function clearStaleSocket(path: string): Promise<Result<void, string>> {
  const found = await lstatIfThere(path);
  if (!found.ok) return found;
  if (found.value === undefined) return ok(undefined);
  if (!found.value.isSocket()) return fail(`${path} stands in the way and is no socket: move it elsewhere`);
  if (found.value.uid !== process.getuid?.()) return fail(`${path} belongs to another account`);
  if (await answers(path)) return fail(`another program answers on ${path}`);
  return unlink(path).then(
    () => ok(undefined),
    (error: unknown) => (errorCode(error) === 'ENOENT' ? ok(undefined) : fail(reasonOf(error))),
  );
}

async function lstatIfThere(path: string) {
  return lstat(path).then(ok, (error: unknown) =>
    errorCode(error) === 'ENOENT' ? ok(undefined) : fail(reasonOf(error)),
  );
}

/** Only a refusal shows that nobody listens: a socket that is busy or slow counts as one that answers. */
async function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(answerWaitMs, () => settle(true));
    socket.once('connect', () => settle(true));
    socket.once('error', (error) => settle(!['ECONNREFUSED', 'ENOENT'].includes(errorCode(error) ?? '')));
  });
}

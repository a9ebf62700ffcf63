import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type Result, fail, ok } from '../contract/result.ts';

const runtimeBytesLimit = 64 * 1024;

/** What decides where Hivebar keeps its data; the same rules as in Hivebar itself. */
export interface DataDirFacts {
  readonly platform: string;
  readonly homeDir: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function defaultDataDir(facts: DataDirFacts = thisMachine()): string {
  const { platform, homeDir, environment } = facts;
  const chosen = environment['HIVEBAR_DATA_DIR'];
  if (isAbsolutePath(chosen)) return chosen;
  if (platform === 'darwin') return join(homeDir, 'Library', 'Application Support', 'Hivebar');
  const xdg = environment['XDG_DATA_HOME'];
  return join(isAbsolutePath(xdg) ? xdg : join(homeDir, '.local', 'share'), 'hivebar');
}

/** The socket of the Hivebar that runs on this data directory, or why there is none. */
export async function findSocket(dataDir: string): Promise<Result<string, string>> {
  try {
    const runtime = await readOwnFile(join(dataDir, 'runtime.json'));
    if (!runtime.ok) return runtime;
    const parsed: unknown = JSON.parse(runtime.value);
    const { version, socketPath } = (parsed ?? {}) as Readonly<Record<string, unknown>>;
    if (version !== 1) return fail(`the runtime.json in ${dataDir} is of another version of Hivebar`);
    if (typeof socketPath !== 'string') return fail(`the Hivebar on ${dataDir} has no Unix socket open`);
    const found = await lstat(socketPath);
    if (!found.isSocket() || found.uid !== process.getuid?.())
      return fail(`${socketPath} is no socket of this account`);
    return ok(socketPath);
  } catch (error) {
    // A file that is not there is the everyday reason: Hivebar does not run.
    return fail(`no Hivebar runs on ${dataDir}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The file's text, when nobody else can have written it. */
async function readOwnFile(path: string): Promise<Result<string, string>> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size, uid, mode } = await file.stat();
    if (uid !== process.getuid?.() || (mode & 0o077) !== 0) return fail(`${path} can be read by other accounts`);
    if (size > runtimeBytesLimit) return fail(`${path} is longer than ${runtimeBytesLimit} bytes`);
    return ok(await file.readFile('utf8'));
  } finally {
    await file.close();
  }
}

function isAbsolutePath(path: string | undefined): path is string {
  return path !== undefined && isAbsolute(path);
}

function thisMachine(): DataDirFacts {
  return { platform: process.platform, homeDir: homedir(), environment: process.env };
}

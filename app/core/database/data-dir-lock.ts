import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Stop } from '../../contract/lifecycle.ts';
import { errorCode } from './file-errors.ts';
import type { DatabaseProblem } from './problem.ts';

/** Who holds a data directory. `started` tells a process from a later one that got the same number. */
const holder = v.object({ pid: v.number(), started: v.string() });
type Holder = v.InferOutput<typeof holder>;

/** A lock that changes hands is looked at again after this time, so many times. */
const lookAgainMs = 10;
const looks = 200;

/**
 * Takes the data directory for this process. The lock is a file that is made complete and then linked to its name,
 * which fails when the name exists. That of a dead process is removed first, see `removeStale`.
 */
export async function lockDataDir(dataDir: string): Promise<Result<Stop, DatabaseProblem>> {
  const path = join(dataDir, 'hivebar.lock');
  const nonce = randomBytes(8).toString('hex');
  const unique = `${path}.${nonce}`;
  const mine = JSON.stringify({ pid: process.pid, started: await processStart(process.pid), nonce });
  await writeFile(unique, mine, { mode: 0o600 });
  try {
    for (let look = 0; look < looks; look += 1) {
      if (await linkExclusively(unique, path)) return ok(() => unlock(path, mine));
      const text = await readIfThere(path);
      if (text === undefined) continue;
      const other = parseHolder(text);
      if (other !== undefined && (await isAlive(other))) {
        return fail({ kind: 'already-running', pid: other.pid, dataDir });
      }
      if (!(await removeStale(path, text, unique))) await delay(lookAgainMs);
    }
    return fail({ kind: 'data-dir-unreadable', path: dataDir, reason: 'its lock changes hands all the time' });
  } finally {
    await rm(unique, { force: true });
  }
}

/** Whether a process that wrote down its start is still the one that runs under its number. */
export async function isAlive(process: Holder): Promise<boolean> {
  const started = await processStart(process.pid);
  return started !== '' && started === process.started;
}

/** When a process started, in the words of this system; empty when there is no such process. */
export async function processStart(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The name in parentheses may hold spaces; start time is field 22, state field 3. Z is dead and not yet reaped.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  }
  return new Promise((resolve) => {
    // ps writes local time in words: both must not change when the person travels or changes the language.
    const env = { TZ: 'UTC', LC_ALL: 'C' };
    execFile('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { env }, (error, stdout) => {
      resolve(error === null ? stdout.trim() : '');
    });
  });
}

async function linkExclusively(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    },
  );
}

/**
 * Removes a lock that still holds the text of a dead process. Between reading and removing, somebody else might have
 * removed it and taken the directory; so whoever removes first claims this very text by a file named after it, and
 * only then looks whether it still stands there. A claim whose owner died is removed by the same rule.
 */
async function removeStale(path: string, text: string, unique: string): Promise<boolean> {
  const claim = `${path}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  if (!(await linkExclusively(unique, claim))) {
    const claimed = await readIfThere(claim);
    const owner = claimed === undefined ? undefined : parseHolder(claimed);
    if (claimed === undefined || (owner !== undefined && (await isAlive(owner)))) return false;
    await removeStale(claim, claimed, unique);
    return false;
  }
  try {
    if ((await readIfThere(path)) === text) await rm(path);
    return true;
  } finally {
    await rm(claim);
  }
}

async function unlock(path: string, mine: string): Promise<void> {
  if ((await readIfThere(path)) === mine) await rm(path, { force: true });
}

function parseHolder(text: string): Holder | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), holder), text);
  return parsed.success ? parsed.output : undefined;
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
}

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Stop } from '../../contract/lifecycle.ts';
import { errorCode } from './file-errors.ts';
import type { DatabaseProblem } from './problem.ts';

/** Who holds a data directory. `started` tells a process from a later one that got the same number. */
const holder = v.object({ pid: v.number(), started: v.string() });
type Holder = v.InferOutput<typeof holder>;

/**
 * Takes the data directory for this process. The file is made complete and then linked to its name, which fails
 * when the name exists; the lock of a dead process is moved away first.
 */
export async function lockDataDir(dataDir: string): Promise<Result<Stop, DatabaseProblem>> {
  const path = join(dataDir, 'hivebar.lock');
  const unique = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const mine: Holder = { pid: process.pid, started: await processStart(process.pid) };
  await writeFile(unique, JSON.stringify(mine), { mode: 0o600 });
  try {
    for (let tries = 0; tries < 10; tries += 1) {
      if (await linkExclusively(unique, path)) return ok(() => unlock(path, mine));
      const other = await readHolder(path);
      if (other !== undefined && (await isAlive(other))) {
        return fail({ kind: 'already-running', pid: other.pid, dataDir });
      }
      await moveStaleAway(path, unique, other);
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
    execFile('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], (error, stdout) => {
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

async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), holder), text);
  return parsed.success ? parsed.output : undefined;
}

/** Between reading and moving another process may have taken the lock; then what was moved goes back. */
async function moveStaleAway(path: string, unique: string, stale: Holder | undefined): Promise<void> {
  const aside = `${unique}.stale`;
  const moved = await rename(path, aside).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );
  if (!moved) return;
  const taken = await readHolder(aside);
  if (JSON.stringify(taken) !== JSON.stringify(stale)) await linkExclusively(aside, path);
  await rm(aside, { force: true });
}

async function unlock(path: string, mine: Holder): Promise<void> {
  const current = await readHolder(path);
  if (current?.pid === mine.pid && current.started === mine.started) await rm(path, { force: true });
}

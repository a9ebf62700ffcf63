import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type RecorderStatus, recorderStatus } from '../contract/health.ts';
import type { Stop } from '../contract/lifecycle.ts';
import { type Result, fail, ok } from '../contract/result.ts';
import type { Clock, Log } from './host.ts';
import type { Recorder } from './recorder-face.ts';

/**
 * `status.json` in the data directory: what the running recorder says of itself, for other processes of the same
 * person (mode 0600). It is replaced as a whole after every change and at the latest after `heartbeatMs`,
 * and removed by a clean stop, so that its absence means that nothing runs.
 */
const statusFileName = 'status.json';
export const heartbeatMs = 5_000;

/** A recorder that has been silent for longer than this hangs or died. Two missed beats and time to write. */
const silentAfterMs = 3 * heartbeatMs;

const storedStatus = v.object({
  version: v.literal(1),
  pid: v.number(),
  writtenMs: v.number(),
  status: recorderStatus,
});

/** What a reader of the file learns. */
export type RunningStatus =
  | { readonly kind: 'answers'; readonly pid: number; readonly status: RecorderStatus }
  | { readonly kind: 'silent'; readonly pid: number; readonly silentMs: number; readonly status: RecorderStatus }
  | { readonly kind: 'gone'; readonly message: string };

/** Keeps the file up to date until stopped. A write that fails is logged once per streak, the next beat tries again. */
export function keepStatusFile(
  recorder: Pick<Recorder, 'status' | 'onStatus'>,
  { dataDir, clock, log, pid }: { dataDir: string; clock: Clock; log: Log; pid: number },
): Stop {
  const path = join(dataDir, statusFileName);
  let writing: Promise<void> | undefined;
  let changedMeanwhile = false;
  let failing = false;
  let stopped = false;

  async function write(): Promise<void> {
    const temporary = `${path}.${pid}.new`;
    const content = { version: 1, pid, writtenMs: clock.now(), status: recorder.status() };
    try {
      await writeFile(temporary, `${JSON.stringify(content)}\n`, { mode: 0o600 });
      await rename(temporary, path);
      failing = false;
    } catch (error) {
      if (!failing)
        log('warn', 'status.json could not be written; hivebar status will see an old state', codeOf(error));
      failing = true;
    }
  }

  /** One write at a time; a change that comes during a write is written right after it. */
  function refresh(): void {
    if (stopped) return;
    if (writing !== undefined) {
      changedMeanwhile = true;
      return;
    }
    writing = write().finally(() => {
      writing = undefined;
      if (!changedMeanwhile) return;
      changedMeanwhile = false;
      refresh();
    });
  }

  const stopListening = recorder.onStatus(refresh);
  const stopBeating = clock.every(heartbeatMs, refresh);
  refresh();
  return async () => {
    if (stopped) return;
    stopped = true;
    await stopListening();
    await stopBeating();
    await writing;
    await rm(path, { force: true });
  };
}

/** Reads what another process wrote. `isAlive` says whether a process number is in use. */
export async function readStatusFile(
  dataDir: string,
  { now, isAlive }: { now: () => number; isAlive: (pid: number) => boolean },
): Promise<Result<RunningStatus, string>> {
  const path = join(dataDir, statusFileName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = codeOf(error);
    if (code === 'ENOENT') return ok({ kind: 'gone', message: `Nothing records into ${dataDir}.` });
    return fail(`${path} cannot be read (${code}).`);
  }
  const stored = v.safeParse(storedStatus, parsedJson(text));
  if (!stored.success) return fail(`${path} is not a status file of this version of Hivebar.`);
  const { pid, writtenMs, status } = stored.output;
  if (!isAlive(pid)) {
    return ok({ kind: 'gone', message: `The recorder of ${dataDir} (process ${pid}) ended without saying so.` });
  }
  const silentMs = now() - writtenMs;
  return ok(silentMs > silentAfterMs ? { kind: 'silent', pid, silentMs, status } : { kind: 'answers', pid, status });
}

/** Whether a process of this number exists, ours or another's. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error).code === 'EPERM';
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): { code: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return { code };
}

import { spawn } from 'node:child_process';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { Clock } from '../host.ts';
import { errorCode } from './file-errors.ts';

/** How the process ended: by exit status, or by a signal. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** One run of clickhouse-host. */
export interface ClickHouseProcess {
  readonly pid: number;
  /** Settles when the process is gone, however that came about. */
  readonly ended: Promise<ProcessEnd>;
  /** Closes the control pipe; after `limitMs` the process is killed. ClickHouse survives that without loss. */
  stop(limitMs: number): Promise<ProcessEnd>;
  kill(): void;
}

/** Exit statuses of clickhouse-host, see native/src/clickhouse_host/options.cpp. */
export const hostExit = { askedToStop: 0, usage: 2, endedByItself: 3, libraryNotLoaded: 4, stopTooSlow: 5 } as const;

/**
 * Starts clickhouse-host. It ends when its standard input does, hence also when this process dies. It leads a
 * session of its own, because ClickHouse may signal its whole process group.
 */
export async function startProcess(options: {
  readonly executable: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Receives everything the process prints; the file of the run before is kept as `.previous`. */
  readonly logFile: string;
  readonly clock: Clock;
}): Promise<Result<ClickHouseProcess, { readonly reason: string; readonly missing: boolean }>> {
  const log = await freshLog(options.logFile);
  const child = spawn(options.executable, options.args, {
    cwd: options.cwd,
    detached: true,
    stdio: ['pipe', log.fd, log.fd],
    // DateTime columns without a zone are shown in the server's: UTC, wherever the person is.
    env: { TZ: 'UTC', PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C.UTF-8' },
  });
  // Listened for from the first moment: a process that cannot load its library is gone before the log is closed.
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const started = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    child.once('spawn', () => resolve(undefined));
    child.once('error', resolve);
  });
  await log.close();
  if (started !== undefined || child.pid === undefined) {
    return fail({ reason: started?.message ?? 'no process', missing: started?.code === 'ENOENT' });
  }
  const control = child.stdin;
  if (control === null) throw new Error('spawn gave no pipe although it was asked for one');
  // The process may be gone before the pipe is closed: its end is told by `ended`.
  control.on('error', () => control.destroy());
  return ok({
    pid: child.pid,
    ended,
    stop: (limitMs) => {
      const cancel = options.clock.after(limitMs, () => child.kill('SIGKILL'));
      control.end();
      return ended.finally(() => cancel());
    },
    kill: () => void child.kill('SIGKILL'),
  });
}

async function freshLog(path: string): Promise<FileHandle> {
  await rename(path, `${path}.previous`).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
  return open(path, 'w', 0o600);
}

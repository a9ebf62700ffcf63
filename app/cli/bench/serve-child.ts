import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { MeasurementFailed } from '../../core/bench/measurement-failed.ts';
import { childProcesses } from '../../core/bench/process-usage.ts';

/** A `hivebar serve` of our own, on a data directory that nobody else uses. */
export interface ServeChild {
  readonly pid: number;
  /** The ClickHouse that it started. */
  readonly clickhousePid: number;
  /** From the start of the process to its line on standard output. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

/** Starts `serve` with the program that runs now and waits until it is ready. Throws when it does not start. */
export async function startServeChild(dataDir: string, programFile: string): Promise<ServeChild> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [programFile, 'serve', '--data-dir', dataDir, '--stop-with-stdin'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2_000)));
  const ended = once(child, 'exit');
  const ready = await Promise.race([once(child.stdout, 'data').then(() => true), ended.then(() => false)]);
  const readyMs = performance.now() - startedAt;
  if (!ready || child.pid === undefined)
    throw new MeasurementFailed(`hivebar serve did not start: ${complaint.trim()}`);
  child.stdout.resume();
  const [clickhousePid] = await childProcesses(child.pid, 'clickhouse-host');
  if (clickhousePid === undefined) throw new MeasurementFailed('hivebar serve started no ClickHouse');
  return {
    pid: child.pid,
    clickhousePid,
    readyMs,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

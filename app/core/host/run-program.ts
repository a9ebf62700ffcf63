import { execFile } from 'node:child_process';

/** How a program ended. `missing`: there is no such program here. */
export type ProgramResult =
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'missing' };

export type RunProgram = (file: string, args: readonly string[], limitMs: number) => Promise<ProgramResult>;

/** A program of the system writes a few lines; more than this is not for us. */
const outputLimitBytes = 1_048_576;

/** Runs a program to its end, or kills it at the limit. Never through a shell. */
export const runProgram: RunProgram = (file, args, limitMs) =>
  new Promise((resolve) => {
    const options = { timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: outputLimitBytes, encoding: 'utf8' } as const;
    execFile(file, args, options, (error, stdout, stderr) => {
      if (error === null) resolve({ kind: 'exited', code: 0, stdout, stderr });
      else if (error.killed === true) resolve({ kind: 'timed-out' });
      else if (error.code === 'ENOENT') resolve({ kind: 'missing' });
      else resolve({ kind: 'exited', code: typeof error.code === 'number' ? error.code : 1, stdout, stderr });
    });
  });

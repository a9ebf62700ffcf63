import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { collectOutput } from '../headless/hivebar-program.ts';

/** Runs one of `programs/` to its end, and returns what it printed; throws with its errors when it fails. */
export async function runProgram(name: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const child = spawn(process.execPath, [resolve('test/agents/programs', `${name}.mjs`)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collectOutput(child);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  if (exitCode !== 0) throw new Error(`${name} ended with ${exitCode}: ${output.stderr()}`);
  return output.stdout();
}

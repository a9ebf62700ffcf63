/** What every tool says and runs, and where the repository lies. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repoRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** @param {string} text one line for the person, on stderr so that stdout stays a command's own answer */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/**
 * Runs a command in the repository and ends this program when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, quiet?: boolean }} [options]
 */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, {
    cwd: options.cwd ?? repoRoot,
    env: { ...process.env, ...options.env },
    stdio: options.quiet === true ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    encoding: 'utf8',
  });
  if (done.error !== undefined) throw new Error(`${command} could not be started: ${done.error.message}`);
  if (done.status !== 0) {
    if (options.quiet === true) process.stderr.write(`${done.stdout}${done.stderr}`);
    say(`${command} ${args.join(' ')} failed (${done.signal ?? `exit status ${String(done.status)}`}).`);
    process.exit(done.status ?? 1);
  }
}

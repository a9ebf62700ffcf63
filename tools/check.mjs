/**
 * `npm run check`: format, types per layer, lint with no warnings, layers. Runs all and fails when one does not hold.
 * `--one-at-a-time` leaves the other cores to what runs beside it.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repoRoot, say } from './console.mjs';

/** @param {string} name a program that a dependency installs */
const bin = (name) => path.join(repoRoot, 'node_modules', '.bin', name);

/** As many at once as a small machine has cores: each checker has one thread of work. */
const atOnce = process.argv.includes('--one-at-a-time') ? 1 : 2;

/** Lint reads every program of the repository at once: more room for new objects saves a tenth of its time. */
const roomForNewObjects = '--max-semi-space-size=128';

export async function check() {
  const steps = [
    // The longest goes first, so that the others run beside it.
    { name: 'Lint', command: process.execPath, args: [roomForNewObjects, bin('eslint'), '.', '--max-warnings', '0'] },
    { name: 'Format', command: bin('prettier'), args: ['--check', '--log-level', 'warn', '.'] },
    ...projects().map((folder) => ({ name: `Types of ${folder}`, command: bin('tsc'), args: ['-p', folder] })),
    { name: 'Layers', command: process.execPath, args: ['tools/check-layers.mjs'] },
  ];
  let holds = true;
  async function work() {
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
      const { passed, output } = await runStep(step);
      say(`${step.name} ${passed ? 'holds' : 'does not hold'}.${output === '' ? '' : `\n${output}`}`);
      holds &&= passed;
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return holds;
}

/**
 * Runs a checker and keeps what it prints, so that two at once do not mix their lines.
 * @param {{ command: string, args: readonly string[] }} step
 * @returns {Promise<{ passed: boolean, output: string }>}
 */
function runStep({ command, args }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: repoRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (status) => resolve({ passed: status === 0, output: output.trimEnd() }));
  });
}

/** Every folder with a compiler configuration of its own: one per layer, so that each knows only its own globals. */
function projects() {
  const folders = ['app', '.'].flatMap((parent) =>
    fs.readdirSync(path.join(repoRoot, parent)).map((name) => path.join(parent, name)),
  );
  return folders.filter(
    (folder) => !folder.startsWith('node_modules') && fs.existsSync(path.join(repoRoot, folder, 'tsconfig.json')),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit((await check()) ? 0 : 1);

/**
 * `npm test`: sets up what is missing, then runs every check and every test in two lanes, and says how many ran and
 * what failed. `--only check|unit|native|crash|desktop` runs one part.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { repoRoot, say } from './console.mjs';
import { setUp } from './setup.mjs';
import { hasLibFuzzer } from './system-packages.mjs';

/** @typedef {{ passed: number, failed: number }} Tally */

const parts = ['check', 'unit', 'native', 'crash', 'desktop'];
const onlyAt = process.argv.indexOf('--only');
const only = onlyAt === -1 ? undefined : process.argv[onlyAt + 1];
if (only !== undefined && !parts.includes(only)) {
  say(`--only takes one of ${parts.join(', ')}.`);
  process.exit(2);
}

await setUp(['window', 'test']);

/** @typedef {{ name: string, command: string, args: readonly string[], env?: Record<string, string> }} Step */

/** @type {Tally} */
const total = { passed: 0, failed: 0 };
/** @type {string[]} names of the steps that did not hold */
const broken = [];
const together = only === undefined;

// Two lanes, one for each core of a small machine: a lane that is free takes the next step, the longest first. Windows
// come afterwards, alone: they are driven as a person would, who does not compile beside. A part alone has the machine.
const steps = [...unitTests(), ...checks(), ...nativeTests(), ...crashTests()];
await Promise.all([runLane(steps), runLane(steps)]);
await runLane(await desktopTests());

say(broken.length > 0 ? `Failed: ${broken.join('; ')}.` : 'Everything passed.');
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(broken.length > 0 || total.failed > 0 || (only !== 'check' && total.passed === 0) ? 1 : 0);

/** @returns {Step[]} */
function checks() {
  if (!wants('check')) return [];
  return [
    { name: 'check', command: process.execPath, args: ['tools/check.mjs', ...(together ? ['--one-at-a-time'] : [])] },
  ];
}

/** @returns {Step[]} */
function unitTests() {
  if (!wants('unit')) return [];
  return [
    { name: 'unit and headless', command: bin('vitest'), args: ['run', ...(together ? ['--maxWorkers', '1'] : [])] },
  ];
}

/** @returns {Step[]} */
function nativeTests() {
  if (!wants('native')) return [];
  const make = ['-C', 'native', '--no-print-directory', '-s', together ? '-j1' : '-j2', 'test'];
  const steps = [
    { name: 'native', command: 'make', args: make },
    { name: 'native, address sanitizer', command: 'make', args: [...make, 'SANITIZE=address'] },
    { name: 'native, thread sanitizer', command: 'make', args: [...make, 'SANITIZE=thread'] },
  ];
  if (hasLibFuzzer()) {
    const args = ['tools/fuzz.mjs', '--seconds-each', '10'];
    return [...steps, { name: 'fuzzers', command: process.execPath, args }];
  }
  say('The fuzzers do not run: they need a clang with libFuzzer, which `brew install llvm` brings.');
  return steps;
}

/** @returns {Step[]} */
function crashTests() {
  if (!wants('crash')) return [];
  return [{ name: 'crash', command: process.execPath, args: ['tools/crash-test.mjs', '--runs', '5'] }];
}

/** @returns {Promise<Step[]>} */
async function desktopTests() {
  if (!wants('desktop')) return [];
  const { ensureElectron } = await import('./electron-runtime.mjs');
  const electron = await ensureElectron();
  if (electron.isTestRuntime) say(`Desktop tests run in the test runtime, Electron ${electron.version}.`);
  const args = ['test', '-c', 'test/desktop/playwright.config.mjs'];
  return [{ name: 'desktop', command: bin('playwright'), args, env: { HIVEBAR_ELECTRON: electron.executable } }];
}

/**
 * Takes one step after the other off the list until it is empty; one that fails holds up none.
 * @param {Step[]} left
 * @returns {Promise<void>}
 */
async function runLane(left) {
  for (let step = left.shift(); step !== undefined; step = left.shift()) await runStep(step);
}

/** @param {string} part */
function wants(part) {
  return only === undefined || only === part;
}

/** @param {string} name */
function bin(name) {
  return path.join(repoRoot, 'node_modules', '.bin', name);
}

/**
 * Runs one step and adds what its closing lines count to the total. A part alone shows what it prints at once; two
 * lanes keep it until the step is over, so that their lines do not mix.
 * @param {Step} step
 * @returns {Promise<void>}
 */
async function runStep({ name, command, args, env = {} }) {
  say(`== ${name} …`);
  const began = Date.now();
  const { output, status } = await listen(command, args, env);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  if (together) say(`\n== ${name}\n${output.trimEnd()}`);
  if (status !== 0) {
    broken.push(name);
    say(`${name} failed (exit status ${String(status)}).`);
  }
  const { passed, failed } = tally(output);
  total.passed += passed;
  total.failed += failed;
  say(`== ${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<{ output: string, status: number | null }>}
 */
function listen(command, args, env) {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(command, args, {
      cwd: repoRoot,
      env: { ...process.env, FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += String(chunk);
        if (!together) process.stderr.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ output, status }));
  });
}

/**
 * Reads the closing lines of the runners in use: vitest ("Tests  1 failed | 2 passed"), Playwright ("2 passed (3s)"),
 * and the native tests and the crash test ("2 passed, 0 failed").
 * @param {string} output
 * @returns {Tally}
 */
function tally(output) {
  // eslint-disable-next-line no-control-regex -- colour codes are control characters
  const lines = output.replaceAll(/\u001b\[[0-9;]*m/g, '').split('\n');
  const closing = lines.filter((line) => /^\s*(Tests\s|\d+ (passed|failed|flaky)\b)/.test(line));
  /** @param {string} word */
  const count = (word) =>
    closing.reduce((sum, line) => sum + Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0), 0);
  return { passed: count('passed'), failed: count('failed') };
}

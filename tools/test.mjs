/**
 * `npm test`: sets up what is missing, then runs every check and every test, and says how many ran.
 * `--only check|unit|native|crash|desktop` runs one part.
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

/** @type {Tally} */
const total = { passed: 0, failed: 0 };
let broken = false;
if (wants('check')) await step('check', process.execPath, ['tools/check.mjs']);
if (wants('unit')) await step('unit and headless', bin('vitest'), ['run']);
if (wants('native')) {
  for (const sanitize of ['', 'address', 'thread']) {
    await step(sanitize === '' ? 'native' : `native, ${sanitize} sanitizer`, 'make', [
      '-C',
      'native',
      '--no-print-directory',
      '-s',
      '-j2',
      'test',
      ...(sanitize === '' ? [] : [`SANITIZE=${sanitize}`]),
    ]);
  }
  if (hasLibFuzzer()) await step('fuzzers', process.execPath, ['tools/fuzz.mjs', '--seconds-each', '10']);
  else say('The fuzzers did not run: they need a clang with libFuzzer, which `brew install llvm` brings.');
}
if (wants('crash')) await step('crash', process.execPath, ['tools/crash-test.mjs', '--runs', '5']);
if (wants('desktop')) {
  const { ensureElectron } = await import('./electron-runtime.mjs');
  const electron = await ensureElectron();
  if (electron.isTestRuntime) say(`Desktop tests run in the test runtime, Electron ${electron.version}.`);
  await step('desktop', bin('playwright'), ['test', '-c', 'test/desktop/playwright.config.mjs'], {
    HIVEBAR_ELECTRON: electron.executable,
  });
}
say(broken ? 'Something above failed.' : 'Everything passed.');
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(broken || total.failed > 0 || (only !== 'check' && total.passed === 0) ? 1 : 0);

/** @param {string} part */
function wants(part) {
  return only === undefined || only === part;
}

/** @param {string} name */
function bin(name) {
  return path.join(repoRoot, 'node_modules', '.bin', name);
}

/**
 * Runs one part, shows what it prints, and adds what its closing lines count to the total.
 * @param {string} name
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 * @returns {Promise<void>}
 */
async function step(name, command, args, env = {}) {
  say(`\n== ${name}`);
  const began = Date.now();
  const output = await new Promise((resolve, reject) => {
    let text = '';
    const child = spawn(command, args, {
      cwd: repoRoot,
      env: { ...process.env, FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        text += String(chunk);
        process.stderr.write(chunk);
      });
    }
    child.on('error', reject);
    child.on('close', (status) => {
      if (status !== 0) {
        broken = true;
        say(`${name} failed (exit status ${String(status)}).`);
      }
      resolve(text);
    });
  });
  const { passed, failed } = tally(output);
  total.passed += passed;
  total.failed += failed;
  say(`== ${name}: ${passed} passed, ${failed} failed, ${((Date.now() - began) / 1000).toFixed(1)} s`);
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

/** `npm start`: sets up what is missing, then runs the app, or with `--headless` the recorder without a window. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { repoRoot, say } from './console.mjs';
import { setUp } from './setup.mjs';

const args = process.argv.slice(2);
const headless = args.includes('--headless');

if (args.includes('--help')) {
  say(`usage: npm start -- [options]

  --headless        record without a window (hivebar serve)
  --demo            open on generated, plainly marked data in a data directory of its own
  --data-dir DIR    keep everything in DIR
  --show WINDOW     popover, overview, or none: stay in the menu bar
`);
  process.exit(0);
}

await setUp(headless ? [] : ['window']);
if (headless) {
  const rest = args.filter((argument) => argument !== '--headless');
  handOver(process.execPath, [path.join(repoRoot, 'dist/cli/hivebar.cjs'), 'serve', ...rest]);
} else {
  const { ensureElectron } = await import('./electron-runtime.mjs');
  const electron = await ensureElectron();
  if (electron.isTestRuntime) {
    say(
      `Running in the test runtime, Electron ${electron.version}: GitHub, where the pinned one lies, was out of reach.`,
    );
  }
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    say('There is no display. Run it on a desktop, under xvfb-run, or without a window: npm start -- --headless');
    process.exit(1);
  }
  // Chromium refuses its sandbox to root; the windows stay sandboxed for everybody else.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  handOver(electron.executable, [repoRoot, ...sandbox, ...args]);
}

/**
 * Runs the program in the foreground: it gets our signals, we end with its status.
 * @param {string} command
 * @param {readonly string[]} commandArgs
 */
function handOver(command, commandArgs) {
  const child = spawn(command, commandArgs, { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    say(`${command} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (status, signal) => process.exit(status ?? (signal === null ? 1 : 128)));
}

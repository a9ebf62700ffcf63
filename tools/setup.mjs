/** Brings a fresh clone to the point where programs can run. Each step that has nothing to do returns at once. */
import fs from 'node:fs';
import path from 'node:path';
import { repoRoot, run, say } from './console.mjs';
import { ensureLibchdb } from './libchdb.mjs';
import { buildNative } from './native.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/**
 * @param {readonly import('./system-packages.mjs').Purpose[]} purposes
 * @returns {Promise<void>} once dependencies, the native parts and the bundles are there and current
 */
export async function setUp(purposes) {
  checkNode();
  ensureSystemPackages(['build', ...purposes]);
  installDependencies();
  ensureLibchdb();
  buildNative();
  // Vite is a dependency, so it can only be imported once dependencies are there.
  const { build } = await import('./build.mjs');
  await build();
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return;
  say(`Hivebar needs Node 20.19 or later in 20, 22.12 or later in 22, or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

function installDependencies() {
  if (!isInstalled()) {
    say('Installing dependencies …');
    run('npm', ['ci', '--loglevel=error']);
  }
  // The addon for macOS permissions is built from source; install scripts are off for every other package.
  const permissions = path.join(repoRoot, 'node_modules', 'node-mac-permissions');
  if (process.platform === 'darwin' && fs.existsSync(permissions) && !fs.existsSync(path.join(permissions, 'build'))) {
    run('npm', ['rebuild', 'node-mac-permissions', '--ignore-scripts=false']);
  }
}

/** npm writes its own record last, so it is older than the lockfile after a change and missing after an interruption. */
function isInstalled() {
  const record = path.join(repoRoot, 'node_modules', '.package-lock.json');
  const lockfile = path.join(repoRoot, 'package-lock.json');
  return fs.existsSync(record) && fs.statSync(record).mtimeMs >= fs.statSync(lockfile).mtimeMs;
}

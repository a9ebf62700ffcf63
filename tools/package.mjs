/**
 * Packages the app with electron-builder: an unpacked app in release/ for this machine, or with `--installer` what
 * electron-builder.yml names for it (disk image and archive on macOS).
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { repoRoot, run, say } from './console.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { stageLlama } from './llama-package.mjs';
import { setUp } from './setup.mjs';

await setUp(['window']);
const electron = await ensureElectron();
const platform = process.platform === 'darwin' ? '--mac' : '--linux';
const settings = [];
if (electron.isTestRuntime) {
  say(`Packaging with the test runtime, Electron ${electron.version}: fit for trying out, not for giving away.`);
  settings.push(`-c.electronDist=${bareRuntime(electron.executable)}`, `-c.electronVersion=${electron.version}`);
}
stageLlama({ platform: process.platform, arch: process.arch, target: path.join(repoRoot, 'dist', 'llama') });
const target = process.argv.includes('--installer') ? [] : ['dir'];
const builder = path.join(repoRoot, 'node_modules', '.bin', 'electron-builder');
run(builder, [platform, ...target, '--publish', 'never', '--config', 'electron-builder.yml', ...settings]);

/**
 * A copy of the test runtime without the loader that lets it run a source tree.
 * @param {string} executable
 */
function bareRuntime(executable) {
  const copy = path.join(repoRoot, 'release', 'electron-runtime');
  fs.rmSync(copy, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(copy), { recursive: true });
  execFileSync('cp', ['-R', path.dirname(executable), copy]);
  fs.rmSync(path.join(copy, 'resources', 'app'), { recursive: true });
  return copy;
}

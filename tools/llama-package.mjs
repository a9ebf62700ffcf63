/**
 * The library that runs models in process, as a packaged app carries it: node-llama-cpp with all that it depends on and the
 * machine code for one platform. Not what it would build llama.cpp from, and no builds for graphics cards other than Metal.
 */
import fs from 'node:fs';
import path from 'node:path';
import { repoRoot } from './console.mjs';

const library = 'node-llama-cpp';

/** What it needs to compile llama.cpp, which a packaged app never does: 34 MB, most of them a history of llama.cpp. */
const buildFiles = ['gitRelease.bundle', 'addon', 'cmake', 'patches', 'profiles', 'toolchains', 'xpack'];

/** @type {Readonly<Record<string, string>>} */
const binaries = {
  'darwin-arm64': '@node-llama-cpp/mac-arm64-metal',
  'darwin-x64': '@node-llama-cpp/mac-x64',
  'linux-arm64': '@node-llama-cpp/linux-arm64',
  'linux-x64': '@node-llama-cpp/linux-x64',
};

/**
 * Makes `target` anew with the packages in the places where Node finds them when it is called `node_modules`.
 * @param {{ platform: string, arch: string, target: string }} wanted
 */
export function stageLlama({ platform, arch, target }) {
  const binary = binaries[`${platform}-${arch}`];
  if (binary === undefined) throw new Error(`${library} has no build for ${platform}-${arch}.`);
  const root = path.join(repoRoot, 'node_modules');
  /** @type {Set<string>} */
  const folders = new Set();
  collect(path.join(root, library), folders);
  collect(path.join(root, ...binary.split('/')), folders);
  fs.rmSync(target, { recursive: true, force: true });
  for (const folder of folders) {
    fs.cpSync(folder, path.join(target, path.relative(root, folder)), {
      recursive: true,
      filter: (file) => isNeeded(path.relative(folder, file), folder === path.join(root, library)),
    });
  }
}

/**
 * A package and all that it depends on, each where Node would find it from there.
 * @param {string} folder @param {Set<string>} folders
 */
function collect(folder, folders) {
  if (folders.has(folder)) return;
  folders.add(folder);
  /** @type {{ dependencies?: Readonly<Record<string, string>> }} */
  const { dependencies = {} } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) collect(findPackage(name, folder), folders);
}

/** @param {string} name @param {string} from @returns {string} */
function findPackage(name, from) {
  const folder = path.join(from, 'node_modules', name);
  if (fs.existsSync(path.join(folder, 'package.json'))) return folder;
  if (from === repoRoot) throw new Error(`${name} is not installed: npm ci.`);
  return findPackage(name, path.dirname(from));
}

/** @param {string} file @param {boolean} isLibrary */
function isNeeded(file, isLibrary) {
  const [first = '', second = ''] = file.split(path.sep);
  // Packages within packages are collected by themselves.
  if (first === 'node_modules') return false;
  if (isLibrary && first === 'llama' && buildFiles.includes(second)) return false;
  return !/\.(d\.[cm]?ts|map)$/.test(file);
}

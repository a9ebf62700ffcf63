/** What the operating system must have, per purpose: found by the file each package brings, installed when we may. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { run, say } from './console.mjs';

/** Debian packages with a file that shows each is there. */
const debian = {
  build: { make: '/usr/bin/make', 'g++': '/usr/bin/g++' },
  window: {
    'libgtk-3-0': 'libgtk-3.so.0',
    libnss3: 'libnss3.so',
    libasound2: 'libasound.so.2',
    libgbm1: 'libgbm.so.1',
    libnotify4: 'libnotify.so.4',
    libxss1: 'libXss.so.1',
  },
  test: {
    pkgconf: '/usr/bin/pkg-config',
    python3: '/usr/bin/python3',
    clang: '/usr/bin/clang++',
    'libclang-rt-dev': '/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a',
    'x11-utils': '/usr/bin/xprop',
    'dbus-daemon': '/usr/bin/dbus-daemon',
    'dbus-bin': '/usr/bin/dbus-monitor',
    xvfb: '/usr/bin/Xvfb',
    openbox: '/usr/bin/openbox',
    xterm: '/usr/bin/xterm',
    xdotool: '/usr/bin/xdotool',
    xauth: '/usr/bin/xauth',
    'clickhouse-server': '/usr/sbin/clickhouse-server',
    'fonts-dejavu-core': '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
  },
};

/** @typedef {keyof typeof debian} Purpose */

/** @param {readonly Purpose[]} purposes */
export function ensureSystemPackages(purposes) {
  if (process.platform === 'darwin') return ensureXcodeTools();
  const wanted = purposes.flatMap((purpose) => Object.entries(debian[purpose]));
  const missing = wanted.filter(([, file]) => !isThere(file)).map(([name]) => name);
  if (missing.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  if (!fs.existsSync('/usr/bin/apt-get')) {
    say(`These are missing: ${missing.join(', ')} (Debian's names). Install them with your system's package manager.`);
    process.exit(1);
  }
  if (process.getuid?.() !== 0) {
    say(`These system packages are missing: ${missing.join(', ')}. Install them, then run this again:`);
    say(`  sudo apt-get update && sudo apt-get ${install.join(' ')}`);
    process.exit(1);
  }
  say(`Installing system packages: ${missing.join(', ')} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env, quiet: true });
  run('apt-get', ['-qq', ...install], { env, quiet: true });
}

/** Whether the fuzzers can be built. Apple's clang has no libFuzzer, and a Mac need not have another one. */
export function hasLibFuzzer() {
  const homebrew = ['/opt/homebrew/opt/llvm/bin/clang++', '/usr/local/opt/llvm/bin/clang++'];
  return process.platform !== 'darwin' || process.env['FUZZ_CXX'] !== undefined || homebrew.some(isThere);
}

function ensureXcodeTools() {
  if (spawnSync('xcode-select', ['-p'], { stdio: 'ignore' }).status === 0) return;
  say("Apple's command line tools are missing. Install them with: xcode-select --install");
  process.exit(1);
}

/** @param {string} file an absolute path, in which `*` is any part of a name, or the name of a shared library */
function isThere(file) {
  if (file.includes('*')) return matches('/', file.slice(1).split('/'));
  if (file.startsWith('/')) return fs.existsSync(file);
  const arch = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  return [`/usr/lib/${arch}`, '/usr/lib', '/lib64', '/usr/lib64'].some((dir) => fs.existsSync(`${dir}/${file}`));
}

/**
 * Whether `folder` has something under it whose path fits `names`, each of which may hold a `*`.
 * @param {string} folder
 * @param {readonly string[]} names
 * @returns {boolean}
 */
function matches(folder, [name, ...rest]) {
  if (name === undefined) return fs.existsSync(folder);
  if (!name.includes('*')) return matches(`${folder}/${name}`, rest);
  if (!fs.existsSync(folder)) return false;
  const [start = '', end = ''] = name.split('*');
  const fitting = fs.readdirSync(folder).filter((entry) => entry.startsWith(start) && entry.endsWith(end));
  return fitting.some((entry) => matches(`${folder}/${entry}`, rest));
}

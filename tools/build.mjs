/**
 * Bundles the programs into dist/: main and preload for Electron, the windows, the command line, and `hivebar/sink`.
 * `--watch`-less on purpose: a whole build takes about two seconds. Nothing is built when no source has changed.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repoRoot, say } from './console.mjs';
import { ensureLibchdb } from './libchdb.mjs';
import { buildNative } from './native.mjs';

const dist = path.join(repoRoot, 'dist');
const stampFile = path.join(dist, '.stamp');

/**
 * Electron and Node's own modules stay outside, and what brings machine code of its own; every other dependency goes into
 * the bundle.
 */
const external = [
  'electron',
  ...builtinModules,
  ...builtinModules.map((name) => `node:${name}`),
  /\.node$/,
  'node-mac-permissions',
  'node-llama-cpp',
];

/** The oldest runtimes that must run the bundles: Node 18 and Chrome 114, those of Electron 25. */
const targets = { main: 'node18', preload: 'chrome114', renderer: 'chrome114', cli: 'node20', sink: 'node18' };

/** What other projects import as `hivebar/sink`. */
const sinkEntry = 'app/sink/hivebar-sink.ts';

/** @param {{ force?: boolean }} [options] */
export async function build({ force = false } = {}) {
  const stamp = sourceStamp();
  if (!force && fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) return;
  const vite = await import('vite');
  const { default: react } = await import('@vitejs/plugin-react');
  say('Building …');
  fs.rmSync(dist, { recursive: true, force: true });

  /**
   * @param {string} entry
   * @param {string} outFile
   * @param {string} target
   * @param {{ banner?: string, format?: 'cjs' | 'es' }} [form]
   */
  const program = (entry, outFile, target, { banner = '', format = 'cjs' } = {}) =>
    vite.build({
      root: repoRoot,
      configFile: false,
      logLevel: 'warn',
      define: { __HIVEBAR_VERSION__: JSON.stringify(version()) },
      resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
      ssr: { noExternal: true, external: ['electron'] },
      build: {
        ssr: path.join(repoRoot, entry),
        outDir: path.join(dist, path.dirname(outFile)),
        emptyOutDir: false,
        target,
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          external,
          output: { format, entryFileNames: path.basename(outFile), codeSplitting: false, banner },
        },
      },
    });

  await program('app/main/main.ts', 'main/main.cjs', targets.main);
  await program('app/main/preload.ts', 'main/preload.cjs', targets.preload);
  await program('app/cli/hivebar.ts', 'cli/hivebar.cjs', targets.cli, { banner: '#!/usr/bin/env node' });
  fs.chmodSync(path.join(dist, 'cli/hivebar.cjs'), 0o755);
  await program('app/core/sources/screen-text/recognition-thread.ts', 'ocr/recognition-thread.cjs', targets.main);
  copyTextRecognition(path.join(dist, 'ocr'));
  await program(sinkEntry, 'sink/index.cjs', targets.sink);
  await program(sinkEntry, 'sink/index.mjs', targets.sink, { format: 'es' });
  const { writeSinkTypes } = await import('./sink-types.mjs');
  writeSinkTypes(sinkEntry, path.join(dist, 'sink', 'types'));
  fs.writeFileSync(path.join(dist, 'sink', 'package.json'), sinkPackage());
  const rendererRoot = path.join(repoRoot, 'app/renderer');
  await vite.build({
    root: rendererRoot,
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: path.join(dist, 'renderer'),
      emptyOutDir: true,
      target: targets.renderer,
      // The windows load from disk: one chunk is faster than many, and size warnings speak of networks.
      chunkSizeWarningLimit: 4_000,
      rolldownOptions: {
        input: ['popover.html', 'overview.html', 'picture.html'].map((page) => path.join(rendererRoot, page)),
      },
    },
  });
  fs.writeFileSync(stampFile, stamp);
}

/**
 * Puts what recognises text beside the thread that loads it: of Tesseract the one build that fits, of the language data
 * the small integer model. Packaged, the folder lies outside the archive as it is.
 * @param {string} folder
 */
function copyTextRecognition(folder) {
  const { resolve } = createRequire(import.meta.url);
  for (const file of [
    'tesseract.js-core/tesseract-core-simd-lstm.js',
    'tesseract.js-core/tesseract-core-simd-lstm.wasm',
    '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz',
  ]) {
    const copy = path.join(folder, path.basename(file));
    fs.copyFileSync(resolve(file), copy);
    fs.chmodSync(copy, 0o644);
  }
  // What it asks of whoever passes it on.
  fs.copyFileSync(resolve('tesseract.js-core/LICENSE'), path.join(folder, 'LICENSE-tesseract.txt'));
}

/**
 * Makes the folder of the sink a package of its own: it is what people who have only the app can install.
 * It says of `hivebar/sink` what the repository's package.json says.
 */
function sinkPackage() {
  const { name, version, license, exports } = JSON.parse(fs.readFileSync(path.join(repoRoot, 'package.json'), 'utf8'));
  const here = JSON.parse(JSON.stringify(exports['./sink']).replaceAll('./dist/sink/', './'));
  return `${JSON.stringify({ name, version, license, exports: { './sink': here } }, null, 2)}\n`;
}

/** The version that every program reports. */
function version() {
  return JSON.parse(fs.readFileSync(path.join(repoRoot, 'package.json'), 'utf8')).version;
}

/** Changes whenever a file that goes into a bundle does. */
function sourceStamp() {
  const hash = createHash('sha256');
  for (const file of [
    ...filesBelow(path.join(repoRoot, 'app')),
    path.join(repoRoot, 'package-lock.json'),
    fileURLToPath(import.meta.url),
  ]) {
    const { mtimeMs, size } = fs.statSync(file);
    hash.update(`${path.relative(repoRoot, file)} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** @param {string} dir @returns {string[]} */
function filesBelow(dir) {
  return fs
    .readdirSync(dir, { withFileTypes: true })
    .flatMap((entry) => {
      const full = path.join(dir, entry.name);
      if (entry.isDirectory()) return filesBelow(full);
      return entry.name.includes('.test.') ? [] : [full];
    })
    .sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureLibchdb();
  buildNative();
  await build({ force: process.argv.includes('--force') });
}

/**
 * `npm run test:crash`: kills programs that record, and ClickHouse, at random moments, and counts whether every accepted
 * row is there once. Builds what it kills, copies it, and runs test/crash/; `--help` says how.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { builtinModules } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { repoRoot, run } from './console.mjs';
import { ensureLibchdb } from './libchdb.mjs';
import { buildNative } from './native.mjs';

ensureLibchdb();
buildNative();
run('make', ['-C', 'native', '--no-print-directory', '-s', 'crash-pusher']);

// Copies, so that a build during the test changes nothing of what is killed and started again.
const programs = fs.mkdtempSync(path.join(os.tmpdir(), 'hivebar-crash-programs-'));
try {
  const libraries = fs.readdirSync(native('.')).filter((name) => name.startsWith('libseqch.'));
  for (const name of ['seqch-crash-pusher', 'seqch.node', 'clickhouse-host', ...libraries]) {
    fs.copyFileSync(native(name), path.join(programs, name));
  }
  for (const name of ['crash-test', 'js-pusher']) await bundle(name);
  const test = spawn(process.execPath, [path.join(programs, 'crash-test.mjs'), programs, ...process.argv.slice(2)], {
    cwd: repoRoot,
    stdio: 'inherit',
  });
  // Interrupted, the test ends after the run that it is in.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => test.kill(signal));
  const [status] = await once(test, 'exit');
  process.exitCode = status ?? 2;
} finally {
  fs.rmSync(programs, { recursive: true, force: true });
}

/** @param {string} name */
function native(name) {
  return path.join(repoRoot, 'native/build', name);
}

/** @param {string} name a program of test/crash/ */
async function bundle(name) {
  const vite = await import('vite');
  await vite.build({
    root: repoRoot,
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
    ssr: { noExternal: true },
    build: {
      ssr: path.join(repoRoot, 'test/crash', `${name}.ts`),
      outDir: programs,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        external: [...builtinModules, ...builtinModules.map((module) => `node:${module}`)],
        output: { format: 'esm', entryFileNames: `${name}.mjs`, codeSplitting: false },
      },
    },
  });
}

/** `npm run check`: format, types per layer, lint with no warnings, layers. Fails on the first that does not hold. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repoRoot, run, say } from './console.mjs';

/** @param {string} name a program that a dependency installs */
const bin = (name) => path.join(repoRoot, 'node_modules', '.bin', name);

export function check() {
  say('Format …');
  run(bin('prettier'), ['--check', '--log-level', 'warn', '.']);
  say('Types …');
  for (const project of projects()) run(bin('tsc'), ['-p', project]);
  say('Lint …');
  run(bin('eslint'), ['.', '--max-warnings', '0']);
  run(process.execPath, ['tools/check-layers.mjs']);
}

/** Every folder with a compiler configuration of its own: one per layer, so that each knows only its own globals. */
function projects() {
  const folders = ['app', '.'].flatMap((parent) =>
    fs.readdirSync(path.join(repoRoot, parent)).map((name) => path.join(parent, name)),
  );
  return folders.filter(
    (folder) => !folder.startsWith('node_modules') && fs.existsSync(path.join(repoRoot, folder, 'tsconfig.json')),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) check();

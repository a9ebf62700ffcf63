/** Fails when a file imports from a layer that its own may not know. The table below is the architecture. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { repoRoot, say } from './console.mjs';

/**
 * What each layer may import besides itself: other layers by folder, packages by name.
 * `packages: 'any'` still excludes what `never` names everywhere but in its one home.
 * @type {Record<string, { layers: string[], packages: string[] }>}
 */
export const layers = {
  'app/contract': { layers: [], packages: ['valibot'] },
  'app/core': {
    layers: ['app/contract', 'app/sink', 'native/addon'],
    packages: [
      'valibot',
      '@clickhouse/client',
      '@langchain',
      '@bufbuild/protobuf',
      '@pydantic/genai-prices',
      'jsonc-parser',
      'smol-toml',
      'ai',
      '@ai-sdk',
      'node-llama-cpp',
      'node:',
    ],
  },
  // Runs inside of other people's programs: nothing but what crosses the socket, and no package at run time.
  'app/sink': { layers: ['app/contract'], packages: ['node:'] },
  'app/renderer': {
    layers: ['app/contract'],
    packages: ['valibot', 'react', 'react-dom', 'recharts', '@codemirror', '@lezer', '@tanstack'],
  },
  'app/main': {
    layers: ['app/core', 'app/contract'],
    packages: ['electron', 'valibot', 'node-mac-permissions', 'node:'],
  },
  'app/cli': {
    layers: ['app/core', 'app/contract', 'app/mcp'],
    packages: ['valibot', '@clickhouse/client', 'node:'],
  },
  // A tool's schema is handed to clients as JSON Schema, which the SDK takes from zod.
  'app/mcp': {
    layers: ['app/core', 'app/contract'],
    packages: ['valibot', 'zod', '@modelcontextprotocol/server', 'node:'],
  },
};

/** Tests may also use these. */
const testPackages = [
  'vitest',
  'vite',
  'react-dom',
  '@clickhouse/client',
  '@opentelemetry',
  '@langchain',
  'zod',
  'node:',
];

/** Tests, and what only tests import. */
const testFile = /\.test\.tsx?$|\/testing(\/|\.ts$)/;

// A statement stands at the beginning of a line; the word in the middle of a text is none.
const importPattern =
  /^\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"\n]+)['"]|\b(?:import|require)\(\s*['"]([^'"\n]+)['"]\s*\)/gm;

/**
 * @param {string} file relative to the repository, with forward slashes
 * @param {string} source
 * @returns {string[]} one sentence per forbidden import
 */
export function forbiddenImports(file, source) {
  const layer = layerOf(file);
  const rule = layer === undefined ? undefined : layers[layer];
  if (layer === undefined || rule === undefined)
    return [`${file} stands in no layer: add its folder to tools/check-layers.mjs.`];
  const packages = testFile.test(file) ? [...rule.packages, ...testPackages] : rule.packages;
  const problems = [];
  for (const match of source.matchAll(importPattern)) {
    const target = match[1] ?? match[2] ?? match[3] ?? '';
    if (target.startsWith('.')) {
      const resolved = path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
      const targetLayer = layerOf(resolved);
      if (targetLayer === layer || (targetLayer !== undefined && rule.layers.includes(targetLayer))) continue;
      problems.push(`${file} imports ${target}: ${layer} may import ${[layer, ...rule.layers].join(', ')} only.`);
    } else if (
      !packages.some(
        (allowed) => target === allowed || target.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`),
      )
    ) {
      problems.push(`${file} imports ${target}: ${layer} may use ${packages.join(', ') || 'no package'} only.`);
    }
  }
  return problems;
}

/** @param {string} file */
function layerOf(file) {
  // The addon's declarations are the one thing outside of app/ that core may import.
  return [...Object.keys(layers), 'native/addon'].find((layer) => file.startsWith(`${layer}/`));
}

/** @param {string} dir @returns {string[]} */
function sourcesBelow(dir) {
  return fs.readdirSync(path.join(repoRoot, dir), { withFileTypes: true }).flatMap((entry) => {
    const file = `${dir}/${entry.name}`;
    if (entry.isDirectory()) return sourcesBelow(file);
    return /\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = sourcesBelow('app');
  const problems = files.flatMap((file) => forbiddenImports(file, fs.readFileSync(path.join(repoRoot, file), 'utf8')));
  for (const problem of problems) say(problem);
  if (problems.length > 0) process.exit(1);
  say(`Layers: ${files.length} files import only what they may.`);
}

/** Decides whether this platform's ClickHouse library must still be installed, and installs it. */
import fs from 'node:fs';
import path from 'node:path';
import { repoRoot, run, say } from './console.mjs';

/**
 * A lockfile written against a registry that holds only some platforms names only those, so `npm ci` elsewhere leaves
 * the library out. Then exactly the version that chdb pins is installed beside it.
 * @param {{ platform: string, arch: string, pinned: Record<string, string>, installed: (name: string) => string | undefined }} machine
 *   `pinned`: optionalDependencies of chdb's package.json. `installed`: the version present of a package, if any.
 * @returns {{ kind: 'present', package: string } | { kind: 'install', package: string, version: string } | { kind: 'unsupported', supported: string[] }}
 */
export function decideLibchdb({ platform, arch, pinned, installed }) {
  const name = `@chdb/lib-${platform}-${arch}${platform === 'linux' ? '-gnu' : ''}`;
  const version = pinned[name];
  if (version === undefined) return { kind: 'unsupported', supported: Object.keys(pinned) };
  return installed(name) === version ? { kind: 'present', package: name } : { kind: 'install', package: name, version };
}

export function ensureLibchdb() {
  const modules = path.join(repoRoot, 'node_modules');
  /** @param {string} name */
  const manifest = (name) => {
    const file = path.join(modules, name, 'package.json');
    return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
  };
  const decision = decideLibchdb({
    platform: process.platform,
    arch: process.arch,
    pinned: manifest('chdb').optionalDependencies,
    installed: (name) => manifest(name)?.version,
  });
  switch (decision.kind) {
    case 'present':
      return;
    case 'install':
      say(`Installing ClickHouse for ${process.platform}-${process.arch} (${decision.package} ${decision.version}) …`);
      run('npm', ['install', '--no-save', '--loglevel=error', `${decision.package}@${decision.version}`]);
      return;
    case 'unsupported':
      say(
        `ClickHouse as a library does not exist for ${process.platform}-${process.arch} (only ${decision.supported.join(', ')}). ` +
          'Set "engine" in settings.json to a clickhouse executable or a server of yours.',
      );
  }
}

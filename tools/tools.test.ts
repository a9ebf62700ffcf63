import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { forbiddenImports } from './check-layers.mjs';
import { decideLibchdb } from './libchdb.mjs';

describe('the layer check', () => {
  it('refuses electron outside app/main', () => {
    expect(forbiddenImports('app/core/recorder.ts', "import { app } from 'electron';")).toHaveLength(1);
    expect(forbiddenImports('app/renderer/x.tsx', "const e = require('electron');")).toHaveLength(1);
    expect(forbiddenImports('app/main/main.ts', "import { app } from 'electron';")).toEqual([]);
  });

  it('refuses a renderer that reaches into core, also by a dynamic or type-only import', () => {
    expect(forbiddenImports('app/renderer/ui/a.ts', "import type { Row } from '../../core/rows.ts';")).toHaveLength(1);
    expect(forbiddenImports('app/renderer/ui/a.ts', "await import('../../core/rows.ts');")).toHaveLength(1);
    expect(forbiddenImports('app/renderer/ui/a.ts', "import { x } from '../../contract/rows.ts';")).toEqual([]);
  });

  it('refuses re-exports across layers and imports spread over lines', () => {
    expect(forbiddenImports('app/contract/a.ts', "export { x } from '../core/a.ts';")).toHaveLength(1);
    expect(forbiddenImports('app/core/a.ts', "import {\n  useState,\n} from 'react';")).toHaveLength(1);
  });

  it('takes the word in the middle of a text for no import', () => {
    const source = "describe('hivebar import', () => {\n  it('reads', () => undefined);\n});";
    expect(forbiddenImports('app/cli/a.test.ts', source)).toEqual([]);
  });

  it('refuses a file in a folder that is no layer', () => {
    expect(forbiddenImports('app/helpers/a.ts', '')).toHaveLength(1);
  });
});

describe('the choice of the ClickHouse library', () => {
  const pinned = {
    '@chdb/lib-darwin-arm64': '1.0.0',
    '@chdb/lib-darwin-x64': '1.0.0',
    '@chdb/lib-linux-arm64-gnu': '1.0.0',
    '@chdb/lib-linux-x64-gnu': '1.0.0',
  };
  const machines = [
    ['darwin', 'arm64', '@chdb/lib-darwin-arm64'],
    ['darwin', 'x64', '@chdb/lib-darwin-x64'],
    ['linux', 'arm64', '@chdb/lib-linux-arm64-gnu'],
    ['linux', 'x64', '@chdb/lib-linux-x64-gnu'],
  ] as const;

  it.each(machines)('installs the pinned version on %s-%s when the lockfile left it out', (platform, arch, name) => {
    expect(decideLibchdb({ platform, arch, pinned, installed: () => undefined })).toEqual({
      kind: 'install',
      package: name,
      version: '1.0.0',
    });
  });

  it.each(machines)('does nothing on %s-%s when the pinned version is there', (platform, arch, name) => {
    expect(decideLibchdb({ platform, arch, pinned, installed: () => '1.0.0' })).toEqual({
      kind: 'present',
      package: name,
    });
  });

  it('replaces another version, which chdb was not tested with', () => {
    const decision = decideLibchdb({ platform: 'linux', arch: 'x64', pinned, installed: () => '0.9.0' });
    expect(decision.kind).toBe('install');
  });

  it('names what exists on a platform without a library', () => {
    const decision = decideLibchdb({ platform: 'win32', arch: 'x64', pinned, installed: () => undefined });
    expect(decision).toEqual({ kind: 'unsupported', supported: Object.keys(pinned) });
  });

  it('is in the lockfile for all four platforms, which npm leaves out where the registry has fewer', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, { version: string; optionalDependencies?: Record<string, string> }>;
    };
    const wanted = lock.packages['node_modules/chdb']?.optionalDependencies ?? {};
    const locked = Object.keys(wanted).map((name) => [name, lock.packages[`node_modules/${name}`]?.version]);
    expect(Object.fromEntries(locked)).toEqual(wanted);
    expect(Object.keys(wanted)).toHaveLength(4);
  });
});

describe('the builds of llama.cpp', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { version: string; name?: string; optionalDependencies?: Record<string, string> }>;
  };
  const builds = lock.packages['node_modules/node-llama-cpp']?.optionalDependencies ?? {};

  it('are in the lockfile for the Macs and Linux, which npm leaves out where the registry has fewer', () => {
    for (const platform of ['mac-arm64-metal', 'mac-x64', 'linux-x64', 'linux-arm64']) {
      const name = `@node-llama-cpp/${platform}`;
      expect([name, lock.packages[`node_modules/${name}`]?.version]).toEqual([name, builds[name]]);
    }
  });

  it('for graphics cards that no Mac has are not installed: they weigh 600 MB', () => {
    const heavy = Object.keys(builds).filter((name) => /cuda|vulkan/.test(name));
    expect(heavy.length).toBeGreaterThan(0);
    for (const name of heavy) expect(lock.packages[`node_modules/${name}`]?.name).toBe('is-unicode-supported');
  });
});

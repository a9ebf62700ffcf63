import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Paths } from '../host.ts';
import { databaseFiles } from './config.ts';
import { startDatabase } from './database.ts';
import { isAtLeast, minimumVersion } from './engine.ts';
import { launchServer } from './launch-server.ts';
import { describeProblem } from './problem.ts';
import { realClock, silentLog, testOptions, testPaths, until } from './testing.ts';
import { loadUsers } from './users.ts';

describe('a ClickHouse executable of the person', () => {
  let paths: Paths;
  beforeEach(async () => {
    paths = await testPaths();
  });
  afterEach(() => rm(paths.dataDir, { recursive: true, force: true }));

  async function startWith(path: string) {
    const started = await startDatabase({ ...testOptions(paths), engine: { kind: 'executable', path } });
    if (!started.ok) return started.error;
    await started.value.stop();
    throw new Error('The database started');
  }

  async function script(body: string): Promise<string> {
    const path = join(paths.dataDir, 'clickhouse');
    await writeFile(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    return path;
  }

  it('is refused when it is too old, before it opens any data', async () => {
    const path = await script('echo "ClickHouse server version 24.3.1.2672 (official build)."');
    const problem = await startWith(path);
    expect(problem).toEqual({ kind: 'version-too-old', path, found: '24.3.1.2672', needed: minimumVersion });
    expect(describeProblem(problem)).toContain('version 24.3.1.2672, Hivebar needs 25.8 or newer');
    expect((await readdir(paths.dataDir)).sort()).toEqual(['clickhouse']);
  });

  it('is refused when it is not there, cannot be run, or is something else', async () => {
    expect(await startWith(join(paths.dataDir, 'nothing'))).toMatchObject({ kind: 'executable-missing' });
    const notRunnable = join(paths.dataDir, 'text');
    await writeFile(notRunnable, 'text');
    expect(await startWith(notRunnable)).toMatchObject({ kind: 'executable-missing' });
    expect(await startWith(await script('echo hello'))).toMatchObject({
      kind: 'executable-missing',
      reason: 'it does not say its version',
    });
  });

  it.each([
    ['26.7.2.1', '25.8', true],
    ['25.8', '25.8', true],
    ['25.8.0.1', '25.8', true],
    ['25.10.1', '25.8', true],
    ['25.7.9.9', '25.8', false],
    ['18.16.1', '25.8', false],
  ])('of version %s and at least %s: %s', (found, needed, expected) => {
    expect(isAtLeast(found, needed)).toBe(expected);
  });

  const debianServer = '/usr/sbin/clickhouse-server';

  // Debian's package is all that an offline Linux machine has: far too old for the schema, real enough for the process.
  describe.runIf(existsSync(debianServer))('from Debian', () => {
    it('starts, answers on both ports, and stops', async () => {
      const files = databaseFiles(paths.dataDir);
      const launched = await launchServer({
        engine: {
          kind: 'executable',
          inProcess: false,
          bareUsers: true,
          hostArguments: ({ config }) => ['--exec', debianServer, '--', `--config-file=${config}`],
        },
        hostExecutable: join(paths.nativeDir, 'clickhouse-host'),
        resourcesDir: paths.resourcesDir,
        dataDir: paths.dataDir,
        files,
        users: await loadUsers(join(paths.dataDir, 'passwords.json')),
        maxServerMemoryBytes: 1e9,
        clock: realClock,
        log: silentLog,
        backupsDir: files.backups,
        preferredPorts: undefined,
      });
      if (!launched.ok) throw new Error(describeProblem(launched.error));
      const server = launched.value;
      expect(server.engineVersion).toMatch(/^18\.16\./);
      expect(await server.probe()).toBeUndefined();
      await server.stop();
      expect(await server.ended).toBe('exit status 0');
      await until('nobody answers', async () => (await server.probe()) !== undefined);
    });

    it('is refused as too old although it does not know --version', async () => {
      const problem = await startWith(debianServer);
      expect(problem).toMatchObject({ kind: 'version-too-old', needed: minimumVersion });
      expect(problem.kind === 'version-too-old' && problem.found).toMatch(/^18\.16\./);
      expect(await readdir(paths.dataDir)).toEqual([]);
    });
  });
});

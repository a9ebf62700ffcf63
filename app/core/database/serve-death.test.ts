import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { Paths } from '../host.ts';
import { connectDatabase } from './database.ts';
import { processStart } from './data-dir-lock.ts';
import { startTestDatabase, testPaths, until } from './testing.ts';

/** Starts a database as a program of its own, which then waits. Node 20 strips no types, so it is bundled first. */
async function serveElsewhere(paths: Paths): Promise<number> {
  const { build } = await import('vite');
  const outDir = join(paths.dataDir, 'program');
  await build({
    logLevel: 'error',
    build: {
      ssr: resolve('app/core/database/testing.ts'),
      outDir,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'testing.cjs' } },
    },
    ssr: { noExternal: true },
  });
  const script = `
    const { startTestDatabase } = require(process.argv[1]);
    const paths = JSON.parse(process.argv[2]);
    startTestDatabase({ paths, migrate: false }).then(() => setInterval(() => {}, 1000));
  `;
  const child = spawn(process.execPath, ['-e', script, join(outDir, 'testing.cjs'), JSON.stringify(paths)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return child.pid ?? 0;
}

it('takes ClickHouse along when Hivebar is killed, and starts on the same data afterwards', async () => {
  const paths = await testPaths();
  const pid = await serveElsewhere(paths);
  await until('it runs', async () => (await connectDatabase(paths.dataDir)).ok);
  const status = await readFile(join(paths.dataDir, 'clickhouse/data/status'), 'utf8');
  const server = Number(/PID: (\d+)/.exec(status)?.[1]);
  expect(await processStart(server)).not.toBe('');

  process.kill(pid, 'SIGKILL');
  await until('ClickHouse has followed', async () => (await processStart(server)) === '');
  expect(await connectDatabase(paths.dataDir)).toMatchObject({ ok: false, error: { kind: 'not-running' } });
  const test = await startTestDatabase({ paths });
  expect(test.database.health().state).toBe('ready');
  await test.stop();
  await rm(paths.dataDir, { recursive: true, force: true });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, startTestDatabase } from '../../database/testing.ts';
import { openTestWriter } from '../../writer/testing.ts';
import { type DoomedProgram, testSaver } from './testing.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

/** Bundles the saver with all of LangGraph that it needs, as the app is bundled. */
async function bundle(): Promise<string> {
  const { build } = await import('vite');
  const outDir = join(test.paths.dataDir, 'program');
  await build({
    logLevel: 'error',
    build: {
      ssr: resolve('app/core/agent/checkpoints/testing.ts'),
      outDir,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'testing.cjs' } },
    },
    ssr: { noExternal: true },
  });
  return join(outDir, 'testing.cjs');
}

it('keeps what was put by a program that is killed before ClickHouse has any of it', async () => {
  const journalDir = join(test.paths.dataDir, 'checkpoint-journal');
  const { host, tcpPort, httpUrl, users } = test.database.runtime();
  const { name: user, password } = users.writer;
  const told: DoomedProgram = {
    writer: { addonPath: join(test.paths.nativeDir, 'seqch.node'), host, port: tcpPort, user, password, journalDir },
    readerLogin: { httpUrl, host, tcpPort, user: users.reader },
    adminLogin: { httpUrl, host, tcpPort, user: users.admin },
    threadId: 'crash',
  };
  const script = 'require(process.argv[1]).putAndWait(JSON.parse(process.argv[2]))';
  const child = spawn(process.execPath, ['-e', script, await bundle(), JSON.stringify(told)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [id] = (await once(createInterface(child.stdout), 'line')) as [string];
  child.kill('SIGKILL');
  await once(child, 'exit');

  const writer = openTestWriter(test, { journalDir });
  const tuple = await testSaver(test, writer).getTuple({ configurable: { thread_id: 'crash' } });
  expect(tuple).toMatchObject({
    config: { configurable: { checkpoint_id: id } },
    checkpoint: { channel_values: { count: 2, task: 'bake' } },
    metadata: { step: 1 },
    pendingWrites: [['task', 'count', 3]],
  });
  expect((await writer.close(5_000)).unacknowledgedRows).toBe(0);
});

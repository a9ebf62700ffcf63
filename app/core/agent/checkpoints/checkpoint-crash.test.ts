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

let program: string;
beforeAll(async () => {
  program = await bundle();
});

/** Lets a program put so many checkpoints that ClickHouse does not get, kills it and gives the id of the last. */
async function putAndKill(threadId: string, outOfReach: number): Promise<{ id: string; journalDir: string }> {
  const journalDir = join(test.paths.dataDir, `journal-${threadId}`);
  const { host, tcpPort, httpUrl, users } = test.database.runtime();
  const { name: user, password } = users.writer;
  const told: DoomedProgram = {
    writer: { addonPath: join(test.paths.nativeDir, 'seqch.node'), host, port: tcpPort, user, password, journalDir },
    readerLogin: { httpUrl, host, tcpPort, user: users.reader },
    adminLogin: { httpUrl, host, tcpPort, user: users.admin },
    threadId,
    outOfReach,
  };
  const script = 'require(process.argv[1]).putAndWait(JSON.parse(process.argv[2]))';
  const child = spawn(process.execPath, ['-e', script, program, JSON.stringify(told)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [id] = (await once(createInterface(child.stdout), 'line')) as [string];
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { id, journalDir };
}

it('keeps what was put by a program that is killed before ClickHouse has any of it', async () => {
  const { id, journalDir } = await putAndKill('crash', 1);
  const writer = openTestWriter(test, { journalDir });
  const tuple = await testSaver(test, writer).getTuple({ configurable: { thread_id: 'crash' } });
  expect(tuple).toMatchObject({
    config: { configurable: { checkpoint_id: id } },
    checkpoint: { channel_values: { count: 2, task: 'bake' } },
    metadata: { step: 1 },
    pendingWrites: [['task', 'count', 0]],
  });
  expect((await writer.close(5_000)).unacknowledgedRows).toBe(0);
});

it('gives the newest checkpoint first, however many a killed program left that are still being taken over', async () => {
  const { id, journalDir } = await putAndKill('many', 20_000);
  const writer = openTestWriter(test, { journalDir });
  const saver = testSaver(test, writer, { settleMs: 60_000 });
  const tuple = await saver.getTuple({ configurable: { thread_id: 'many' } });
  expect(tuple).toMatchObject({ config: { configurable: { checkpoint_id: id } }, metadata: { step: 20_000 } });
  expect(tuple?.pendingWrites).toEqual([['task', 'count', 0]]);
  expect((await writer.close(5_000)).unacknowledgedRows).toBe(0);
});

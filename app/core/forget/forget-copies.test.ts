import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ForgetScope } from '../../contract/forget.ts';
import { connectDatabase } from '../database/database.ts';
import { testPaths, until } from '../database/testing.ts';
import { insertRows } from '../demo/testing.ts';
import type { Paths } from '../host.ts';
import type { Recorder } from '../recorder-face.ts';
import { startRecorder } from '../recorder.ts';
import { testHost } from '../testing.ts';

const scope: ForgetScope = { app: null, domain: 'bank.example', from_ms: null, to_ms: null, agents: false };
const atMs = Date.now() - 3_600_000;
const statement = "SELECT count() FROM seq.context WHERE url LIKE '%BANK.example%'";

let paths: Paths;
let recorder: Recorder;
beforeAll(async () => {
  paths = await testPaths();
  recorder = startRecorder(testHost(paths));
  await recorder.ready;
  const database = await connectDatabase(paths.dataDir);
  if (!database.ok) throw new Error(database.error.kind);
  const row = { bundle_id: '', window_title: '', dur_ms: 60_000, app: 'Browser' };
  await insertRows(database.value.writer, 'seq.context', [
    { ...row, ts_ms: atMs, url: 'https://www.bank.example/account' },
    { ...row, ts_ms: atMs + 60_000, url: 'https://news.example/' },
  ]);
  await database.value.close();
});
afterAll(async () => {
  await recorder.stop();
  await rm(paths.dataDir, { recursive: true, force: true });
});

/** Waits until long work that was begun has ended well. */
async function ended(begun: { readonly ok: boolean; readonly value?: { readonly workId: string } }): Promise<void> {
  const id = begun.value?.workId;
  await until('the work has ended', () =>
    recorder.jobs.work.items().some((item) => item.id === id && item.state === 'done'),
  );
}

async function backupAndRestore(database: string): Promise<void> {
  await ended(recorder.jobs.startBackup(true));
  const report = await recorder.jobs.backups();
  if (!report.ok) throw new Error(report.error);
  const name = report.value.backups[0]?.name ?? '';
  await ended(await recorder.jobs.restoreBackup({ name, target: { kind: 'beside', database } }));
}

it('finds backups, restored databases and statements that hold it, and removes them when asked to', async () => {
  await backupAndRestore('before');
  await recorder.console.run({
    runId: '00000000-0000-4000-8000-000000000001',
    sql: statement,
    params: {},
    mode: 'read',
    sort: null,
  });
  await until('the statement is remembered', async () => {
    const history = await recorder.console.history('bank.example');
    return history.ok && history.value.length === 1;
  });
  await recorder.console.save('mine', statement);

  const plan = await recorder.forgetting.plan(scope);
  expect(plan).toMatchObject({
    ok: true,
    value: {
      total: 1,
      copies: {
        backups: 1,
        restored: [{ database: 'restored_before_seq', rows: 1 }],
        statements: 1,
        saved: 1,
        problem: null,
      },
    },
  });
  const later = await recorder.forgetting.plan({ ...scope, from_ms: Date.now() });
  expect(later).toMatchObject({ ok: true, value: { total: 0, copies: { backups: 0, restored: [] } } });

  const tablesAlone = await recorder.forgetting.run(scope, { copies: false });
  expect(tablesAlone).toMatchObject({ ok: true, value: { total: 1, left: 0, sums_right: true, copies: null } });
  expect(await readFile(join(paths.dataDir, 'console-history.jsonl'), 'utf8')).not.toMatch(/bank\.example/i);
  expect(await recorder.console.saved()).toMatchObject({ ok: true, value: [{ name: 'mine' }] });
  expect(await recorder.forgetting.plan(scope)).toMatchObject({
    ok: true,
    value: { total: 0, copies: { backups: 1, restored: [{ rows: 1 }], statements: 0 } },
  });

  const all = await recorder.forgetting.run(scope, { copies: true });
  expect(all).toMatchObject({ ok: true, value: { left: 0, copies: { backups: 1, restored: 1, problem: null } } });
  const report = await recorder.jobs.backups();
  expect(report).toMatchObject({ ok: true, value: { backups: [], sideDatabases: ['restored_before_hive'] } });
}, 120_000);

it('does not run while costs are computed anew, nor the other way round', async () => {
  const repricing = recorder.jobs.startRepricing({ all: true });
  expect(await recorder.forgetting.run(scope, { copies: false })).toEqual({
    ok: false,
    error: 'Costs are being computed anew: wait until that has ended.',
  });
  await ended(repricing);
  const forgetting = recorder.forgetting.run(scope, { copies: false });
  expect(recorder.jobs.startRepricing({ all: true })).toEqual({
    ok: false,
    error: 'Something is being forgotten: wait until that has ended.',
  });
  expect(await forgetting).toMatchObject({ ok: true });
}, 60_000);

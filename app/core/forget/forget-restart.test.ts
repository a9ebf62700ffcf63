import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ForgetScope } from '../../contract/forget.ts';
import { connectDatabase } from '../database/database.ts';
import { testPaths, until } from '../database/testing.ts';
import type { Paths } from '../host.ts';
import type { Recorder } from '../recorder-face.ts';
import { startRecorder } from '../recorder.ts';
import { testHost } from '../testing.ts';

const scope: ForgetScope = { app: 'Secret app', domain: null, from_ms: null, to_ms: null, agents: false };

let paths: Paths;
let running: Recorder | undefined;
beforeEach(async () => {
  paths = await testPaths();
});
afterEach(async () => {
  await running?.stop();
  await rm(paths.dataDir, { recursive: true, force: true });
});

async function start(): Promise<Recorder> {
  await running?.stop();
  running = startRecorder(testHost(paths));
  await running.ready;
  expect(running.status().database.state).toBe('ok');
  return running;
}

/** What a recorder that was killed had open. */
async function leaveOpenSegment(): Promise<void> {
  const atMs = Date.now() - 60_000;
  const row = { ts_ms: atMs - 60_000, dur_ms: 60_000, app: scope.app, bundle_id: '', window_title: 'secret' };
  const line = { v: 1, atMs, rows: [{ table: 'seq.context', row }] };
  await writeFile(join(paths.dataDir, 'open-segment.jsonl'), `${JSON.stringify(line)}\n`);
}

async function stored(): Promise<number> {
  const database = await connectDatabase(paths.dataDir);
  if (!database.ok) throw new Error(database.error.kind);
  const answer = await database.value.admin.query({
    query: `SELECT (SELECT count() FROM seq.context WHERE app = 'Secret app')
              + (SELECT count() FROM seq.app_minutes_daily WHERE app = 'Secret app') AS n`,
    format: 'JSONEachRow',
  });
  const [row] = await answer.json<{ n: string }>();
  await database.value.close();
  return Number(row?.n);
}

describe('what was forgotten', () => {
  it('does not come back with a restart, neither from a journal nor from the writer', async () => {
    await leaveOpenSegment();
    // The row is on its way from the journal to ClickHouse just now.
    const outcome = await (await start()).forgetting.run(scope, { copies: false });
    expect(outcome).toMatchObject({ ok: true, value: { total: 1, left: 0, sums_right: true } });
    expect(await readFile(join(paths.dataDir, 'open-segment.jsonl'), 'utf8')).not.toContain('secret');
    await start();
    expect(await stored()).toBe(0);
  });

  it('by a recorder that died in between is gone after the next start', async () => {
    await leaveOpenSegment();
    await start();
    await until('the row is stored', async () => (await stored()) === 2);
    await running?.stop();
    const journal = join(paths.dataDir, 'forget.json');
    const begun = { v: 1, scope: { ...scope, to_ms: Date.now() }, touched: { days: [], hours: [] } };
    await writeFile(journal, JSON.stringify(begun));
    await start();
    await until('it is finished', () =>
      access(journal).then(
        () => false,
        () => true,
      ),
    );
    expect(await stored()).toBe(0);
  });

  it('says why nothing can be forgotten before the database runs, and one thing at a time', async () => {
    running = startRecorder(testHost(paths));
    expect(await running.forgetting.plan(scope)).toMatchObject({ ok: false });
    await running.ready;
    const [first, second] = await Promise.all([
      running.forgetting.run(scope, { copies: false }),
      running.forgetting.run(scope, { copies: false }),
    ]);
    expect(first).toMatchObject({ ok: true, value: { total: 0, left: 0 } });
    expect(second).toEqual({ ok: false, error: 'Something is being forgotten already: wait until that has ended.' });
  });
});

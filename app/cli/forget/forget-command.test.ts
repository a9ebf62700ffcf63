import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ForgetCopies } from '../../contract/forget.ts';
import { type TestDatabase, realClock, silentLog, startTestDatabase } from '../../core/database/testing.ts';
import { insertRows } from '../../core/demo/testing.ts';
import { forgetJournal } from '../../core/forget/forget-journal.ts';
import { createForgetting } from '../../core/forget/forgetting.ts';
import { noCopies, withoutCopies } from '../../core/forget/testing.ts';
import { type SocketServer, startSocketServer } from '../../core/sources/socket/socket-server.ts';
import { forgetCommand } from '../commands/forget.ts';
import { runCommand } from '../testing.ts';

let test: TestDatabase;
let server: SocketServer;
/** What holds it besides the tables. */
let backups = 0;
let restored: ForgetCopies['restored'] = [];
const at = Date.UTC(2026, 4, 20, 12);

beforeAll(async () => {
  test = await startTestDatabase();
  const forgetting = createForgetting({
    ...withoutCopies(),
    findCopies: () => Promise.resolve({ ...noCopies, backups, restored }),
    removeCopies: (_scope, found) => Promise.resolve({ backups, restored: found.length, problem: null }),
    admin: test.database.admin,
    journal: forgetJournal(test.paths.dataDir),
    handOver: () => Promise.resolve(),
    now: () => Date.now(),
    ownsQueryLog: () => true,
    log: silentLog,
  });
  const path = join(test.paths.dataDir, 'hivebar.sock');
  const started = await startSocketServer({ path, ops: [forgetting.op], log: silentLog, clock: realClock });
  if (!started.ok) throw new Error(started.error);
  server = started.value;
  await test.database.announce({ socketPath: server.path });
  const row = { bundle_id: '', window_title: '', dur_ms: 600_000 };
  await insertRows(test.database.writer, 'seq.context', [
    { ...row, app: 'Slack', ts_ms: at },
    { ...row, app: 'Safari', ts_ms: at + 600_000, url: 'https://www.example.org/private' },
    { ...row, app: 'Mail', ts_ms: at + 1_200_000 },
  ]);
});
afterAll(async () => {
  await server.stop();
  await test.stop();
});

const run = (...words: string[]) => runCommand(forgetCommand, words, test.paths.dataDir);

async function apps(): Promise<string[]> {
  const answer = await test.database.admin.query({
    query: 'SELECT app FROM seq.context ORDER BY ts_ms',
    format: 'JSONEachRow',
  });
  return (await answer.json<{ app: string }>()).map(({ app }) => app);
}

const done = { ok: true, value: 0 };

describe('hivebar forget', () => {
  it('counts first and deletes nothing meanwhile', async () => {
    const { outcome, text } = await run('--app', 'slack', '--dry-run');
    expect(outcome).toEqual(done);
    expect(text).toMatch(/^table +rows\nseq.context +1\n\n1 rows, with 10 minutes of app time/);
    const json = JSON.parse((await run('--domain', 'example.org', '--dry-run', '--json')).text) as { total: number };
    expect(json).toMatchObject({ total: 1, scope: { domain: 'example.org', agents: false } });
    expect(await apps()).toEqual(['Slack', 'Safari', 'Mail']);
  });

  it('deletes an app, a domain and a stretch of time, and says that nothing is left', async () => {
    const { outcome, text } = await run('--app', 'slack', '--yes');
    expect(outcome).toEqual(done);
    expect(text).toContain(
      '1 of 1 rows are gone. Counted again: 0 are left, and every sum equals the rows that are left.',
    );
    expect((await run('--domain', 'example.org', '--yes', '--json')).text).toContain('"left":0');
    expect(await apps()).toEqual(['Mail']);
    const from = new Date(at).toISOString();
    expect((await run('--from', from, '--to', String(at + 3_600_000), '--agents', '--yes')).outcome).toEqual(done);
    expect(await apps()).toEqual([]);
    expect((await run('--app', 'slack', '--yes')).text).toContain('Nothing of it is recorded.');
  });

  it.each([
    [[], 'Nobody can be asked here: give --yes or --dry-run.', ['--app', 'x']],
    [['--yes'], 'Name an application, a domain, or both ends of a stretch of time.', []],
    [['--yes'], 'Name an application or a domain, not both.', ['--app', 'x', '--domain', 'y']],
    [['--yes'], 'What agents did can be forgotten by time only.', ['--app', 'x', '--agents']],
    [['--yes'], '--from takes ISO 8601 or epoch milliseconds, not "yesterday".', ['--from', 'yesterday']],
    [['--yes'], 'The time ends before it begins.', ['--from', '2026-05-20', '--to', '2026-05-19']],
  ])('refuses %j with the reason', async (flags, message, scope) => {
    expect((await run(...scope, ...flags)).outcome).toEqual({ ok: false, error: { exitCode: 2, message } });
  });
});

it('says what copies hold, and removes them with --backups alone', async () => {
  backups = 2;
  restored = [{ database: 'restored_old_seq', rows: 4 }];
  const dry = await run('--app', 'Nobody', '--dry-run');
  expect(dry.text).toContain('2 backups were made since then and may hold it; 1 restored database still holds 4 rows');
  const kept = await run('--app', 'Nobody', '--yes', '--json');
  expect(JSON.parse(kept.text)).toMatchObject({ copies: null });
  const gone = await run('--app', 'Nobody', '--yes', '--backups');
  expect(gone.text).toContain('2 backups and 1 restored database are gone; hivebar backup --full makes a new one.');
});

import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type RestoreTarget } from '../../contract/backup.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { realClock, silentLog, startTestDatabase, until } from '../database/testing.ts';
import { type DemoDatabase, insertRows, startDemoDatabase } from '../demo/testing.ts';
import { runSql } from '../queries/run-sql.ts';
import { createWorkList } from '../long-work/work-list.ts';
import { type Backups, type BegunBackup, createBackups } from './backups.ts';
import { listBackups } from './backup-folder.ts';
import { explain, runCopy } from './copy-operation.ts';
import { createBackup } from './create-backup.ts';

const nowMs = Date.UTC(2026, 4, 20, 12);
let demo: DemoDatabase;
let folder: string;
let work: ReturnType<typeof createWorkList>;
let backups: Backups;

beforeAll(async () => {
  demo = await startDemoDatabase({ nowMs, days: 3, timeZone: 'UTC' });
  folder = join(demo.paths.dataDir, 'backups');
});
afterAll(() => demo.stop());

function openBackups(more: { keepFull?: number; freeBytes?: () => Promise<number> } = {}): Backups {
  work = createWorkList(realClock);
  backups = createBackups({
    admin: demo.database.admin,
    clock: realClock,
    log: silentLog,
    work,
    folder,
    settings: { ...defaultSettings().backup, keepFull: more.keepFull ?? 3 },
    wantedFolder: () => folder,
    obstacle: undefined,
    flush: () => Promise.resolve(),
    ...(more.freeBytes === undefined ? {} : { freeBytes: more.freeBytes }),
  });
  return backups;
}

async function endOf(begun: ReturnType<Backups['create']> | Promise<ReturnType<Backups['create']>>) {
  const started = await begun;
  if (!started.ok) return started;
  return (started.value satisfies BegunBackup).ended;
}

async function made(full: boolean): Promise<string> {
  const ended = await endOf(backups.create(full));
  if (!ended.ok) throw new Error(ended.error);
  return String(ended.value['name']);
}

const restore = (name: string, target: RestoreTarget, more: { table?: string; partition?: string } = {}) =>
  endOf(backups.restore({ name, target, ...more }));

async function rowsOf<T>(query: string): Promise<T[]> {
  const answer = await demo.database.admin.query({ query, format: 'JSONEachRow' });
  return answer.json<T>();
}

/** A number for each table that changes with any of its rows. `prefix` stands before the names of its databases. */
async function fingerprints(prefix = ''): Promise<Record<string, string>> {
  const tables = await rowsOf<{ plain: string; name: string }>(
    `SELECT substring(database, ${prefix.length + 1}) AS plain, name FROM system.tables
     WHERE engine LIKE '%MergeTree' AND database IN ('${prefix}seq', '${prefix}hive') ORDER BY database, name`,
  );
  const found: Record<string, string> = {};
  for (const { plain: database, name } of tables) {
    // Sums are compared as sums: how far their rows are merged is ClickHouse's to decide.
    const [row] = await rowsOf<{ seen: string }>(
      `SELECT concat(toString(count()), ' ', toString(sum(cityHash64(*)))) AS seen FROM ${prefix}${database}.${name} FINAL`.replace(
        / FINAL$/,
        /_daily$|_per_hour$|_per_quarter$|hotspots$|model_prices$|thread_hours$/.test(name) ? ' FINAL' : '',
      ),
    );
    found[`${database}.${name}`] = row?.seen ?? 'none';
  }
  return found;
}

const call = { provider: 'acme', model: 'later', ok: 1, cost_micros: 5_000_000, cost_source: 'vendor' };

async function recordLater(eventId: string): Promise<void> {
  await insertRows(demo.database.writer, 'hive.model_invocations', [
    { ...call, event_id: eventId, ts_ms: nowMs + 60_000 },
    { ...call, event_id: `${eventId} next week`, ts_ms: nowMs + 7 * 86_400_000 },
  ]);
}

describe('a backup', () => {
  afterEach(async () => {
    await backups.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('restores beside, row for row, and everyone who reads may read it', async () => {
    openBackups();
    const before = await fingerprints();
    expect(Object.keys(before).length).toBeGreaterThan(10);
    const name = await made(true);
    const restored = await restore(name, { kind: 'beside', database: 'one' });
    expect(restored).toMatchObject({ ok: true, value: { databases: ['restored_one_hive', 'restored_one_seq'] } });
    expect(await fingerprints('restored_one_')).toEqual(before);
    const read = await runSql(demo.database.reader, 'SELECT count() > 0 FROM restored_one_seq.context');
    expect(read.ok).toBe(true);
    const report = await backups.report();
    expect(report.ok && report.value.sideDatabases).toEqual(['restored_one_hive', 'restored_one_seq']);
    const left = await backups.dropRestored('restored_one_seq');
    expect(left.ok && left.value.sideDatabases).toEqual(['restored_one_hive']);
    expect(await backups.dropRestored('seq')).toMatchObject({ ok: false });
    expect(await restore(name, { kind: 'beside', database: 'restored_one' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('restored_one_hive exists already') as string,
    });
  });

  it('of changes takes less and needs its base', async () => {
    openBackups();
    const full = await made(true);
    await recordLater('change');
    const before = await fingerprints();
    const changes = await made(false);
    const report = await backups.report();
    if (!report.ok) throw new Error(report.error);
    const [second, first] = report.value.backups;
    expect(second).toMatchObject({ name: changes, kind: 'changes', base: full, state: 'complete' });
    expect(second?.bytes).toBeLessThan((first?.bytes ?? 0) / 2);
    expect(await restore(changes, { kind: 'beside', database: 'two' })).toMatchObject({ ok: true });
    expect(await fingerprints('restored_two_')).toEqual(before);

    await rm(join(folder, full), { recursive: true });
    const orphan = await backups.report();
    expect(orphan.ok && orphan.value.backups[0]).toMatchObject({ name: changes, state: 'baseless' });
    expect(await backups.verify(changes)).toEqual({
      ok: false,
      error: `${changes} needs ${full}, which is not there.`,
    });
  });

  it('takes the place of what was recorded since, in rows and in sums', async () => {
    openBackups();
    const before = await fingerprints();
    const name = await made(true);
    await recordLater('replaced');
    await demo.database.admin.command({ query: "ALTER TABLE seq.context DROP PARTITION '2026-05-19'" });
    expect(await fingerprints()).not.toEqual(before);
    expect(await restore(name, { kind: 'replace' })).toMatchObject({ ok: true });
    expect(await fingerprints()).toEqual(before);
    await recordLater('after');
    expect((await fingerprints())['hive.cost_per_hour']).not.toBe(before['hive.cost_per_hour']);
    expect(await rowsOf("SELECT name FROM system.databases WHERE name LIKE '%passing%'")).toEqual([]);
  });

  it('gives one day of one table', async () => {
    openBackups();
    const name = await made(true);
    const target = { kind: 'beside', database: 'day' } as const;
    const restored = await restore(name, target, { table: 'seq.context', partition: '2026-05-19' });
    expect(restored).toMatchObject({ ok: true, value: { tables: 1, databases: ['restored_day'] } });
    const days = (table: string) =>
      rowsOf(`SELECT toString(toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC'))) AS day, count() AS rows FROM ${table}
              WHERE day = '2026-05-19' OR startsWith('${table}', 'restored') GROUP BY day`);
    expect(await days('restored_day.context')).toEqual(await days('seq.context'));
    expect(await restore(name, { kind: 'replace' }, { partition: '2026-05-19' })).toMatchObject({ ok: false });
    expect(await restore(name, target, { table: 'system.users' })).toMatchObject({ ok: false });
  });

  it('that is damaged is refused with the reason, and leaves nothing behind', async () => {
    openBackups();
    const name = await made(true);
    const file = await someData(join(folder, name));
    const handle = await open(file, 'r+');
    const { size } = await stat(file);
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, Math.floor(size / 2));
    byte[0] = (byte[0] ?? 0) ^ 0xff;
    await handle.write(byte, 0, 1, Math.floor(size / 2));
    await handle.close();
    const before = await fingerprints();
    for (const refused of [
      await endOf(backups.verify(name)),
      await restore(name, { kind: 'beside', database: 'broken' }),
      await restore(name, { kind: 'replace' }),
    ]) {
      expect(refused).toMatchObject({ ok: false, error: expect.stringContaining('the backup is damaged') as string });
    }
    expect(await fingerprints()).toEqual(before);
    expect(
      await rowsOf("SELECT name FROM system.databases WHERE name LIKE '%passing%' OR name LIKE '%broken%'"),
    ).toEqual([]);
    expect(work.items().map(({ state }) => state)).toEqual(['done', 'failed', 'failed', 'failed']);
  });

  it('that was never finished cannot be restored and goes with the next one', async () => {
    openBackups();
    const name = await made(true);
    await rm(join(folder, `${name}.json`));
    expect(await backups.verify(name)).toMatchObject({ ok: false });
    const next = await made(false);
    expect(next).toMatch(/-full$/);
    expect((await readdir(folder)).toSorted()).toEqual([next, `${next}.json`]);
  });

  it('is checked whole, and goes with all that need it', async () => {
    openBackups();
    const full = await made(true);
    await made(false);
    expect(await endOf(backups.verify(full))).toMatchObject({ ok: true });
    expect(await backups.remove(full)).toMatchObject({ ok: true, value: { backups: [] } });
    expect(await readdir(folder)).toEqual([]);
  });

  it('makes room for no more than are kept, each with its changes', async () => {
    openBackups({ keepFull: 2 });
    const first = await made(true);
    await made(false);
    const second = await made(true);
    const third = await made(true);
    const report = await backups.report();
    expect(report.ok && report.value.backups.map(({ name }) => name)).toEqual([third, second]);
    expect(await backups.verify(first)).toMatchObject({ ok: false });
  });

  it('is not begun without the space that it needs', async () => {
    openBackups({ freeBytes: () => Promise.resolve(1_000_000) });
    const ended = await endOf(backups.create(true));
    expect(ended).toMatchObject({ ok: false, error: expect.stringContaining('1 MB are free') as string });
  });

  it('is the only one at a time', async () => {
    openBackups();
    const first = backups.create(true);
    expect(backups.create(true)).toMatchObject({ ok: false });
    await endOf(first);
    await made(false);
  });

  it('that is cancelled leaves nothing', async () => {
    openBackups();
    const cancel = new AbortController();
    const copied = runCopy(
      { admin: demo.database.admin, clock: realClock },
      { sql: "BACKUP DATABASE seq, DATABASE hive TO File('slow')", settings: { max_backup_bandwidth: '50000' } },
      { signal: cancel.signal, onProgress: () => cancel.abort() },
    );
    expect(await copied).toEqual({ ok: false, error: { kind: 'cancelled' } });
    await until('the folder is gone', async () => !(await readdir(folder).catch((): string[] => [])).includes('slow'));
  });
});

it('goes to a folder that the person has chosen, also when that is not there yet', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'hivebar-chosen-'));
  const chosen = join(outside, 'not there yet');
  const test = await startTestDatabase({ backupsDir: chosen });
  try {
    const made = await createBackup(
      { admin: test.database.admin, clock: realClock, folder: chosen, flush: () => Promise.resolve() },
      { full: false, keepFull: 1, signal: new AbortController().signal, onProgress: () => undefined },
    );
    expect(made).toMatchObject({ ok: true, value: { removed: [] } });
    expect(await listBackups(chosen)).toMatchObject([
      { kind: 'full', state: 'complete', databases: ['hive', 'hivebar', 'seq'] },
    ]);
  } finally {
    await test.stop();
    await rm(outside, { recursive: true });
  }
});

it('says what ClickHouse says without its names and its stack', () => {
  expect(
    explain('Code: 81. DB::Exception: Database x does not exist. (UNKNOWN_DATABASE), Stack trace (when …):\n0.'),
  ).toBe('Database x does not exist. (UNKNOWN_DATABASE)');
  expect(explain('Code: 243. DB::Exception: Cannot reserve 5 GiB')).toBe('there is too little space on the disk');
});

/** The largest data file of a backup. */
async function someData(backup: string): Promise<string> {
  const entries = await readdir(backup, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && entry.name.endsWith('.bin') && entry.parentPath.includes('tool_calls'),
  );
  const sized = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path, size: (await stat(path)).size };
    }),
  );
  const [largest] = sized.sort((a, b) => b.size - a.size);
  if (largest === undefined) throw new Error('The backup has no data of tool calls');
  return largest.path;
}

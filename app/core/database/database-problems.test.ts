import { spawn } from 'node:child_process';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Paths } from '../host.ts';
import { databaseFiles } from './config.ts';
import { processStart } from './data-dir-lock.ts';
import { type DatabaseOptions, startDatabase } from './database.ts';
import { describeHealth } from './health.ts';
import { findLibrary } from './libchdb.ts';
import { applyMigrations } from './migrations.ts';
import { type DatabaseProblem, describeProblem } from './problem.ts';
import { realClock, startTestDatabase, testOptions, testPaths, testRetention, until } from './testing.ts';

describe('the database explains itself when', () => {
  let paths: Paths;
  beforeEach(async () => {
    paths = await testPaths();
  });
  afterEach(() => rm(paths.dataDir, { recursive: true, force: true }));

  async function problemOf(options: Partial<DatabaseOptions> = {}): Promise<DatabaseProblem> {
    const started = await startDatabase({ ...testOptions(paths), ...options });
    if (!started.ok) return started.error;
    await started.value.stop();
    throw new Error('The database started');
  }

  it('another Hivebar holds the data directory', async () => {
    const other = spawn('sleep', ['1000'], { stdio: 'ignore' });
    const pid = other.pid ?? 0;
    const lock = join(paths.dataDir, 'hivebar.lock');
    await writeFile(lock, JSON.stringify({ pid, started: await processStart(pid) }));
    const problem = await problemOf();
    expect(problem).toEqual({ kind: 'already-running', pid, dataDir: paths.dataDir });
    expect(describeProblem(problem)).toContain(`process ${pid}`);
    other.kill('SIGKILL');
    await until('the other is gone', async () => (await processStart(pid)) === '');
    const test = await startTestDatabase({ paths, migrate: false });
    expect(test.database.health().state).toBe('ready');
    await test.stop();
  });

  it('a ClickHouse without our lock has the data open', async () => {
    const first = await startTestDatabase({ paths, migrate: false });
    await rm(join(paths.dataDir, 'hivebar.lock'));
    const pid = Number(
      /PID: (\d+)/.exec(await readFile(join(databaseFiles(paths.dataDir).data, 'status'), 'utf8'))?.[1],
    );
    expect(await problemOf()).toEqual({ kind: 'already-running', pid, dataDir: paths.dataDir });
    const answer = await first.database.reader.query({ query: 'SELECT 1 AS one', format: 'JSONEachRow' });
    expect(await answer.json()).toEqual([{ one: 1 }]);
    await first.stop();
  });

  it('the data directory cannot be read', async () => {
    const blocked = join(paths.dataDir, 'file');
    await writeFile(blocked, 'not a folder');
    const problem = await problemOf({ paths: { ...paths, dataDir: join(blocked, 'data') } });
    expect(problem).toMatchObject({ kind: 'data-dir-unreadable', path: join(blocked, 'data') });
    expect(describeProblem(problem)).toContain(join(blocked, 'data'));
  });

  it('a file lies where the database belongs', async () => {
    await writeFile(join(paths.dataDir, 'clickhouse'), 'not a folder');
    expect(await problemOf()).toMatchObject({ kind: 'data-dir-unreadable' });
  });

  it('the library is missing', async () => {
    const libraryPath = join(paths.dataDir, 'libchdb.so');
    const problem = await problemOf({ engine: { kind: 'libchdb', libraryPath } });
    expect(problem).toMatchObject({ kind: 'library-missing', path: libraryPath });
    expect(describeProblem(problem)).toMatch(/run: npm install --no-save @chdb\/lib-/);
  });

  it('the library is for another platform', async () => {
    const libraryPath = join(paths.dataDir, 'libchdb.so');
    await writeFile(libraryPath, Buffer.concat([Buffer.from([0xce, 0xfa, 0xed, 0xfe]), Buffer.alloc(100)]));
    const problem = await problemOf({ engine: { kind: 'libchdb', libraryPath } });
    expect(problem).toMatchObject({ kind: 'library-wrong-platform', path: libraryPath });
    expect(describeProblem(problem)).toContain(`this program needs ${process.platform}-${process.arch}`);
  });

  it('the program that runs ClickHouse was not built', async () => {
    const nativeDir = join(paths.dataDir, 'native');
    const problem = await problemOf({ paths: { ...paths, nativeDir } });
    expect(problem).toEqual({ kind: 'host-missing', path: join(nativeDir, 'clickhouse-host') });
  });

  it('the configuration is refused', async () => {
    const resourcesDir = join(paths.dataDir, 'resources');
    const folder = join(resourcesDir, 'clickhouse');
    await mkdir(folder, { recursive: true });
    for (const name of ['config.xml', 'users.xml', 'start.sql']) {
      const text = await readFile(join(paths.resourcesDir, 'clickhouse', name), 'utf8');
      await writeFile(
        join(folder, name),
        text.replace('<readonly>1</readonly>', '<no_such_setting>1</no_such_setting>'),
      );
    }
    const library = findLibrary({ ...process, resourcesDir: paths.resourcesDir });
    if (!library.ok) throw new Error(describeProblem(library.error));
    const engine = { kind: 'libchdb', libraryPath: library.value } as const;
    const problem = await problemOf({ paths: { ...paths, resourcesDir }, engine });
    expect(problem).toMatchObject({ kind: 'start-failed' });
    expect(describeProblem(problem)).toContain("Unknown setting 'no_such_setting'");
  });
});

describe('with little space on the disk the database', () => {
  it('goes on recording, says so, and leaves the schema alone until there is space', async () => {
    let free = 5e9;
    const test = await startTestDatabase({
      migrate: false,
      minFreeDiskBytes: 1e9,
      freeBytes: () => Promise.resolve(free),
      clock: { ...realClock, every: (_, tick) => realClock.every(20, tick) },
    });
    const { database, paths } = test;
    const migrate = () =>
      applyMigrations({
        admin: database.admin,
        schemaDir: paths.schemaDir,
        parameters: testRetention,
        clock: realClock,
        checkDiskSpace: () => database.checkDiskSpace(),
      });
    free = 5e8;
    await until('degraded', () => database.health().state === 'degraded');
    expect(describeHealth(database.health())).toBe(
      `Only 500 MB are free for ${paths.dataDir}, 1 GB are needed; free some space. Recording goes on, the schema is not changed.`,
    );
    expect(await migrate()).toMatchObject({ ok: false, error: { kind: 'low-disk' } });
    const tables = await database.admin.query({
      query: "SELECT name FROM system.databases WHERE name IN ('seq', 'hivebar')",
      format: 'JSONEachRow',
    });
    expect(await tables.json()).toEqual([]);
    free = 5e9;
    await until('ready', () => database.health().state === 'ready');
    expect(await migrate()).toMatchObject({ ok: true });
    await test.stop();
  });
});

describe('a table definition that a full disk left empty', () => {
  const row = { ts_ms: 1_700_000_000_000, dur_ms: 1000, app: 'Editor', bundle_id: 'e', window_title: 'w' };

  /** The definition file of a table, relative to the data folder. */
  async function definitionOf(dataDir: string, table: string): Promise<string> {
    const { data } = databaseFiles(dataDir);
    const files = await readdir(join(data, 'store'), { recursive: true });
    const found = files.find((file) => file.endsWith(`/${table}.sql`));
    if (found === undefined) throw new Error(`No definition of ${table}`);
    return join('store', found);
  }

  it('is restored from its copy, with every row', async () => {
    const first = await startTestDatabase();
    await first.database.writer.insert({ table: 'seq.context', values: [row], format: 'JSONEachRow' });
    await first.database.stop();
    const { dataDir } = first.paths;
    const file = await definitionOf(dataDir, 'context');
    await writeFile(join(databaseFiles(dataDir).data, file), '');

    const second = await startTestDatabase({ paths: first.paths });
    expect(second.database.health()).toMatchObject({
      state: 'degraded',
      reasons: [{ kind: 'definition-restored', file }],
    });
    const rows = await second.database.reader.query({ query: 'SELECT app FROM seq.context', format: 'JSONEachRow' });
    expect(await rows.json()).toEqual([{ app: 'Editor' }]);
    await second.stop();
  });

  it.each([
    ['half written', 'ATTACH TABLE _ UUID'],
    ['zeros', '\0'.repeat(4096)],
  ])('is restored when it is not empty but %s', async (_, content) => {
    const first = await startTestDatabase();
    await first.database.writer.insert({ table: 'seq.context', values: [row], format: 'JSONEachRow' });
    await first.database.stop();
    const file = await definitionOf(first.paths.dataDir, 'context');
    await writeFile(join(databaseFiles(first.paths.dataDir).data, file), content);
    const second = await startTestDatabase({ paths: first.paths });
    const rows = await second.database.reader.query({ query: 'SELECT app FROM seq.context', format: 'JSONEachRow' });
    expect(await rows.json()).toEqual([{ app: 'Editor' }]);
    await second.stop();
  });

  it('is restored when it is that of a whole database', async () => {
    const first = await startTestDatabase();
    await first.database.writer.insert({ table: 'seq.context', values: [row], format: 'JSONEachRow' });
    await first.database.stop();
    await writeFile(join(databaseFiles(first.paths.dataDir).data, 'metadata/seq.sql'), '');
    const second = await startTestDatabase({ paths: first.paths });
    const rows = await second.database.reader.query({ query: 'SELECT app FROM seq.context', format: 'JSONEachRow' });
    expect(await rows.json()).toEqual([{ app: 'Editor' }]);
    await second.stop();
  });

  it('is set aside when there is no copy, and everything else works', async () => {
    const first = await startTestDatabase();
    await first.database.writer.insert({ table: 'seq.context', values: [row], format: 'JSONEachRow' });
    await first.database.stop();
    const { dataDir } = first.paths;
    const files = databaseFiles(dataDir);
    const file = await definitionOf(dataDir, 'presence');
    await writeFile(join(files.data, file), '');
    await rm(files.definitionCopies, { recursive: true });

    const second = await startTestDatabase({ paths: first.paths, migrate: false });
    const health = second.database.health();
    expect(health).toMatchObject({ state: 'degraded', reasons: [{ kind: 'definition-set-aside', file }] });
    expect(describeHealth(health)).toContain(file);
    const rows = await second.database.reader.query({ query: 'SELECT app FROM seq.context', format: 'JSONEachRow' });
    expect(await rows.json()).toEqual([{ app: 'Editor' }]);
    await second.stop();
  });
});

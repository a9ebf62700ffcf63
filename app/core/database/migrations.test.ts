import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readMigrations } from './migration-files.ts';
import { type MigrationOptions, applyMigrations, describeMigrationProblem } from './migrations.ts';
import { type TestDatabase, realClock, startTestDatabase, testRetention } from './testing.ts';

const createT =
  'CREATE DATABASE IF NOT EXISTS seq;\nCREATE TABLE IF NOT EXISTS seq.t (a Int32) ENGINE = MergeTree ORDER BY a;\n';
const addB = "-- why;\nALTER TABLE seq.t ADD COLUMN IF NOT EXISTS b String DEFAULT ';';\n";

describe('migrations', () => {
  let test: TestDatabase;
  let schemaDir: string;
  beforeAll(async () => {
    test = await startTestDatabase({ migrate: false });
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    schemaDir = await mkdtemp(join(tmpdir(), 'hivebar-schema-'));
  });
  afterEach(async () => {
    await rm(schemaDir, { recursive: true });
    for (const name of ['seq', 'hive', 'hivebar']) {
      await test.database.admin.command({ query: `DROP DATABASE IF EXISTS ${name} SYNC` });
    }
  });

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [file, sql] of Object.entries(files)) {
      await mkdir(dirname(join(schemaDir, file)), { recursive: true });
      await writeFile(join(schemaDir, file), sql);
    }
  }

  function apply(options: Partial<MigrationOptions> = {}) {
    return applyMigrations({
      admin: test.database.admin,
      schemaDir,
      parameters: testRetention,
      clock: realClock,
      checkDiskSpace: () => Promise.resolve(undefined),
      ...options,
    });
  }

  async function columns(): Promise<unknown[]> {
    const query = "SELECT name FROM system.columns WHERE database = 'seq' AND table = 't' ORDER BY position";
    const rows = await (await test.database.admin.query({ query, format: 'JSONEachRow' })).json<{ name: string }>();
    return rows.map(({ name }) => name);
  }

  it('are applied by database, then by number, each once, and say how they go', async () => {
    await write({
      'hive/0010-make-h.sql':
        'CREATE DATABASE IF NOT EXISTS hive; CREATE VIEW IF NOT EXISTS hive.v AS SELECT a FROM seq.t',
      'seq/0020-add-b.sql': addB,
      'seq/0010-make-t.sql': createT,
    });
    const steps: string[] = [];
    const onProgress: MigrationOptions['onProgress'] = ({ file, statement, statements, title }) =>
      steps.push(`${file} ${statement}/${statements} ${title}`);
    const files = ['seq/0010-make-t.sql', 'seq/0020-add-b.sql', 'hive/0010-make-h.sql'];
    expect(await apply({ onProgress })).toEqual({ ok: true, value: { applied: files, skipped: 0 } });
    expect(steps).toEqual([
      'seq/0010-make-t.sql 1/2 CREATE DATABASE IF NOT EXISTS seq',
      'seq/0010-make-t.sql 2/2 CREATE TABLE IF NOT EXISTS seq.t (a Int32) ENGINE = MergeTree ORDER BY a',
      "seq/0020-add-b.sql 1/1 ALTER TABLE seq.t ADD COLUMN IF NOT EXISTS b String DEFAULT ';'",
      'hive/0010-make-h.sql 1/2 CREATE DATABASE IF NOT EXISTS hive',
      'hive/0010-make-h.sql 2/2 CREATE VIEW IF NOT EXISTS hive.v AS SELECT a FROM seq.t',
    ]);
    expect(await columns()).toEqual(['a', 'b']);
    expect(await apply()).toEqual({ ok: true, value: { applied: [], skipped: 3 } });
  });

  it('are refused when a file that was applied has been edited', async () => {
    await write({ 'seq/0010-make-t.sql': createT });
    await apply();
    await write({ 'seq/0010-make-t.sql': `${createT}-- edited`, 'seq/0020-add-b.sql': addB });
    const result = await apply();
    expect(result).toMatchObject({ ok: false, error: { kind: 'changed', file: 'seq/0010-make-t.sql' } });
    if (!result.ok) expect(describeMigrationProblem(result.error)).toContain('schema/seq/0010-make-t.sql');
    expect(await columns()).toEqual(['a']);
  });

  it('are refused when a file that was applied is missing, as with an older Hivebar', async () => {
    await write({ 'seq/0010-make-t.sql': createT, 'seq/0020-add-b.sql': addB });
    await apply();
    await rm(join(schemaDir, 'seq/0020-add-b.sql'));
    expect(await apply()).toEqual({ ok: false, error: { kind: 'missing', file: 'seq/0020-add-b.sql' } });
  });

  it('are refused when a new file stands before one that was applied', async () => {
    await write({ 'seq/0010-make-t.sql': createT, 'seq/0030-add-b.sql': addB });
    await apply();
    await write({ 'seq/0020-late.sql': 'SELECT 1' });
    const error = { kind: 'out-of-order', file: 'seq/0020-late.sql', newest: 'seq/0030-add-b.sql' };
    expect(await apply()).toEqual({ ok: false, error });
  });

  it('stop at a statement that is refused, name it, and go on from there once it is mended', async () => {
    await write({
      'seq/0010-make-t.sql': createT,
      'seq/0020-add-b.sql': `${addB}ALTER TABLE seq.t ADD COLUMN c Nonsense;`,
    });
    const result = await apply();
    expect(result).toMatchObject({ ok: false, error: { kind: 'refused', file: 'seq/0020-add-b.sql', statement: 2 } });
    if (!result.ok) expect(describeMigrationProblem(result.error)).toContain('Nonsense');
    await write({ 'seq/0020-add-b.sql': addB });
    expect(await apply()).toEqual({ ok: true, value: { applied: ['seq/0020-add-b.sql'], skipped: 1 } });
  });

  it('run a file again when the program died between its statements and the ledger', async () => {
    await write({ 'seq/0010-make-t.sql': createT, 'seq/0020-add-b.sql': addB });
    const { admin } = test.database;
    const dying: MigrationOptions['admin'] = Object.assign(Object.create(admin) as typeof admin, {
      insert: () => Promise.reject(new Error('killed')),
    });
    await expect(apply({ admin: dying })).rejects.toThrow('killed');
    const applied = ['seq/0010-make-t.sql', 'seq/0020-add-b.sql'];
    expect(await apply()).toEqual({ ok: true, value: { applied, skipped: 0 } });
    expect(await columns()).toEqual(['a', 'b']);
  });

  it('fill in whole numbers that are settings, and nothing else', async () => {
    await write({
      'seq/0010-make-t.sql': `${createT}ALTER TABLE seq.t ADD COLUMN b Int32 DEFAULT \${context_retention_days}`,
    });
    expect(await apply({ parameters: { ...testRetention, context_retention_days: 42 } })).toMatchObject({ ok: true });
    await write({ 'seq/0020-bad.sql': 'SELECT ${home}' });
    await expect(apply()).rejects.toThrow('seq/0020-bad.sql asks for the unknown parameter home');
  });

  it('do not begin on a disk that is nearly full, nor ask for space when there is nothing to do', async () => {
    const problem = { kind: 'low-disk', path: '/d', freeBytes: 1, neededBytes: 2 } as const;
    const checkDiskSpace = () => Promise.resolve(problem);
    await write({ 'seq/0010-make-t.sql': createT });
    expect(await apply({ checkDiskSpace })).toEqual({ ok: false, error: { kind: 'low-disk', problem } });
    await apply();
    expect(await apply({ checkDiskSpace })).toEqual({ ok: true, value: { applied: [], skipped: 1 } });
  });

  it('must be named by number and purpose, and no number twice', async () => {
    await write({ 'seq/10-make.sql': 'SELECT 1' });
    await expect(readMigrations(schemaDir)).rejects.toThrow(
      'schema/seq/10-make.sql is not named NNNN-what-it-does.sql',
    );
    await rm(join(schemaDir, 'seq/10-make.sql'));
    await write({ 'seq/0010-a.sql': 'SELECT 1', 'seq/0010-b.sql': 'SELECT 1' });
    await expect(readMigrations(schemaDir)).rejects.toThrow('seq/0010-b.sql has the number of the file before it');
  });
});

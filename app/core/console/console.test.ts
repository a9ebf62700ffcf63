import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../contract/console.ts';
import { type TestDatabase, startTestDatabase, until } from '../database/testing.ts';
import { runSql } from '../queries/run-sql.ts';
import { valueOf } from '../queries/testing.ts';
import { type TestConsole, isOver, queriesOnServer, testConsole } from './testing.ts';

let test: TestDatabase;
let desk: TestConsole;
beforeAll(async () => {
  test = await startTestDatabase();
  desk = testConsole(test);
});
afterEach(() => desk.face.leave());
afterAll(() => test.stop());

const onServer = (runId: string) => queriesOnServer(test, runId);

describe('a run', () => {
  it('keeps columns, rows and figures, and numbers of 64 bits exactly', async () => {
    const run = await desk.run(
      "SELECT number, 18446744073709551615 AS big, NULL AS none, 'ä\n' AS text FROM numbers(3)",
    );
    expect(run).toMatchObject({ state: 'done', rows: 3, truncated: false, error: null });
    expect(run.columns?.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'number UInt64',
      'big UInt64',
      'none Nullable(Nothing)',
      'text String',
    ]);
    expect(await desk.rows(run, 1, 5)).toEqual([
      ['1', '18446744073709551615', null, 'ä\n'],
      ['2', '18446744073709551615', null, 'ä\n'],
    ]);
    expect(run.progress.rowsRead).toBe(3);
  });

  it('fills in parameters as they were typed', async () => {
    const sql = 'SELECT {list:Array(String)} AS list, {n:UInt64} + 1 AS n, {text:String} AS text';
    const run = await desk.run(sql, { params: { list: "['a', 'it\\'s']", n: '41', text: "'; DROP\t\\" } });
    expect(run.error).toBeNull();
    expect(await desk.rows(run)).toEqual([[['a', "it's"], '42', "'; DROP\t\\"]]);
  });

  it('keeps the row of totals apart from the others, sorted or not', async () => {
    const sql = 'SELECT number % 2 AS k, count() AS n FROM numbers(5) GROUP BY k WITH TOTALS ORDER BY k';
    expect(await desk.run(sql)).toMatchObject({ state: 'done', rows: 2, totals: [0, '5'] });
    const run = await desk.run(sql, { sort: { column: 0, descending: true } });
    expect(run).toMatchObject({ state: 'done', rows: 2, totals: [0, '5'] });
    expect(await desk.rows(run)).toEqual([
      [1, '2'],
      [0, '3'],
    ]);
    expect(await desk.run('SELECT 1')).toMatchObject({ totals: null });
    const long = "SELECT groupArray(repeat('x', 1000)) FROM numbers(2000) GROUP BY number % 2 WITH TOTALS";
    expect(await desk.run(long)).toMatchObject({ state: 'done', rows: 2, totals: null });
  });

  it('has no rows where there are none, with the columns that are known', async () => {
    const run = await desk.run('SELECT number FROM numbers(0)');
    expect(run).toMatchObject({ state: 'done', rows: 0, columns: [{ name: 'number', type: 'UInt64' }] });
    expect(await desk.run('SET max_threads = 1')).toMatchObject({ state: 'done', rows: 0, columns: [] });
  });

  it.each([
    ['SELECT 1 FROM (', 14],
    ["  SELECT 'äöü' AS x y", 20],
    ['-- first\nSELECT 1 2', 18],
  ])('says where the mistake is in: %s', async (sql, position) => {
    expect(await desk.run(sql)).toMatchObject({ state: 'failed', error: { kind: 'syntax', position } });
  });

  it('passes on what the server says', async () => {
    const run = await desk.run('SELECT nothing_of_that_name FROM seq.context');
    expect(run).toMatchObject({ state: 'failed', columns: null, error: { kind: 'failed', code: 47 } });
  });

  it('keeps the rows that came before a failure in the middle', async () => {
    const run = await desk.run("SELECT number, throwIf(number = 900000, 'too far') FROM numbers(950000)");
    expect(run).toMatchObject({ state: 'failed', error: { kind: 'failed', code: 395 } });
    expect(run.error?.message).toContain('too far');
    expect(run.rows).toBeGreaterThan(1000);
    expect((await desk.rows(run, run.rows - 1, 1))[0]?.[0]).toBe(String(run.rows - 1));
  });

  it('shows an answer in another format as its lines, and refuses one that is no text', async () => {
    const run = await desk.run("SELECT 1 AS a, 'x' AS b FORMAT Vertical");
    expect(run).toMatchObject({ state: 'done', columns: [{ name: 'FORMAT Vertical', type: 'String' }] });
    expect(await desk.rows(run)).toEqual([['Row 1:'], ['──────'], ['a: 1'], ['b: x']]);
    const binary = await desk.run('SELECT 1 FORMAT Native');
    expect(binary).toMatchObject({ state: 'failed', error: { kind: 'failed' } });
    expect(binary.error?.message).toContain('FORMAT Native');
  });

  it('is refused under a name that is in use, and when too many are at work', async () => {
    const sleeping = await Promise.all([1, 2, 3, 4].map(() => desk.start(sleep)));
    const runId = sleeping[0]?.runId ?? '';
    const request = { runId, sql: 'SELECT 1', params: {}, mode: 'read', sort: null } as const;
    expect(await desk.face.run(request)).toMatchObject({ ok: false });
    expect(await desk.face.run({ ...request, runId: randomUUID() })).toMatchObject({ ok: false });
  });

  it('announces no more than ten times a second, and the end', async () => {
    const run = await desk.run('SELECT number, toString(number) FROM numbers(300000)');
    const told = desk.announced.filter(({ runId }) => runId === run.runId);
    expect(told.length).toBeLessThanOrEqual(run.progress.elapsedMs / 100 + 2);
    expect(told.at(-1)).toEqual(run);
  });
});

/** Sleeps for ten minutes, a second for each row. */
const sleep = 'SELECT sleepEachRow(1) FROM numbers(600) SETTINGS max_block_size = 1';

describe('a long answer', () => {
  it('is cut at a million rows, and every window of it can be fetched', async () => {
    const run = await desk.run('SELECT number, toString(number) FROM numbers(1000005)');
    expect(run).toMatchObject({ state: 'done', rows: 1_000_000, truncated: true });
    expect(await desk.rows(run, 999_998, 1000)).toEqual([
      ['999998', '999998'],
      ['999999', '999999'],
    ]);
    expect((await desk.rows(run, 500_000, 1))[0]).toEqual(['500000', '500000']);
    const [file] = await readdir(join(test.paths.dataDir, 'console-rows'));
    // What is beyond the memory of all runs lies in a private file while the run is kept.
    if (file !== undefined) {
      const { mode } = await stat(join(test.paths.dataDir, 'console-rows', file));
      expect(mode & 0o777).toBe(0o600);
    }
    await desk.face.close(run.runId);
    expect(await desk.face.rows(run.runId, 0, 1)).toMatchObject({ ok: false });
    expect(await readdir(join(test.paths.dataDir, 'console-rows'))).toEqual([]);
  }, 60_000);

  it('is whole when it has exactly as many rows as are kept', async () => {
    expect(await desk.run('SELECT number FROM numbers(1000000)')).toMatchObject({ rows: 1_000_000, truncated: false });
  }, 60_000);

  it('goes to a private file beyond the memory for rows', async () => {
    const run = await desk.run("SELECT number, repeat('x', 1000) FROM numbers(90000)");
    expect(run).toMatchObject({ state: 'done', rows: 90_000, truncated: false });
    const file = join(test.paths.dataDir, 'console-rows', run.runId);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    for (const at of [0, 44_000, 66_500, 89_999]) {
      expect(await desk.rows(run, at, 1)).toEqual([[String(at), 'x'.repeat(1000)]]);
    }
    await desk.face.leave();
    await expect(stat(file)).rejects.toThrow('ENOENT');
  }, 60_000);
});

describe('a cancel', () => {
  it('ends the query on the server within a second, and keeps what came', async () => {
    const { runId } = await desk.start(sleep);
    await until('the first rows are there', () => (desk.latest(runId)?.rows ?? 0) > 0);
    const cancelled = desk.face.cancel(runId);
    await until('it says so', () => desk.latest(runId)?.state === 'cancelling');
    await until('nothing is left on the server', async () => (await onServer(runId)) === 0, 1000);
    await cancelled;
    const run = desk.latest(runId);
    expect(run).toMatchObject({ state: 'cancelled', error: null });
    expect(run?.rows).toBeGreaterThan(0);
  });

  it('also reaches a query that was only just sent', async () => {
    const { runId } = await desk.start(sleep);
    await desk.face.cancel(runId);
    expect(desk.latest(runId)).toMatchObject({ state: 'cancelled' });
    expect(await onServer(runId)).toBe(0);
  });

  it('comes with closing the window', async () => {
    const runs = await Promise.all([1, 2].map(() => desk.start(sleep)));
    await until('both run', async () => (await Promise.all(runs.map(({ runId }) => onServer(runId)))).every(Boolean));
    await desk.face.leave();
    for (const { runId } of runs) expect(await onServer(runId)).toBe(0);
  });

  it('changes nothing about a run that is over', async () => {
    const run = await desk.run('SELECT 1');
    await desk.face.cancel(run.runId);
    expect(await desk.rows(run)).toEqual([[1]]);
    await desk.face.cancel(randomUUID());
  });
});

describe('a statement that takes long', () => {
  const shown = () => desk.work.items().findLast(({ kind }) => kind === 'query');

  it('stands in the list of long work with its figures, and a cancel there ends the query on the server', async () => {
    const { runId } = await desk.start(sleep);
    await until('it is shown', () => shown()?.state === 'running' && (shown()?.done ?? 0) > 0, 10_000);
    expect(shown()).toMatchObject({
      title: `Query: ${sleep.slice(0, 59)}…`,
      ...{ unit: 'rows', total: 600, canCancel: true },
    });
    expect(shown()?.message).toMatch(/^\d+ rows? so far, after \d+ s\.$/);
    expect(await onServer(runId)).toBe(1);
    desk.work.cancel(shown()?.id ?? '');
    await until('it has ended', () => shown()?.state === 'cancelled');
    expect(await onServer(runId)).toBe(0);
    expect(desk.latest(runId)).toMatchObject({ state: 'cancelled' });
  }, 20_000);

  it('says how it ended, and one that is quick is not shown', async () => {
    const before = desk.work.items().length;
    await desk.run('SELECT 1');
    expect(desk.work.items()).toHaveLength(before);
    const sql = "SELECT sleepEachRow(1), throwIf(number = 4, 'too far') FROM numbers(9) SETTINGS max_block_size = 1";
    const { error } = await desk.run(sql);
    expect(shown()).toMatchObject({ state: 'failed', message: error?.message });
  }, 20_000);
});

describe('sorting', () => {
  const sort = { column: 1, descending: true };

  it.each([
    'SELECT 1 AS a, number FROM numbers(5) LIMIT 3 -- the end; really',
    'SELECT 1 AS a, number FROM numbers(5) LIMIT 3;',
    'SELECT 1 AS a, number FROM numbers(5) LIMIT 3 SETTINGS max_threads = 1 ; -- done\n;',
    'SELECT 1 AS a, number FROM numbers(3) /* ; */ ;',
    'WITH 1 AS a SELECT a, number FROM numbers(3)',
    'SELECT 1 AS a, 0 AS b UNION ALL SELECT 1, 1 UNION ALL SELECT 1, 2',
  ])('orders the rows of: %s', async (sql) => {
    const run = await desk.run(sql, { sort });
    const rows = await desk.rows(run);
    expect(rows.map(([, number]) => Number(number))).toEqual([2, 1, 0]);
  });

  it('goes by the place of a column, so that two may have one name', async () => {
    const sql = 'SELECT a.number, b.number FROM numbers(2) AS a, (SELECT number + 5 AS number FROM numbers(3)) AS b';
    const run = await desk.run(sql, { sort });
    expect((await desk.rows(run)).map(([, number]) => number)).toEqual(['7', '7', '6', '6', '5', '5']);
  });

  it.each(['SHOW DATABASES', 'SELECT 1, 2 FORMAT JSON', 'DESCRIBE seq.context'])('is refused for: %s', async (sql) => {
    const run = await desk.run(sql, { sort });
    expect(run.state).toBe('failed');
    expect(run.error?.message).toContain('cannot be sorted');
  });
});

async function historyOf(search: string): Promise<HistoryEntry[]> {
  const found = await desk.face.history(search);
  if (!found.ok) throw new Error(found.error);
  return found.value;
}

describe('the history', () => {
  it('holds what was run, newest first, and finds it by its text', async () => {
    await desk.run("SELECT 'needle'");
    await desk.run('SELECT 1 FROM (');
    await desk.run("SELECT 'needle'", { sort: { column: 0, descending: false } });
    await until('both are kept', async () => (await historyOf('')).length >= 2);
    const all = await historyOf('');
    expect(all[0]).toMatchObject({ sql: 'SELECT 1 FROM (', state: 'failed', mode: 'read' });
    expect(all[0]?.error).not.toBe('');
    expect(await historyOf('NEEDLE')).toMatchObject([{ state: 'done', rows: 1, error: '' }]);
    expect((await stat(join(test.paths.dataDir, 'console-history.jsonl'))).mode & 0o777).toBe(0o600);
  });
});

describe('write mode', () => {
  const write = { mode: 'write' } as const;

  it('is refused until it is allowed, and again after the window was left', async () => {
    const request = { runId: randomUUID(), sql: 'SELECT 1', params: {}, sort: null, ...write } as const;
    expect(await desk.face.run(request)).toMatchObject({ ok: false });
    desk.face.allow('write');
    expect(await desk.run('SELECT 1', write)).toMatchObject({ state: 'done', rows: 1 });
    await desk.face.leave();
    expect(await desk.face.run({ ...request, runId: randomUUID() })).toMatchObject({ ok: false });
  });

  it('makes, fills, changes and drops tables, and what it selects comes as rows', async () => {
    desk.face.allow('write');
    for (const sql of [
      'CREATE TABLE seq.notes (id UInt32, note String) ENGINE = MergeTree ORDER BY id',
      "INSERT INTO seq.notes VALUES (1, 'first'), (2, 'second')",
      'INSERT INTO seq.notes SELECT number + 3, toString(number) FROM numbers(5)',
      'ALTER TABLE seq.notes ADD COLUMN seen UInt8',
      'DELETE FROM seq.notes WHERE id > 3',
    ]) {
      expect(await desk.run(sql, write), sql).toMatchObject({ state: 'done', columns: [], rows: 0 });
    }
    const run = await desk.run('SELECT id, note FROM seq.notes ORDER BY id', write);
    expect(await desk.rows(run)).toEqual([
      [1, 'first'],
      [2, 'second'],
      [3, '0'],
    ]);
    const known = valueOf(await desk.face.catalogue());
    expect(known.databases.find(({ name }) => name === 'seq')?.tables.map(({ name }) => name)).toContain('notes');
    expect(await desk.run('DROP TABLE seq.notes', write)).toMatchObject({ state: 'done' });
    expect(valueOf(await runSql(test.database.reader, 'EXISTS TABLE seq.notes')).rows).toEqual([[0]]);
  });
});

describe('the name of a run', () => {
  it('is that of its query on the server, so that no text is needed to find it', async () => {
    const { runId } = await desk.start(sleep);
    await until('it runs', async () => (await onServer(runId)) === 1);
    await desk.face.cancel(runId);
    expect(isOver(desk.latest(runId))).toBe(true);
  });
});

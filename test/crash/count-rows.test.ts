import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, startTestDatabase } from '../../app/core/database/testing.ts';
import { compareRows, emptyTally } from './compare-rows.ts';
import { compareView, findViews, labelColumns } from './compare-views.ts';
import { countRows, labelOf } from './count-rows.ts';
import type { Stream } from './ledger.ts';
import { crashRow } from './row-content.ts';
import { anyShapeStatements, crashTables } from './tables.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
  for (const query of anyShapeStatements) await test.database.admin.command({ query });
});
afterAll(() => test.stop());

const perTable = 40;

/** The rows of one run, as a pusher makes them, in every table; and what its ledger says. */
async function record(run: number): Promise<Stream[]> {
  const origin = { label: labelOf(run), prefix: `${run}.0.0.`, baseMs: Date.UTC(2026, 6, 7), days: 3 };
  for (const [index, { name: table }] of crashTables.entries()) {
    const values = Array.from({ length: perTable }, (_, number) => crashRow(index, origin, number));
    const clickhouse_settings = { insert_deduplication_token: `${table} ${run}` };
    await test.database.writer.insert({ table, values, format: 'JSONEachRow', clickhouse_settings });
  }
  const stream = { run, process: 0, thread: 0, accepted: perTable, attempted: perTable };
  return crashTables.map(({ name: table }) => ({ ...stream, table }));
}

async function tallyOf(streams: readonly Stream[], run: number) {
  return compareRows(streams, await countRows(test.database.admin, run)).tally;
}

/** The views that are not what their tables say, of one run. */
async function wrongViews(run: number): Promise<{ short: string[]; over: string[] }> {
  const { admin } = test.database;
  const compared = await Promise.all((await findViews(admin)).map((view) => compareView(admin, view, run)));
  const namesOf = (kind: 'short' | 'over') =>
    compared
      .filter((view) => view[kind] > 0)
      .map(({ view }) => view)
      .sort();
  expect(compared.every(({ groups }) => groups > 0)).toBe(true);
  return { short: namesOf('short'), over: namesOf('over') };
}

const allViews = [
  'hive.calls_per_quarter',
  'hive.mv_cost_per_hour',
  'hive.thread_hours',
  'seq.mv_any_shape',
  'seq.mv_app_minutes',
  'seq.mv_app_minutes_hourly',
  'seq.mv_window_context',
];

describe('counting in ClickHouse', () => {
  it('finds nothing wrong with rows that arrived once', async () => {
    const streams = await record(1);
    const rows = perTable * crashTables.length;
    expect(await tallyOf(streams, 1)).toEqual({ ...emptyTally(), accepted: rows, found: rows });
    expect(await wrongViews(1)).toEqual({ short: [], over: [] });
  });

  it('finds one lost, one doubled and one damaged row in every table', async () => {
    const streams = await record(2);
    for (const { name, key, content, label } of crashTables) {
      const { admin } = test.database;
      const query = `ALTER TABLE ${name} DELETE WHERE ${key} = '2.0.0.7' SETTINGS mutations_sync = 2`;
      await admin.command({ query });
      await admin.command({ query: `INSERT INTO ${name} SELECT * FROM ${name} WHERE ${key} = '2.0.0.8'` });
      const changed = `SELECT * REPLACE ('2.0.0.11' AS ${key}) FROM ${name} WHERE endsWith(${content}, 'kkk') AND ${label} = 'run 2'`;
      await admin.command({ query: `INSERT INTO ${name} ${changed} LIMIT 1` });
    }
    expect(await tallyOf(streams, 2)).toMatchObject({ lost: 7, doubled: 14, damaged: 7 });
  });

  it('finds a view that counted a block twice, and one that missed it', async () => {
    await record(3);
    const { admin } = test.database;
    for (const { target } of await findViews(admin)) {
      const column = labelColumns.map((name) => `'${name}'`).join(', ');
      const [database = '', table = ''] = target.split('.');
      const answer = await admin.query({
        query: `SELECT name FROM system.columns WHERE database = '${database}' AND table = '${table}' AND name IN (${column})`,
        format: 'JSONEachRow',
      });
      const [label] = await answer.json<{ name: string }>();
      const where = `${label?.name ?? ''} = '${labelOf(3)}'`;
      await admin.command({ query: `INSERT INTO ${target} SELECT * FROM ${target} WHERE ${where}` });
    }
    expect(await wrongViews(3)).toEqual({ short: [], over: allViews });
    expect(await wrongViews(1)).toEqual({ short: [], over: [] });

    await record(4);
    for (const { target } of await findViews(admin)) await admin.command({ query: `TRUNCATE TABLE ${target}` });
    expect(await wrongViews(4)).toEqual({ short: allViews, over: [] });
  });
});

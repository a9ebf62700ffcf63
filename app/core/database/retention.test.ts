import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyRetention } from './retention.ts';
import type { MigrationParameters } from './migration-files.ts';
import { type TestDatabase, startTestDatabase, testRetention, until } from './testing.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

const dayMs = 86_400_000;

async function count(): Promise<number> {
  const query = 'SELECT count() AS n FROM seq.context';
  const [row] = await (
    await test.database.admin.query({ query, format: 'JSONEachRow' })
  ).json<{ n: number | string }>();
  return Number(row?.n);
}

function apply(days: number, free = true, more: Partial<MigrationParameters> = {}) {
  const lowDisk = { kind: 'low-disk', path: '/d', freeBytes: 1, neededBytes: 2 } as const;
  return applyRetention({
    admin: test.database.admin,
    schemaDir: test.paths.schemaDir,
    parameters: { ...testRetention, context_retention_days: days, ...more },
    checkDiskSpace: () => Promise.resolve(free ? undefined : lowDisk),
  });
}

it('changes only the tables whose retention differs, and removes the rows that are now too old', async () => {
  const row = { dur_ms: 1000, app: 'Editor', bundle_id: 'e', window_title: 'w' };
  const values = [
    { ...row, ts_ms: Date.now() - 400 * dayMs },
    { ...row, ts_ms: Date.now() },
  ];
  await test.database.writer.insert({ table: 'seq.context', values, format: 'JSONEachRow' });
  expect(await apply(25_000)).toEqual({ ok: true, value: [] });
  expect(await apply(90)).toEqual({
    ok: true,
    value: [
      { table: 'seq.context', setting: 'context_retention_days', fromDays: 25_000, toDays: 90 },
      { table: 'seq.presence', setting: 'context_retention_days', fromDays: 25_000, toDays: 90 },
    ],
  });
  await until('the old row is gone', async () => (await count()) === 1);
  expect(await apply(90)).toEqual({ ok: true, value: [] });
});

it('changes nothing while the disk is nearly full', async () => {
  expect(await apply(30, false)).toMatchObject({ ok: false, error: { kind: 'low-disk' } });
  expect(await apply(90)).toEqual({ ok: true, value: [] });
});

it('lets screen text go sooner than the other kinds of its table, in parts that hold both', async () => {
  const { admin, writer } = test.database;
  const event = (kind: string, daysAgo: number) => ({ ts_ms: Date.now() - daysAgo * dayMs, kind, app: 'Editor' });
  const values = ['ocr', 'metric'].flatMap((kind) => [event(kind, 40), event(kind, 0)]);
  await writer.insert({ table: 'seq.mem_events', values, format: 'JSONEachRow' });
  const kept = async () => {
    const query =
      'SELECT kind, toUInt32(intDiv(toUnixTimestamp(now()) - intDiv(ts_ms, 1000) + 3600, 86400)) AS days FROM seq.mem_events ORDER BY kind, days';
    const rows = await (await admin.query({ query, format: 'JSONEachRow' })).json<{ kind: string; days: number }>();
    return rows.map(({ kind, days }) => `${kind} ${days}`);
  };
  expect(await kept()).toEqual(['metric 0', 'metric 40', 'ocr 0', 'ocr 40']);
  expect(await apply(90, true, { screen_text_retention_days: 7 })).toEqual({
    ok: true,
    value: [{ table: 'seq.mem_events', setting: 'screen_text_retention_days', fromDays: 25_000, toDays: 7 }],
  });
  await until('the old screen text is gone', async () => (await kept()).length === 3);
  expect(await kept()).toEqual(['metric 0', 'metric 40', 'ocr 0']);
  // Without being asked again: rows that come later and are too old go when parts are merged.
  await writer.insert({ table: 'seq.mem_events', values: [event('ocr', 30)], format: 'JSONEachRow' });
  await admin.command({ query: 'OPTIMIZE TABLE seq.mem_events FINAL' });
  expect(await kept()).toEqual(['metric 0', 'metric 40', 'ocr 0']);
  expect(await apply(90, true, { screen_text_retention_days: 7 })).toEqual({ ok: true, value: [] });
});

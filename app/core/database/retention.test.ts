import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyRetention } from './retention.ts';
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

function apply(days: number, free = true) {
  const lowDisk = { kind: 'low-disk', path: '/d', freeBytes: 1, neededBytes: 2 } as const;
  return applyRetention({
    admin: test.database.admin,
    schemaDir: test.paths.schemaDir,
    parameters: { ...testRetention, context_retention_days: days },
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
      { table: 'seq.context', fromDays: 25_000, toDays: 90 },
      { table: 'seq.presence', fromDays: 25_000, toDays: 90 },
    ],
  });
  await until('the old row is gone', async () => (await count()) === 1);
  expect(await apply(90)).toEqual({ ok: true, value: [] });
});

it('changes nothing while the disk is nearly full', async () => {
  expect(await apply(30, false)).toMatchObject({ ok: false, error: { kind: 'low-disk' } });
  expect(await apply(90)).toEqual({ ok: true, value: [] });
});

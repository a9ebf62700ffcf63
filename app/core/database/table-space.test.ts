import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RetentionGroup } from '../../contract/settings-calls.ts';
import { readTableSpace, rowsBefore } from './table-space.ts';
import { type TestDatabase, startTestDatabase } from './testing.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
  const row = { dur_ms: 1_000, app: 'Editor', bundle_id: 'e', window_title: 'w' };
  const days = ['2026-03-01T23:59:59Z', '2026-03-02T00:00:00Z', '2026-03-05T12:00:00Z'];
  const values = days.map((day) => ({ ...row, ts_ms: Date.parse(day) }));
  await test.database.writer.insert({ table: 'seq.context', values, format: 'JSONEachRow' });
  const call = { tool_name: 't', ok: 0, error: 'e', dur_ms: 1, ts_ms: Date.parse('2026-03-04T10:20:00Z') };
  await test.database.writer.insert({ table: 'hive.tool_calls', values: [call], format: 'JSONEachRow' });
});
afterAll(() => test.stop());

it('tells rows, bytes, the oldest day and whose setting keeps them, for every table', async () => {
  const tables = await readTableSpace(test.database.admin, test.paths.schemaDir);
  const context = tables.find(({ table }) => table === 'seq.context');
  expect(context).toMatchObject({ rows: 3, oldestDay: '2026-03-01', group: 'context', keptDays: 25_000 });
  expect(context?.bytes).toBeGreaterThan(100);
  const byName = new Map(tables.map(({ table, group, keptDays, rows }) => [table, [group, keptDays, rows]]));
  expect(byName.get('hive.tool_calls')).toEqual(['agents', 25_000, 1]);
  expect(byName.get('seq.window_context')?.slice(0, 2)).toEqual(['memEvents', 25_000]);
  expect(byName.get('hive.cost_per_hour')).toEqual([null, null, 0]);
  expect(byName.get('seq.app_minutes_daily')?.slice(0, 2)).toEqual([null, null]);
  const oldest = new Map(tables.map(({ table, oldestDay }) => [table, oldestDay]));
  const ofSums = ['seq.app_minutes_daily', 'hive.calls_per_quarter', 'hive.cost_per_hour', 'seq.presence'];
  expect(ofSums.map((table) => oldest.get(table))).toEqual(['2026-03-01', '2026-03-04', null, null]);
});

it('counts what a group has before a day, rows and sums alike', async () => {
  const before = (group: RetentionGroup, day: string) =>
    rowsBefore(test.database.admin, { schemaDir: test.paths.schemaDir, group, day });
  expect(await before('context', '2026-03-02')).toEqual({ rows: 1, tables: ['seq.context'] });
  expect(await before('context', '2026-03-01')).toEqual({ rows: 0, tables: [] });
  expect(await before('agents', '2026-03-05')).toEqual({
    rows: 2,
    tables: ['hive.calls_per_quarter', 'hive.tool_calls'],
  });
  const event = (kind: string) => ({ ts_ms: Date.parse('2026-03-04T10:20:00Z'), kind, app: 'Editor' });
  const values = [event('ocr'), event('metric')];
  await test.database.writer.insert({ table: 'seq.mem_events', values, format: 'JSONEachRow' });
  expect(await before('screenText', '2026-03-05')).toEqual({ rows: 1, tables: ['seq.mem_events'] });
  expect(await before('memEvents', '2026-03-05')).toEqual({ rows: 2, tables: ['seq.mem_events'] });
});

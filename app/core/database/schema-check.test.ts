import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSchema, objectsMadeBy } from './schema-check.ts';
import { type TestDatabase, startTestDatabase, testRetention } from './testing.ts';

describe('what the migrations make', () => {
  it('is what is created and not dropped later', () => {
    expect(
      objectsMadeBy([
        '-- Why: x\nCREATE DATABASE IF NOT EXISTS a',
        '-- Why: x\n-- y\nCREATE TABLE IF NOT EXISTS a.t (x UInt8)',
        'CREATE MATERIALIZED VIEW IF NOT EXISTS a.mv TO a.t AS SELECT 1',
        'CREATE OR REPLACE DICTIONARY a.d (x UInt8)',
        'DROP VIEW IF EXISTS a.mv SYNC',
        'INSERT INTO a.u SELECT 1',
      ]),
    ).toEqual(['a.t', 'a.d']);
  });
});

describe('a check of the schema', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await startTestDatabase();
  });
  afterAll(() => test.stop());

  it('finds every table with its engine, size and columns, and nothing missing', async () => {
    const report = await checkSchema(test.database.admin, test.paths.schemaDir, testRetention);
    expect(report.missing).toEqual([]);
    expect(report.pending).toEqual([]);
    const invocations = report.objects.find(({ name }) => name === 'hive.model_invocations');
    expect(invocations).toMatchObject({ engine: 'MergeTree', rows: 0 });
    expect(invocations?.columns).toBeGreaterThan(30);
    expect(report.objects.find(({ name }) => name === 'hive.mv_cost_per_hour')?.engine).toBe('MaterializedView');
  });

  it('names what is missing', async () => {
    await test.database.admin.command({ query: 'DROP TABLE hive.mv_error_hotspots SYNC' });
    const report = await checkSchema(test.database.admin, test.paths.schemaDir, testRetention);
    expect(report.missing).toEqual(['hive.mv_error_hotspots']);
  });
});

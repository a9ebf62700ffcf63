import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExplainKind, Explanation, PlanStep } from '../../../contract/console.ts';
import { type TestDatabase, startTestDatabase } from '../../database/testing.ts';
import { insertRows } from '../../demo/testing.ts';
import { runSql } from '../run-sql.ts';
import { valueOf } from '../testing.ts';
import { explain } from './explain.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
  const row = { dur_ms: 1000, bundle_id: '', window_title: '' };
  const rows = Array.from({ length: 50 }, (_, day) => ({ ...row, ts_ms: day * 86_400_000, app: `demo ${day % 5}` }));
  await insertRows(test.database.writer, 'seq.context', rows);
});
afterAll(() => test.stop());

const sql = `SELECT app, sum(dur_ms) FROM seq.context
  WHERE ts_ms >= {from:UInt64} AND app IN {apps:Array(String)} GROUP BY app ORDER BY 2 DESC LIMIT 3`;
const params = { from: String(40 * 86_400_000), apps: "['demo 1', 'demo 2']" };

async function ask<K extends ExplainKind>(kind: K): Promise<Extract<Explanation, { kind: K }>> {
  return valueOf(await explain(test.database.reader, { sql, params, kind })) as Extract<Explanation, { kind: K }>;
}

function steps(root: PlanStep): PlanStep[] {
  return [root, ...root.inputs.flatMap(steps)];
}

describe('an explanation', () => {
  it('of the plan is a tree with what each step does', async () => {
    const { root } = await ask('plan');
    const found = new Map(steps(root).map((step) => [step.name, step]));
    expect(found.get('ReadFromMergeTree')?.description).toBe('seq.context');
    expect(found.get('Aggregating')?.facts).toContain('Keys: app');
    expect(found.get('Sorting')?.facts).toContain('Sort Description: sum(dur_ms) DESC');
    expect(JSON.stringify(root)).not.toContain('__table1');
  });

  it('of the plan holds no step that the statement does not ask for', async () => {
    const reader = test.database.reader;
    const bare = 'SELECT app, count() FROM seq.context GROUP BY app';
    const explained = valueOf(await explain(reader, { sql: bare, params: {}, kind: 'plan' }));
    expect(explained.kind === 'plan' && steps(explained.root).map(({ name }) => name)).not.toContain('Limit');
  });

  it('of the indexes says how many parts and granules each leaves', async () => {
    const { root } = await ask('indexes');
    const read = steps(root).find(({ name }) => name === 'ReadFromMergeTree');
    const facts = read?.facts.join('\n');
    expect(facts).toMatch(/^Partition on .* \(10 of \d+ parts, 10 of \d+ granules\)$/m);
    expect(facts).toMatch(/^PrimaryKey on app/m);
  });

  it('of the pipeline is a graph whose edges join its nodes', async () => {
    const { nodes, edges } = await ask('pipeline');
    const ids = nodes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(nodes.some(({ label }) => label.startsWith('AggregatingTransform'))).toBe(true);
    expect(edges.length).toBeGreaterThan(2);
    for (const { from, to } of edges) expect(ids).toEqual(expect.arrayContaining([from, to]));
  });

  it('of the cost names the tables with what would be read', async () => {
    const { tables } = await ask('estimate');
    expect(tables).toEqual([{ database: 'seq', table: 'context', parts: 4, rows: 4, marks: 4 }]);
  });

  it('says where a mistake is, in the text as it was given', async () => {
    const wrong = 'SELECT 1 FROM (';
    const result = await explain(test.database.reader, { sql: wrong, params: {}, kind: 'plan' });
    expect(result).toMatchObject({ ok: false, error: { kind: 'syntax', position: 14 } });
  });

  it('does not run what it explains', async () => {
    const throwing = 'SELECT throwIf(dur_ms > 0) FROM seq.context';
    valueOf(await explain(test.database.reader, { sql: throwing, params: {}, kind: 'pipeline' }));
    expect(await runSql(test.database.reader, throwing)).toMatchObject({ ok: false });
  });
});

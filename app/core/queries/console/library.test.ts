import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askByName } from '../ask.ts';
import { catalogue } from '../catalogue.ts';
import { readableSystemTables, readableTableFunctions } from './readable-names.ts';
import { type TestConsole, testConsole } from '../../console/testing.ts';
import { type DemoDatabase, insertRows, startDemoDatabase } from '../../demo/testing.ts';
import { libraryQueries } from './library.ts';

const present = { nowMs: Date.UTC(2026, 8, 9, 15, 20), timeZone: 'Europe/Berlin' };
const queries = libraryQueries(present);
let demo: DemoDatabase;
let desk: TestConsole;
beforeAll(async () => {
  demo = await startDemoDatabase({ ...present, days: 8 });
  // In the demo there is no always-on agent, and no agent keeps checkpoints.
  const said = { ts_ms: present.nowMs - 60_000, suggestion_id: 'demo', kind: 'stuck-stretch' };
  await insertRows(demo.database.writer, 'hive.suggestions', [said]);
  const asked = {
    ts_ms: present.nowMs - 60_000,
    graph_name: 'always-on-agent',
    provider: 'llama.cpp',
    source: 'hivebar',
    ok: 1,
  };
  await insertRows(demo.database.writer, 'hive.model_invocations', [asked]);
  const checkpoint = { ts_ms: present.nowMs - 60_000, thread_id: 'demo: checkpoints', checkpoint_id: 'demo' };
  await insertRows(demo.database.writer, 'hive.checkpoints', [checkpoint]);
  desk = testConsole(demo);
});
afterAll(async () => {
  await desk.face.leave();
  await demo.stop();
});

/** What a person fills in where a question is about one thread, one tool call or one place that fails. */
async function subjectsOfDemo(): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> {
  const recentMs = present.nowMs - 24 * 3_600_000;
  const calls = demo.rows('hive.tool_calls').filter(({ ts_ms }) => ts_ms > recentMs && ts_ms < present.nowMs);
  const call = calls.find(({ thread_id = '' }) => thread_id !== '');
  const failed = calls.find(({ ok }) => ok === 0);
  if (call === undefined || failed === undefined) throw new Error('The demo has no tool call or no failed one.');
  const thread = { thread_id: call.thread_id ?? '' };
  const place = { kind: 'tool', graph_name: '', name: failed.tool_name };
  const deps = { reader: demo.database.reader, present: () => present };
  const messages = await askByName(deps, 'error-messages', place);
  if (!messages.ok) throw new Error(messages.error.message);
  const pattern = String(messages.value.rows[0]?.['pattern']);
  return {
    'agent-thread': thread,
    'thread-events': thread,
    'checkpoints-of-thread': { thread_id: 'demo: checkpoints' },
    'tool-call-content': {
      ...thread,
      tool_name: call.tool_name,
      at_ms: String(call.ts_ms),
      event_id: call.event_id ?? '',
    },
    'stuck-stretches': { least_minutes: '5' },
    'error-messages': place,
    'error-occurrences': { ...place, pattern },
  };
}

describe('the library', () => {
  it('holds every question of the catalogue', () => {
    expect(queries.map(({ name }) => name)).toEqual(catalogue.map(({ name }) => name));
  });

  it.each(queries)('$name runs as it stands and finds rows in the demo data', async ({ name, sql, parameters }) => {
    expect(sql).toMatch(/^(SELECT|WITH)\b/);
    const usual = Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.value]));
    const params = { ...usual, ...(await subjectsOfDemo())[name] };
    const run = await desk.run(sql, { params });
    expect(run.error).toBeNull();
    expect(run.rows).toBeGreaterThan(0);
  });

  it.each(queries)('$name can be explained', async ({ sql, parameters }) => {
    const params = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
    for (const kind of ['plan', 'indexes', 'pipeline'] as const) {
      expect(await desk.face.explain(sql, params, kind)).toMatchObject({ ok: true, value: { kind } });
    }
  });
});

describe('the names for completion', () => {
  it('are those of the running server, with help, types and comments', async () => {
    const names = await desk.face.catalogue();
    if (!names.ok) throw new Error(names.error.message);
    const { keywords, types, functions, databases } = names.value;
    expect(keywords).toContain('PREWHERE');
    expect(types).toContain('DateTime64');
    expect(functions.find(({ name }) => name === 'toStartOfHour')).toMatchObject({
      aggregate: false,
      syntax: expect.stringContaining('toStartOfHour(') as string,
      description: expect.stringMatching(/hour/i) as string,
    });
    expect(functions.find(({ name }) => name === 'uniqExact')?.aggregate).toBe(true);
    expect(databases.map(({ name }) => name)).toEqual(['hive', 'hivebar', 'seq', 'system']);
    const context = databases.find(({ name }) => name === 'seq')?.tables.find(({ name }) => name === 'context');
    expect(context).toMatchObject({ engine: 'MergeTree', rows: demo.rows('seq.context').length });
    expect(context?.columns[0]).toMatchObject({ name: 'ts_ms', type: 'UInt64' });
    expect(context?.columns[0]?.comment).not.toBe('');
  });

  it('hold of the server’s own tables and table functions those that every user of the console may read, and all of them', async () => {
    const names = await desk.face.catalogue();
    if (!names.ok) throw new Error(names.error.message);
    const { databases, tableFunctions } = names.value;
    const tables = databases.find(({ name }) => name === 'system')?.tables ?? [];
    expect(tables.map(({ name }) => name)).toEqual(readableSystemTables);
    for (const { name, columns } of tables) expect(columns, name).not.toEqual([]);
    expect(tableFunctions.map(({ name }) => name).sort()).toEqual(Object.keys(readableTableFunctions).sort());
    for (const { name, description } of tableFunctions) {
      expect(description, name).not.toBe('');
      expect(description, name).not.toContain('import ');
    }
    desk.face.allow('write');
    const places = [...readableSystemTables.map((name) => `system.${name}`), ...Object.values(readableTableFunctions)];
    for (const mode of ['read', 'write'] as const) {
      for (const place of places) {
        expect(await desk.run(`SELECT * FROM ${place} LIMIT 1`, { mode }), place).toMatchObject({ state: 'done' });
      }
    }
  }, 60_000);
});

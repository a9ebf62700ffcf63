import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ForgetScope } from '../../contract/forget.ts';
import { type DemoBatch, demoBatches } from '../demo/demo-rows.ts';
import { insertRows } from '../demo/testing.ts';
import { type TestDatabase, startTestDatabase } from '../database/testing.ts';
import { countWrongSums, queryOfView } from '../queries/forget-counts.ts';
import { type ForgetJournal, forgetJournal } from './forget-journal.ts';
import { type ForgetDeps, finishForgetting, forget, planForgetting } from './forget-run.ts';
import { agentSums, minuteSums } from './forget-sums.ts';
import { noCopies } from './testing.ts';

const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 8, 9, 18, 20);
const never = new AbortController().signal;
const silent = (): void => undefined;
const nothing: ForgetScope = { app: null, domain: null, from_ms: null, to_ms: null, agents: false };
const rowTables = [
  'seq.context',
  'seq.window_context',
  'seq.mem_events',
  'seq.presence',
  'seq.trace_events',
  'hive.model_invocations',
  'hive.model_call_additions',
  'hive.tool_calls',
  'hive.supersteps',
  'hive.checkpoint_writes',
  'hive.checkpoints',
  'hive.checkpoint_values',
  'hive.suggestions',
];

let test: TestDatabase;
let batches: DemoBatch[];
let journal: ForgetJournal;
let deps: ForgetDeps;

beforeAll(async () => {
  test = await startTestDatabase();
  batches = [...demoBatches({ nowMs, days: 3, timeZone: 'America/St_Johns', scale: 1 })];
  journal = forgetJournal(test.paths.dataDir);
  deps = {
    admin: test.database.admin,
    journal,
    handOver: () => Promise.resolve(),
    now: () => nowMs,
    ownsQueryLog: () => true,
    findCopies: () => Promise.resolve(noCopies),
  };
});
afterAll(() => test.stop());

beforeEach(async () => {
  await journal.remove();
  const sums = [...minuteSums, ...agentSums].map(({ table }) => table);
  for (const table of [...rowTables, ...sums]) await test.database.admin.command({ query: `TRUNCATE TABLE ${table}` });
  for (const { table, rows } of batches) {
    await test.database.admin.insert<object>({
      table,
      values: rows,
      format: 'JSONEachRow',
      clickhouse_settings: { insert_deduplicate: 0 },
    });
  }
});

async function number(query: string): Promise<number> {
  const answer = await test.database.admin.query({ query, format: 'JSONCompactEachRow' });
  const [[value] = []] = await answer.json<readonly unknown[]>();
  return Number(value);
}
const count = (table: string, where = '1'): Promise<number> => number(`SELECT count() FROM ${table} WHERE ${where}`);
const isThere = (path: string): Promise<boolean> =>
  access(join(test.paths.dataDir, path)).then(
    () => true,
    () => false,
  );

/** Every sum of every table of sums against the rows, over all times. */
async function wrongSums(): Promise<Record<string, number>> {
  const wrong: Record<string, number> = {};
  for (const sums of [...minuteSums, ...agentSums]) {
    const queries = await Promise.all(sums.views.map((view) => queryOfView(test.database.admin, view)));
    wrong[sums.table] = await countWrongSums(test.database.admin, sums, queries, '1');
  }
  return Object.fromEntries(Object.entries(wrong).filter(([, found]) => found > 0));
}

describe('an application', () => {
  const scope: ForgetScope = { ...nothing, app: 'slack' };

  it('is counted first, goes from every table, and stays in no sum', async () => {
    const before = await count('seq.context', "app != 'Slack'");
    const plan = await planForgetting(deps, scope);
    const segments = await count('seq.context', "app = 'Slack'");
    const noted = await count('seq.mem_events', "app = 'Slack'");
    expect([segments > 0, noted > segments]).toEqual([true, true]);
    expect(plan).toMatchObject({
      scope: { ...scope, to_ms: nowMs },
      tables: [
        { table: 'seq.context', rows: segments },
        { table: 'seq.window_context', rows: segments },
        { table: 'seq.mem_events', rows: noted },
        { table: 'hive.checkpoint_writes', rows: 0 },
        { table: 'hive.checkpoints', rows: 0 },
        { table: 'hive.checkpoint_values', rows: 0 },
        { table: 'hive.suggestions', rows: 0 },
      ],
      total: 2 * segments + noted,
    });
    const minutes = await number("SELECT sum(minutes) FROM seq.app_minutes_daily WHERE app = 'Slack'");
    expect(plan.minutes).toBeCloseTo(minutes, 3);

    const outcome = await forget(deps, scope, never, silent);
    expect(outcome).toEqual({
      tables: plan.tables,
      copies: null,
      total: plan.total,
      left: 0,
      cancelled: false,
      sums_right: true,
    });
    for (const table of rowTables.slice(0, 3)) expect(await count(table, "app = 'Slack'")).toBe(0);
    expect(await count('seq.app_minutes_daily', "app = 'Slack'")).toBe(0);
    expect(await count('seq.mem_events', "payload LIKE '%Slack%' OR subject LIKE '%#general%'")).toBe(0);
    expect(await count('seq.context')).toBe(before);
    expect(await wrongSums()).toEqual({});
    expect(await isThere('forget.json')).toBe(false);
    expect(await forget(deps, scope, never, silent)).toMatchObject({ total: 0, left: 0, sums_right: true });
  });

  it('leaves its name in no text that ClickHouse keeps', async () => {
    await number("SELECT count() FROM seq.context WHERE app = 'Slack' AND window_title != 'asked before'");
    await test.database.admin.command({ query: 'SYSTEM FLUSH LOGS' });
    expect(
      await count('system.query_log', "query LIKE '%asked before%' AND query NOT LIKE '%query_log%'"),
    ).toBeGreaterThan(0);
    await forget(deps, scope, never, silent);
    await test.database.admin.command({ query: 'SYSTEM FLUSH LOGS' });
    const hidden = "lower(concat('sl', 'ack'))";
    expect(await count('system.query_log', `position(lower(query), ${hidden}) > 0`)).toBe(0);
    expect(await count('system.mutations', `position(lower(command), ${hidden}) > 0`)).toBe(0);
  });

  it('keeps what sums know of other applications and of days whose rows are gone', async () => {
    const old = { app: 'Mail', day: '2020-01-01', minutes: 5 };
    await insertRows(test.database.writer, 'seq.app_minutes_daily', [old, { ...old, app: 'Slack' }]);
    await forget(deps, scope, never, silent);
    expect(await count('seq.app_minutes_daily', "day = '2020-01-01' AND app = 'Mail'")).toBe(1);
    expect(await count('seq.app_minutes_daily', "day = '2020-01-01' AND app = 'Slack'")).toBe(0);
  });

  it('goes from a stretch of time alone where one is named', async () => {
    const bounded = { ...scope, app: 'Terminal', from_ms: nowMs - 24 * hourMs, to_ms: nowMs - 2 * hourMs };
    const outside = await count(
      'seq.context',
      `app = 'Terminal' AND NOT (ts_ms < ${bounded.to_ms} AND ts_ms + dur_ms > ${bounded.from_ms})`,
    );
    expect(await forget(deps, bounded, never, silent)).toMatchObject({ left: 0, sums_right: true });
    expect(outside).toBeGreaterThan(0);
    expect(await count('seq.context', "app = 'Terminal'")).toBe(outside);
    expect(await wrongSums()).toEqual({});
  });
});

describe('a domain', () => {
  it('goes with all that lies under it, and no other', async () => {
    const row = { app: 'Safari', bundle_id: '', window_title: 'demo: bank', dur_ms: 60_000, utc_offset_min: -150 };
    const at = nowMs - 30 * hourMs;
    const urls = [
      'https://example.org/a',
      'https://mail.Example.org:8443/x?y',
      'https://notexample.org/',
      'https://example.org.evil.net/',
      'https://other.net/?to=example.org',
    ];
    await insertRows(
      test.database.writer,
      'seq.context',
      urls.map((url, index) => ({ ...row, url, ts_ms: at + index * 60_000 })),
    );
    await insertRows(test.database.writer, 'seq.mem_events', [
      {
        ts_ms: at,
        kind: 'ocr',
        app: 'Safari',
        subject: '',
        value: 0,
        payload: JSON.stringify({ url: urls[1], text: 'secret' }),
      },
      {
        ts_ms: at,
        kind: 'ocr',
        app: 'Safari',
        subject: '',
        value: 0,
        payload: JSON.stringify({ url: urls[2], text: 'kept' }),
      },
    ]);
    const outcome = await forget(deps, { ...nothing, domain: 'example.org' }, never, silent);
    expect(outcome).toMatchObject({ total: 3, left: 0, sums_right: true });
    expect(await count('seq.context', `ts_ms >= ${at} AND url IN ('${urls.join("','")}')`)).toBe(3);
    expect(await count('seq.mem_events', "payload LIKE '%secret%'")).toBe(0);
    expect(await count('seq.mem_events', "payload LIKE '%kept%'")).toBe(1);
    expect(await wrongSums()).toEqual({});
  });
});

describe('a stretch of time', () => {
  const scope: ForgetScope = { ...nothing, from_ms: nowMs - 5 * hourMs, to_ms: nowMs - 3 * hourMs };

  it('goes with windows, notes and presence, and leaves agents alone unless asked', async () => {
    const calls = await count('hive.model_invocations');
    const outcome = await forget(deps, scope, never, silent);
    expect(outcome).toMatchObject({ left: 0, sums_right: true });
    expect(outcome.tables.find(({ table }) => table === 'seq.presence')?.rows).toBeGreaterThan(0);
    const inside = `ts_ms < ${scope.to_ms} AND ts_ms + dur_ms > ${scope.from_ms}`;
    for (const table of ['seq.context', 'seq.window_context', 'seq.presence'])
      expect(await count(table, inside)).toBe(0);
    expect(await count('hive.model_invocations')).toBe(calls);
    expect(await wrongSums()).toEqual({});
  });

  it('cuts presence off where the time begins', async () => {
    const from = scope.from_ms ?? 0;
    const [before] = await (
      await test.database.admin.query({
        query: `SELECT ts_ms, dur_ms FROM seq.presence WHERE ts_ms < ${from} AND ts_ms + dur_ms > ${from}`,
        format: 'JSONEachRow',
      })
    ).json<{ ts_ms: string; dur_ms: string }>();
    expect(before).toBeDefined();
    await forget(deps, scope, never, silent);
    expect(await number(`SELECT dur_ms FROM seq.presence WHERE ts_ms = ${before?.ts_ms ?? ''}`)).toBe(
      from - Number(before?.ts_ms),
    );
  });

  it('takes what agents did with it when asked, with every sum', async () => {
    const whole = { ...scope, from_ms: nowMs - 30 * hourMs, agents: true };
    const cost = await number('SELECT sum(cost_micros) FROM hive.cost_per_hour');
    await insertRows(test.database.writer, 'hive.model_call_additions', [
      { ts_ms: nowMs - 4 * hourMs, event_id: 'x', provider: 'openai', model: 'm', ttft_us: 5 },
    ]);
    for (const table of rowTables.slice(-4)) {
      await insertRows(test.database.writer, table, [{ ts_ms: nowMs - 4 * hourMs, thread_id: 'x' }]);
    }
    const plan = await planForgetting(deps, whole);
    for (const { table, rows } of plan.tables) expect([table, rows > 0]).toEqual([table, true]);
    const steps: string[] = [];
    const outcome = await forget(deps, whole, never, ({ step }) => void steps.push(step));
    expect(outcome).toMatchObject({ total: plan.total, left: 0, sums_right: true });
    expect(steps).toHaveLength(rowTables.length + minuteSums.length + agentSums.length + 3);
    expect(await number('SELECT sum(cost_micros) FROM hive.cost_per_hour')).toBeLessThan(cost);
    const inside = `ts_ms >= ${whole.from_ms} AND ts_ms < ${whole.to_ms}`;
    expect(await count('hive.failures', inside)).toBe(0);
    expect(await wrongSums()).toEqual({});
    expect(
      await number(
        'SELECT (SELECT sum(cost_micros) FROM hive.cost_per_hour) - (SELECT sum(cost_micros) FROM hive.model_invocations)',
      ),
    ).toBe(0);
    const after = nowMs - 3 * hourMs;
    expect(await count('hive.model_invocations', `ts_ms >= ${after}`)).toBeGreaterThan(0);
  });
});

describe('a forgetting that is broken off', () => {
  const scope: ForgetScope = { ...nothing, from_ms: nowMs - 30 * hourMs, to_ms: nowMs - 3 * hourMs, agents: true };

  it.each(['journal', 'seq.context', 'hive.tool_calls', 'seq.app_minutes_daily', 'hive.calls_per_quarter'])(
    'after %s is finished by the next start',
    async (last) => {
      class Crash extends Error {}
      const crashing: ForgetDeps = {
        ...deps,
        onStep: (step) => {
          if (step === last) throw new Crash();
        },
      };
      await expect(forget(crashing, scope, never, silent)).rejects.toThrow(Crash);
      expect(JSON.parse(await readFile(join(test.paths.dataDir, 'forget.json'), 'utf8'))).toMatchObject({ scope });
      expect(await finishForgetting(deps)).toMatchObject({ left: 0, sums_right: true });
      expect((await planForgetting(deps, scope)).total).toBe(0);
      expect(await wrongSums()).toEqual({});
      expect(await finishForgetting(deps)).toBeUndefined();
    },
  );

  it('by the person keeps the tables that were not reached, with right sums', async () => {
    const control = new AbortController();
    const outcome = await forget(deps, scope, control.signal, ({ done }) => {
      if (done === 2) control.abort();
    });
    expect(outcome).toMatchObject({ cancelled: true, sums_right: true });
    expect(outcome.left).toBeGreaterThan(0);
    expect(await count('hive.model_invocations')).toBeGreaterThan(0);
    expect(await wrongSums()).toEqual({});
    expect(await isThere('forget.json')).toBe(false);
  });
});

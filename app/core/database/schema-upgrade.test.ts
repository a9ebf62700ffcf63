import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableName, TableRows } from '../../contract/rows.ts';
import { type DemoBatch, demoBatches } from '../demo/demo-rows.ts';
import { insertRows } from '../demo/testing.ts';
import { type Migration, readMigrations } from './migration-files.ts';
import { applyMigrations, describeMigrationProblem } from './migrations.ts';
import { type TestDatabase, realClock, startTestDatabase, testRetention } from './testing.ts';

const nowMs = Date.UTC(2026, 6, 7, 15);
/** All rows of each table in two halves: one is there before the upgrade, the other comes after it. */
const batches = [...demoBatches({ nowMs, days: 1, timeZone: 'Europe/Berlin' })].flatMap(({ table, rows }) => {
  const middle = Math.ceil(rows.length / 2);
  return [{ table, rows: rows.slice(0, middle) } as DemoBatch, { table, rows: rows.slice(middle) } as DemoBatch];
});
const migrations: Migration[] = await readMigrations('schema');
const steps = migrations.map((migration) => migration.file);

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase({ migrate: false });
});
afterAll(() => test.stop());

async function migrate(before?: (migration: Migration) => boolean): Promise<void> {
  const applied = await applyMigrations({
    admin: test.database.admin,
    schemaDir: test.paths.schemaDir,
    parameters: testRetention,
    clock: realClock,
    checkDiskSpace: () => Promise.resolve(undefined),
    before,
  });
  if (!applied.ok) throw new Error(describeMigrationProblem(applied.error));
}

async function select(sql: string): Promise<Record<string, unknown>[]> {
  return (await test.database.admin.query({ query: sql, format: 'JSONEachRow' })).json();
}

async function dropEverything(): Promise<void> {
  for (const name of ['seq', 'hive', 'hivebar']) {
    await test.database.admin.command({ query: `DROP DATABASE IF EXISTS ${name} SYNC` });
  }
}

async function existingTables(): Promise<Set<string>> {
  const rows = await select(
    "SELECT concat(database, '.', name) AS name FROM system.tables WHERE database IN ('seq', 'hive')",
  );
  return new Set(rows.map((row) => String(row['name'])));
}

async function insert(chosen: readonly DemoBatch[]): Promise<void> {
  for (const { table, rows } of chosen) await insertRows(test.database.writer, table, rows);
}

function rowsOf<T extends TableName>(table: T): TableRows[T][] {
  return batches.flatMap((batch) => (batch.table === table ? (batch.rows as TableRows[T][]) : []));
}

function total<T>(rows: readonly T[], value: (row: T) => number): number {
  return Math.round(rows.reduce((sum, row) => sum + value(row), 0));
}

/** What tables and the targets of views must hold once all demo rows are in, computed from the rows. */
function expectedTotals(): Record<string, number> {
  const calls = rowsOf('hive.model_invocations');
  const context = rowsOf('seq.context');
  const failedTools = rowsOf('hive.tool_calls').filter((row) => row.ok === 0);
  return {
    context: context.length,
    presence: rowsOf('seq.presence').length,
    mem_events: rowsOf('seq.mem_events').length,
    trace_events: rowsOf('seq.trace_events').length,
    model_invocations: calls.length,
    tool_calls: rowsOf('hive.tool_calls').length,
    supersteps: rowsOf('hive.supersteps').length,
    window_context: context.length,
    window_context_ms: total(context, (row) => row.dur_ms),
    window_context_afk: total(context, (row) => row.afk ?? 0),
    app_minutes: total(context, (row) => (row.afk === 1 ? 0 : row.dur_ms / 60_000)),
    cost_calls: calls.length,
    cost_micros: total(calls, (row) => row.cost_micros ?? 0),
    cost_unpriced: total(calls, (row) => (typeof row.cost_micros === 'number' ? 0 : 1)),
    failed_calls: total(calls, (row) => 1 - row.ok),
    failed_tools: failedTools.length,
    ...expectedOfPlacesAndThreads(),
  };
}

function expectedOfPlacesAndThreads(): Record<string, number> {
  const calls = rowsOf('hive.model_invocations');
  const toolCalls = rowsOf('hive.tool_calls');
  const steps = rowsOf('hive.supersteps');
  const ended = steps.filter((row) => row.status !== 'started');
  const failedSteps = ended.filter((row) => row.status === 'error').length;
  const failures = [...calls, ...toolCalls].filter((row) => row.ok === 0).length + failedSteps;
  return {
    place_calls: calls.length + toolCalls.length + ended.length,
    place_errors: failures,
    failures,
    threads: new Set([...calls, ...toolCalls, ...steps].map((row) => row.thread_id)).size,
    thread_steps: ended.length,
    thread_calls: calls.length,
    thread_tools: toolCalls.length,
    thread_failures: failures,
    thread_micros: total(calls, (row) => row.cost_micros ?? 0),
    thread_first_ms: Math.min(...[...calls, ...toolCalls, ...steps].map((row) => row.ts_ms)),
  };
}

const totalsSql = `SELECT
    (SELECT count() FROM seq.context) AS context,
    (SELECT count() FROM seq.presence) AS presence,
    (SELECT count() FROM seq.mem_events) AS mem_events,
    (SELECT count() FROM seq.trace_events) AS trace_events,
    (SELECT count() FROM hive.model_invocations) AS model_invocations,
    (SELECT count() FROM hive.tool_calls) AS tool_calls,
    (SELECT count() FROM hive.supersteps) AS supersteps,
    (SELECT count() FROM seq.window_context) AS window_context,
    (SELECT sum(dur_ms) FROM seq.window_context) AS window_context_ms,
    (SELECT sum(afk) FROM seq.window_context) AS window_context_afk,
    (SELECT round(sum(minutes)) FROM seq.app_minutes_daily) AS app_minutes,
    (SELECT sum(calls) FROM hive.cost_per_hour) AS cost_calls,
    (SELECT sum(cost_micros) FROM hive.cost_per_hour) AS cost_micros,
    (SELECT sum(unpriced_calls) FROM hive.cost_per_hour) AS cost_unpriced,
    (SELECT sum(errors) FROM hive.error_hotspots) AS failed_calls,
    (SELECT sum(errors) FROM hive.tool_error_hotspots) AS failed_tools,
    (SELECT sum(calls) FROM hive.calls_per_quarter) AS place_calls,
    (SELECT sum(errors) FROM hive.calls_per_quarter) AS place_errors,
    (SELECT count() FROM hive.failures) AS failures,
    (SELECT uniqExact(thread_id) FROM hive.thread_hours) AS threads,
    (SELECT sum(steps) FROM hive.thread_hours) AS thread_steps,
    (SELECT sum(model_calls) FROM hive.thread_hours) AS thread_calls,
    (SELECT sum(tool_calls) FROM hive.thread_hours) AS thread_tools,
    (SELECT sum(failed_calls + failed_tools + failed_steps) FROM hive.thread_hours) AS thread_failures,
    (SELECT sum(cost_micros) FROM hive.thread_hours) AS thread_micros,
    (SELECT min(first_ms) FROM hive.thread_hours) AS thread_first_ms`;

async function foundTotals(): Promise<Record<string, number>> {
  const [row = {}] = await select(totalsSql);
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)]));
}

describe('the schema', () => {
  it.each(steps)('upgrades with rows in it from the step before %s', async (file) => {
    await dropEverything();
    await migrate((migration) => migration.file === file);
    const existing = await existingTables();
    const early = batches.filter((batch, index) => existing.has(batch.table) && index % 2 === 0);
    await insert(early);
    await migrate();
    await insert(batches.filter((batch) => !early.includes(batch)));
    expect(await foundTotals()).toEqual(expectedTotals());
  });

  it('changes nothing when every file runs a second time', async () => {
    await dropEverything();
    await migrate();
    await insert(batches);
    const before = await foundTotals();
    await test.database.admin.command({ query: 'DROP TABLE hivebar.schema_migrations SYNC' });
    await migrate();
    expect(await foundTotals()).toEqual(before);
    expect(before).toEqual(expectedTotals());
  });
});

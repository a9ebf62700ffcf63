import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, killServer, startTestDatabase, until } from '../database/testing.ts';
import type { TableWriter } from './table-writer.ts';
import { openTestWriter } from './testing.ts';
import { type AnyRow, type Writer, openWriter } from './writer.ts';
import { describeWriterError } from './writer-error.ts';

const deduplicated = 'ENGINE = MergeTree ORDER BY tuple() SETTINGS non_replicated_deduplication_window = 1000';

let test: TestDatabase;
let writer: Writer;
beforeAll(async () => {
  test = await startTestDatabase();
  writer = openTestWriter(test);
});
afterAll(async () => {
  await writer.close(5_000);
  await test.stop();
});

async function table(name: string, by: Writer = writer): Promise<TableWriter<AnyRow>> {
  const opened = await by.table(name);
  if (!opened.ok) throw new Error(describeWriterError(opened.error));
  return opened.value;
}

async function run(query: string): Promise<void> {
  await test.database.admin.command({ query });
}

async function ask(query: string): Promise<readonly unknown[]> {
  const answer = await test.database.admin.query({
    query,
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1, output_format_json_quote_decimals: 1 },
  });
  return answer.json();
}

/** Creates a table with one column `v`, pushes `values` into it and reads what arrived, as ClickHouse's text. */
async function roundTrip(name: string, type: string, values: readonly unknown[]): Promise<readonly unknown[]> {
  await run(`CREATE TABLE seq.${name} (i UInt32, v ${type}) ${deduplicated}`);
  const rows = values.map((value, i) => ({ i, v: value }));
  expect((await table(`seq.${name}`)).push(rows)).toEqual({ accepted: rows.length, refused: [] });
  expect(await writer.flush(20_000)).toEqual({ ok: true, value: undefined });
  const read = (await ask(`SELECT toString(v) AS v FROM seq.${name} ORDER BY i`)) as readonly { v: unknown }[];
  return read.map(({ v }) => v);
}

describe('every type, at its extremes, as the server reads it back', () => {
  it.each<[string, string, readonly unknown[], readonly unknown[]]>([
    ['u8', 'UInt8', [0, 255, true], ['0', '255', '1']],
    ['u16', 'UInt16', [0, 65_535], ['0', '65535']],
    ['u32', 'UInt32', [0, 4_294_967_295], ['0', '4294967295']],
    ['u64', 'UInt64', [0, '18446744073709551615', 2 ** 53 - 1], ['0', '18446744073709551615', '9007199254740991']],
    ['i8', 'Int8', [-128, 127], ['-128', '127']],
    ['i16', 'Int16', [-32_768, 32_767], ['-32768', '32767']],
    ['i32', 'Int32', [-2_147_483_648, 2_147_483_647], ['-2147483648', '2147483647']],
    ['i64', 'Int64', [-(2n ** 63n), 2n ** 63n - 1n, -1], ['-9223372036854775808', '9223372036854775807', '-1']],
    ['f32', 'Float32', [0.5, -3.4028234663852886e38, Number.NaN], ['0.5', '-3.4028235e38', 'nan']],
    [
      'f64',
      'Float64',
      [5e-324, 1.7976931348623157e308, -0, Infinity],
      ['5e-324', '1.7976931348623157e308', '-0', 'inf'],
    ],
    ['bool', 'Bool', [true, false], ['true', 'false']],
    ['str', 'String', ['', 'ä€😀', 'x'.repeat(100_000), 'nul\0in'], ['', 'ä€😀', 'x'.repeat(100_000), 'nul\0in']],
    ['fixed', 'FixedString(3)', ['abc', 'ä'], ['abc', 'ä']],
    ['lc', 'LowCardinality(String)', ['a', '', 'a', 'b'], ['a', '', 'a', 'b']],
    ['lcn', 'LowCardinality(Nullable(String))', ['a', null, '', null], ['a', null, '', null]],
    ['lcf', 'LowCardinality(FixedString(2))', ['ab', 'cd', 'ab'], ['ab', 'cd', 'ab']],
    ['e8', "Enum8('low' = -128, 'it\\'s' = 0, 'high' = 127)", ['low', "it's", 127], ['low', "it's", 'high']],
    ['e16', "Enum16('low' = -32768, 'high' = 32767)", ['low', 'high'], ['low', 'high']],
    ['date', 'Date', ['1970-01-01', '2149-06-06'], ['1970-01-01', '2149-06-06']],
    ['date32', 'Date32', ['1900-01-01', '2299-12-31'], ['1900-01-01', '2299-12-31']],
    ['dt', "DateTime('UTC')", [0, '2106-02-07T06:28:15Z'], ['1970-01-01 00:00:00', '2106-02-07 06:28:15']],
    [
      'dt64',
      "DateTime64(3, 'UTC')",
      [-1, '2299-12-31 23:59:59.999'],
      ['1969-12-31 23:59:59.999', '2299-12-31 23:59:59.999'],
    ],
    ['dt64n', "DateTime64(9, 'UTC')", ['2262-04-11 23:47:16.854775807'], ['2262-04-11 23:47:16.854775807']],
    [
      'uuid',
      'UUID',
      ['00112233-4455-6677-8899-aabbccddeeff', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
      ['00112233-4455-6677-8899-aabbccddeeff', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    ],
    ['ip4', 'IPv4', ['0.0.0.0', '255.254.253.252'], ['0.0.0.0', '255.254.253.252']],
    ['dec9', 'Decimal(9, 2)', ['-9999999.99', 0.1], ['-9999999.99', '0.1']],
    ['dec18', 'Decimal(12, 6)', ['999999.999999', '-0.000001'], ['999999.999999', '-0.000001']],
    ['dec38', 'Decimal(38, 4)', [`-${'9'.repeat(34)}.9999`, '1'], [`-${'9'.repeat(34)}.9999`, '1']],
    ['arr', 'Array(String)', [[], ['a', ''], ['ä']], ['[]', "['a','']", "['ä']"]],
    ['arrlc', 'Array(LowCardinality(String))', [[], ['a', 'a'], []], ['[]', "['a','a']", '[]']],
    ['arrempty', 'Array(LowCardinality(String))', [[], []], ['[]', '[]']],
    ['arr2', 'Array(Array(Nullable(Int8)))', [[[1, null], []], []], ['[[1,NULL],[]]', '[]']],
    ['null', 'Nullable(Int64)', [null, '-9223372036854775808', 0], [null, '-9223372036854775808', '0']],
    ['nulls', 'Nullable(String)', [null, '', 'x'], [null, '', 'x']],
    ['nulle', "Nullable(Enum8('a' = 1))", [null, 'a'], [null, 'a']],
    [
      'map',
      'Map(String, UInt64)',
      [{}, { a: 1, b: '18446744073709551615' }],
      ['{}', "{'a':1,'b':18446744073709551615}"],
    ],
    ['maplc', 'Map(LowCardinality(String), Array(UInt8))', [{ a: [1, 2] }, {}], ["{'a':[1,2]}", '{}']],
  ])('%s %s', async (name, type, values, expected) => {
    expect(await roundTrip(`type_${name}`, type, values)).toEqual(expected);
  });

  it('sends a dictionary of more values than one and two bytes can number', async () => {
    await run(`CREATE TABLE seq.wide (v LowCardinality(String)) ${deduplicated}`);
    const rows = Array.from({ length: 70_000 }, (_, i) => ({ v: `value ${i}` }));
    expect((await table('seq.wide')).push(rows).accepted).toBe(70_000);
    expect((await writer.flush(20_000)).ok).toBe(true);
    expect(await ask('SELECT uniqExact(v) AS n, min(v) AS a, max(v) AS b FROM seq.wide')).toEqual([
      { n: '70000', a: 'value 0', b: 'value 9999' },
    ]);
  });
});

describe('the tables of Hivebar', () => {
  it('takes the least that a row type asks for, in each of them', async () => {
    const now = Date.UTC(2026, 5, 1);
    const rows: Readonly<Record<string, AnyRow>> = {
      'seq.context': {
        ts_ms: now,
        dur_ms: 60_000,
        app: 'Editor',
        bundle_id: 'e',
        window_title: 't',
        utc_offset_min: -90,
      },
      'seq.presence': { ts_ms: now, dur_ms: 1, state: 'active' },
      'seq.mem_events': { ts_ms: now, kind: 'metric', value: -1.5 },
      'seq.trace_events': { ts_ms: now, level: 'warn', component: 'c', event: 'e' },
      'hive.supersteps': { ts_ms: now, thread_id: 't', graph_name: 'g', step_index: 1, status: 'error' },
      'hive.model_invocations': { ts_ms: now, provider: 'p', model: 'm', ok: 1, cost_micros: null },
      'hive.tool_calls': { ts_ms: now, tool_name: 'Bash', ok: 0 },
    };
    for (const [name, row] of Object.entries(rows)) {
      expect((await table(name)).push([row]), name).toEqual({ accepted: 1, refused: [] });
    }
    expect(await writer.flush(20_000)).toEqual({ ok: true, value: undefined });
    for (const name of Object.keys(rows)) expect(await ask(`SELECT count() AS n FROM ${name}`)).toEqual([{ n: '1' }]);
    expect(await ask('SELECT app, minutes FROM seq.app_minutes_daily')).toEqual([{ app: 'Editor', minutes: 1 }]);
    expect(await ask('SELECT cost_micros FROM hive.model_invocations')).toEqual([{ cost_micros: null }]);
  });

  it('lets the server fill in a column with a DEFAULT expression that a row leaves out', async () => {
    await run(`CREATE TABLE seq.defaults (a UInt8, b UInt8 DEFAULT a * 2, c String DEFAULT '') ${deduplicated}`);
    const defaults = await table('seq.defaults');
    expect(defaults.columns.map(({ hasDefault }) => hasDefault)).toEqual([false, true, false]);
    expect(defaults.push([{ a: 1 }, { a: 2, b: 9 }]).accepted).toBe(2);
    expect((await writer.flush(20_000)).ok).toBe(true);
    expect(await ask('SELECT * FROM seq.defaults ORDER BY a')).toEqual([
      { a: 1, b: 2, c: '' },
      { a: 2, b: 9, c: '' },
    ]);
  });
});

describe('what cannot be written', () => {
  it('names an unknown table, an unknown column, a forbidden table and an unsupported type', async () => {
    await run('CREATE TABLE seq.unsupported (a UInt8, j JSON) ENGINE = MergeTree ORDER BY tuple()');
    await run('CREATE DATABASE elsewhere');
    await run('CREATE TABLE elsewhere.t (a UInt8) ENGINE = MergeTree ORDER BY tuple()');
    expect(await writer.table('seq.nope')).toMatchObject({
      error: { error: { name: 'UNKNOWN_TABLE', serverCode: 60 } },
    });
    expect(await writer.table('seq.context', { columns: ['ts_ms', 'nope'] })).toMatchObject({
      error: { error: { name: 'UNKNOWN_COLUMN', column: 'nope' } },
    });
    expect(await writer.table('elsewhere.t')).toMatchObject({
      error: { error: { name: 'ACCESS_DENIED', serverCode: 497 } },
    });
    expect(await writer.table('seq.unsupported')).toMatchObject({
      error: { error: { name: 'UNSUPPORTED_TYPE', column: 'j' } },
    });
    expect((await writer.table('seq.unsupported', { columns: ['a'] })).ok).toBe(true);
  });

  it('parks rows that a view refuses, goes on with other tables, and delivers when the view is gone', async () => {
    await run(`CREATE TABLE seq.parked (a String) ${deduplicated}`);
    await run(`CREATE TABLE seq.target (n UInt8) ${deduplicated}`);
    const patient = openTestWriter(test, { retryFailedMs: 100 });
    const parked = await table('seq.parked', patient);
    await run('CREATE MATERIALIZED VIEW seq.strict TO seq.target AS SELECT toUInt8(a) AS n FROM seq.parked');
    expect(parked.push([{ a: 'no number' }]).accepted).toBe(1);
    await until('the table failed', () => patient.stats().failedTables === 1);
    expect(parked.push([{ a: '1' }]).refused).toMatchObject([{ error: { error: { name: 'TABLE_FAILED' } } }]);
    expect(await patient.flush(20_000)).toMatchObject({ error: { name: 'TABLE_FAILED' } });
    const described = JSON.stringify(patient.stats());
    expect(described).not.toContain('no number');

    const other = await table('seq.presence', patient);
    expect(other.push([{ ts_ms: 1_700_000_000_000, dur_ms: 5, state: 'locked' }]).accepted).toBe(1);
    await until('the other table arrived', async () => {
      return (await ask("SELECT 1 FROM seq.presence WHERE state = 'locked'")).length === 1;
    });

    await run('DROP VIEW seq.strict SYNC');
    await until('the parked row arrived', () => patient.stats().total.acknowledgedRows === 2);
    expect(await ask('SELECT a FROM seq.parked')).toEqual([{ a: 'no number' }]);
    expect(await patient.close(5_000)).toEqual({ unacknowledgedRows: 0 });
  });
});

describe('when the server dies', () => {
  it('neither loses nor doubles a row over kill -9 under load, in the table and in its view', async () => {
    await run(`CREATE TABLE seq.loaded (n UInt64) ${deduplicated}`);
    await run(`CREATE TABLE seq.loaded_sum (n UInt64) ${deduplicated}`);
    await run('CREATE MATERIALIZED VIEW seq.mv_loaded TO seq.loaded_sum AS SELECT n FROM seq.loaded');
    const own = openTestWriter(test);
    const loaded = await table('seq.loaded', own);
    const stopFollowing = test.database.onRuntime(({ host, tcpPort }) => void own.setServer(host, tcpPort));
    const total = 60_000;
    let pushed = 0;
    for (let round = 0; round < 2; round++) {
      const killAt = pushed + total / 4;
      while (pushed < killAt) pushed += push(loaded, pushed, 50);
      await until('some rows arrived', () => own.stats().total.acknowledgedRows > 0);
      const connects = own.stats().connects;
      await killServer(test);
      while (pushed < killAt + total / 4) pushed += push(loaded, pushed, 50);
      await until(
        'the writer is connected again',
        () => own.stats().connects > connects && own.stats().connected,
        30_000,
      );
    }
    expect(await own.flush(30_000)).toEqual({ ok: true, value: undefined });
    await stopFollowing();
    expect(pushed).toBe(total);
    const expected = [{ rows: String(total), distinct: String(total) }];
    expect(await ask('SELECT count() AS rows, uniqExact(n) AS distinct FROM seq.loaded')).toEqual(expected);
    expect(await ask('SELECT count() AS rows, uniqExact(n) AS distinct FROM seq.loaded_sum')).toEqual(expected);
    expect(await own.close(5_000)).toEqual({ unacknowledgedRows: 0 });
  }, 120_000);

  function push(loaded: TableWriter<AnyRow>, from: number, count: number): number {
    return loaded.push(Array.from({ length: count }, (_, i) => ({ n: from + i }))).accepted;
  }

  it('says FULL when the server stays away, and tells at the end what was left', async () => {
    const limited = openTestWriter(test, { maxBufferedBytes: 1_000 });
    const context = await table('seq.mem_events', limited);
    limited.setServer('127.0.0.1', 1);
    const rows = Array.from({ length: 30 }, () => ({ ts_ms: 1_700_000_000_000, kind: 'k', subject: 'x'.repeat(100) }));
    let accepted = 0;
    await until('the buffer is full', () => {
      const outcome = context.push(rows.slice(0, 1));
      accepted += outcome.accepted;
      return outcome.refused.length > 0;
    });
    expect(context.push(rows).refused).toHaveLength(30);
    expect(limited.stats().total.refusedFull).toBeGreaterThan(0);
    expect(await limited.flush(10)).toMatchObject({ ok: false, error: { name: 'TIMED_OUT' } });
    const { unacknowledgedRows } = await limited.close(10);
    expect(unacknowledgedRows).toBe(accepted - limited.stats().total.acknowledgedRows);
    expect(unacknowledgedRows).toBeGreaterThan(0);
    expect(context.push(rows).refused[0]).toMatchObject({ error: { error: { name: 'CLOSED' } } });
  });
});

describe('loading the addon', () => {
  it('says what to do when it was not built', () => {
    const opened = openWriter({ addonPath: '/nowhere/seqch.node', port: 1, user: 'u', password: 'p' });
    expect(opened.ok ? '' : describeWriterError(opened.error)).toMatch(
      /nowhere\/seqch\.node cannot be loaded: .*npm run build/s,
    );
  });
});

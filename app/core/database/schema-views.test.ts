import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, startTestDatabase, testRetention, realClock } from './testing.ts';
import { applyMigrations } from './migrations.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

const at = Date.UTC(2026, 6, 7, 15);

async function select(sql: string): Promise<Record<string, unknown>[]> {
  return (await test.database.admin.query({ query: sql, format: 'JSONEachRow' })).json();
}

async function insert(table: string, values: readonly object[], token?: string): Promise<void> {
  const clickhouse_settings = token === undefined ? {} : { insert_deduplication_token: token };
  await test.database.writer.insert({ table, values, format: 'JSONEachRow', clickhouse_settings });
}

describe('tables and targets of views', () => {
  it('all remember the tokens of many inserts', async () => {
    const tables = await select(
      `SELECT concat(database, '.', name) AS name, engine_full FROM system.tables
       WHERE database IN ('seq', 'hive') AND engine LIKE '%MergeTree'`,
    );
    expect(tables.length).toBeGreaterThan(12);
    for (const { name, engine_full } of tables) {
      expect([name, engine_full]).toEqual([
        name,
        expect.stringContaining('non_replicated_deduplication_window = 10000') as string,
      ]);
    }
  });

  it('take a batch that is sent three times once, over several days, views included', async () => {
    const dayMs = 86_400_000;
    const context = { dur_ms: 60_000, app: 'twice', bundle_id: '', window_title: '' };
    const call = {
      provider: 'demo',
      model: 'twice',
      ok: 0,
      node_id: 'twice',
      thread_id: 'twice',
      cost_micros: 5,
      dur_us: 10,
    };
    const tool = { tool_name: 'twice', ok: 0, thread_id: 'twice' };
    const event = { kind: 'window_context', app: 'twice', subject: 't', payload: '{"dur_ms":7}', value: 0 };
    const batches: [table: string, row: object][] = [
      ['seq.context', context],
      ['seq.mem_events', event],
      ['hive.model_invocations', call],
      ['hive.tool_calls', tool],
    ];
    for (const [table, row] of batches) {
      const values = [0, 1, 2, 3].map((day) => ({ ...row, ts_ms: at - day * dayMs }));
      for (let attempt = 0; attempt < 3; attempt += 1) await insert(table, values, `journal-7/3/4096/${table}`);
      // Equal rows under another token are other rows.
      await insert(table, values.slice(0, 1), `journal-7/3/8192/${table}`);
    }
    const counted = {
      'seq.context': "SELECT count() FROM seq.context WHERE app = 'twice'",
      minutes: "SELECT sum(minutes) FROM seq.app_minutes_daily WHERE app = 'twice'",
      windows: "SELECT count() FROM seq.window_context WHERE app = 'twice'",
      calls: "SELECT sum(calls) FROM hive.cost_per_hour WHERE model = 'twice'",
      errors: "SELECT sum(errors) FROM hive.error_hotspots WHERE node_id = 'twice'",
      tool_errors: "SELECT sum(errors) FROM hive.tool_error_hotspots WHERE tool_name = 'twice'",
      place_calls: "SELECT sum(calls) FROM hive.calls_per_quarter WHERE kind = 'model' AND name = 'twice'",
      place_errors: "SELECT sum(errors) FROM hive.calls_per_quarter WHERE kind = 'tool' AND name = 'twice'",
      failures: "SELECT count() FROM hive.failures WHERE kind = 'tool' AND name = 'twice'",
      thread_calls: "SELECT sum(model_calls) FROM hive.thread_hours WHERE thread_id = 'twice'",
      thread_tools: "SELECT sum(tool_calls) FROM hive.thread_hours WHERE thread_id = 'twice'",
    };
    for (const [what, sql] of Object.entries(counted)) {
      const [row] = await select(`SELECT toUInt32((${sql})) AS found`);
      expect([what, row?.['found']]).toEqual([what, 5]);
    }
  });
});

describe('a row with absurd numbers', () => {
  it('is stored and stops nothing', async () => {
    const most = '18446744073709551615';
    const rows: Record<string, object> = {
      'seq.context': { dur_ms: most, app: 'absurd', bundle_id: '', window_title: '', utc_offset_min: -32768 },
      'seq.presence': { dur_ms: most, state: 'absurd' },
      'seq.mem_events': {
        kind: 'window_context',
        app: 'absurd',
        subject: '',
        payload: `{"dur_ms":${most}}`,
        value: 1e308,
      },
      'hive.model_invocations': {
        provider: '',
        model: 'absurd',
        thread_id: 'absurd',
        ok: 0,
        dur_us: most,
        cost_micros: '9223372036854775807',
      },
      'hive.tool_calls': { tool_name: 'absurd', thread_id: 'absurd', ok: 0, dur_us: most },
      'hive.supersteps': { graph_name: 'absurd', thread_id: 'absurd', status: 'error', dur_us: most },
    };
    for (const [table, row] of Object.entries(rows)) {
      const times = [0, 1, '4294967295999', '4294967296000', '9223372036854775807', '9223372036854775808', most];
      for (const ts_ms of times) await insert(table, [{ ...row, ts_ms }]);
      await test.database.admin.command({ query: `OPTIMIZE TABLE ${table} FINAL` });
      const [found] = await select(
        `SELECT toUInt32(count()) AS found FROM ${table} WHERE formatRow('CSV', *) LIKE '%absurd%'`,
      );
      expect([table, found?.['found']]).toEqual([table, times.length]);
    }
  });
});

describe('window_context', () => {
  it('makes columns of the JSON of a window event, whatever is missing from it', async () => {
    const event = { ts_ms: at, kind: 'window_context', app: '', subject: '', payload: '', value: 0 };
    const payload = {
      dur_ms: 60_000,
      app: 'Demo Editor',
      bundle_id: 'demo.editor',
      window_title: 'demo: "quoted" ä\n',
      url: 'https://example.com/demo',
      afk: 1,
      tz: 'Asia/Kathmandu',
      utc_offset_min: 345,
      segment_id: 's1',
    };
    await insert('seq.mem_events', [
      { ...event, ts_ms: at, payload: JSON.stringify(payload) },
      { ...event, ts_ms: at + 1, app: 'by column', subject: 'title by subject', payload: '{"dur_ms":5,"afk":true}' },
      { ...event, ts_ms: at + 2, payload: 'no JSON', subject: 'kept' },
      { ...event, ts_ms: at + 3, payload: '{"dur_ms":-5,"utc_offset_min":"east","app":null,"afk":"yes"}' },
      { ...event, ts_ms: at + 4, kind: 'ocr', payload: JSON.stringify(payload) },
    ]);
    const rows = await select(
      `SELECT toUInt32(ts_ms - ${at}) AS after_ms, toUInt32(dur_ms) AS dur_ms, app, bundle_id, window_title, url, afk, tz,
           utc_offset_min, segment_id
       FROM seq.window_context WHERE app NOT IN ('twice', 'absurd') AND ts_ms >= ${at} ORDER BY ts_ms`,
    );
    const empty = {
      dur_ms: 0,
      app: '',
      bundle_id: '',
      window_title: '',
      url: '',
      afk: 0,
      tz: '',
      utc_offset_min: 0,
      segment_id: '',
    };
    expect(rows).toEqual([
      { after_ms: 0, ...payload },
      { ...empty, after_ms: 1, dur_ms: 5, app: 'by column', window_title: 'title by subject', afk: 1 },
      { ...empty, after_ms: 2, window_title: 'kept' },
      { ...empty, after_ms: 3 },
    ]);
  });
});

describe('retention', () => {
  it('removes days that are over, and neither today nor a date that is far ahead', async () => {
    const old = await startTestDatabase({ migrate: false });
    try {
      const applied = await applyMigrations({
        admin: old.database.admin,
        schemaDir: old.paths.schemaDir,
        parameters: { ...testRetention, agents_retention_days: 3650, context_retention_days: 90 },
        clock: realClock,
        checkDiskSpace: () => Promise.resolve(undefined),
      });
      expect(applied.ok).toBe(true);
      const nowMs = Date.now();
      const call = { provider: 'demo', model: 'demo', ok: 0 };
      const context = { dur_ms: 1, app: 'demo', bundle_id: '', window_title: '' };
      const farAhead = Date.UTC(2105, 11, 31);
      const days = (count: number): number => nowMs - count * 86_400_000;
      const write = (table: string, values: object[]) =>
        old.database.writer.insert({ table, values, format: 'JSONEachRow' });
      await write(
        'hive.model_invocations',
        [days(3700), days(3600), nowMs, farAhead].map((ts_ms) => ({ ...call, ts_ms })),
      );
      await write(
        'seq.context',
        [days(95), days(80), nowMs, farAhead].map((ts_ms) => ({ ...context, ts_ms })),
      );
      for (const table of ['hive.model_invocations', 'hive.calls_per_quarter', 'seq.context']) {
        await old.database.admin.command({ query: `OPTIMIZE TABLE ${table} FINAL` });
        const result = await old.database.admin.query({
          query: `SELECT count() AS found FROM ${table}`,
          format: 'JSONEachRow',
        });
        expect([table, Number((await result.json<{ found: string }>())[0]?.found)]).toEqual([table, 3]);
      }
    } finally {
      await old.stop();
    }
  });
});

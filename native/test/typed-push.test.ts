import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, startTestDatabase } from '../../app/core/database/testing.ts';

describe('a C program', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await startTestDatabase();
  });
  afterAll(() => test.stop());

  async function ask(query: string): Promise<readonly unknown[]> {
    const answer = await test.database.admin.query({ query, format: 'JSONEachRow' });
    return answer.json();
  }

  it('records a row of every sort, and each field lands in the column of its name', async () => {
    const { stdout } = await promisify(execFile)(join(test.paths.nativeDir, 'examples', 'every_table-c'), {
      env: { HIVEBAR_DATA_DIR: test.paths.dataDir },
    });
    expect(stdout).toBe('0 refused, ok\n');
    expect(await ask('SELECT * EXCEPT ts_ms FROM seq.context')).toEqual([
      {
        dur_ms: 60000,
        app: 'Terminal',
        bundle_id: 'com.example.terminal',
        window_title: 'make test',
        url: '',
        afk: 0,
        tz: 'Europe/Berlin',
        utc_offset_min: 120,
        segment_id: 'record-1',
      },
    ]);
    expect(await ask('SELECT * EXCEPT ts_ms FROM seq.mem_events')).toEqual([
      { kind: 'metric', app: 'Terminal', subject: 'tests', payload: '{"suite":"unit"}', value: 57 },
    ]);
    expect(await ask('SELECT level, component, event, message, dur_us FROM seq.trace_events')).toEqual([
      { level: 'warn', component: 'example', event: 'slow', message: 'took longer than usual', dur_us: 1500000 },
    ]);
    expect(await ask('SELECT * EXCEPT ts_ms FROM hive.supersteps')).toEqual([
      {
        thread_id: 'thread-1',
        graph_name: 'coding_assist',
        graph_version: 3,
        step_index: 7,
        frontier_count: 2,
        writes: 5,
        dur_us: 420,
        status: 'interrupted',
        checkpoint_ns: '',
        checkpoint_id: '',
        error_msg: '',
        event_id: '',
      },
    ]);
    expect(await ask('SELECT * EXCEPT ts_ms FROM hive.model_invocations')).toMatchObject([
      {
        thread_id: 'thread-1',
        provider: 'mlx',
        model: 'qwen3-coder-30b',
        input_tokens: 1200,
        output_tokens: 340,
        reasoning_tokens: 80,
        dur_us: 2500000,
        ttft_us: 180000,
        tool_calls: 1,
        ok: 0,
        cost_micros: 0,
        error_msg: 'connection reset',
        error_type: 'network',
        trace_id: '',
      },
    ]);
    expect(await ask('SELECT * EXCEPT ts_ms FROM hive.tool_calls')).toMatchObject([
      {
        tool_name: 'Bash',
        input_json: '{"command":"make test"}',
        wait_us: 900000,
        input_bytes: 23,
        output_bytes: 10,
        ok: 1,
      },
    ]);
    expect(await ask('SELECT sum(errors) AS errors FROM hive.error_hotspots')).toEqual([{ errors: 1 }]);
  });
});

import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecorderStatus } from '../contract/health.ts';
import { connectDatabase } from './database/database.ts';
import { testPaths, until } from './database/testing.ts';
import type { Paths } from './host.ts';
import type { Recorder } from './recorder-face.ts';
import { startRecorder } from './recorder.ts';
import { testHost } from './testing.ts';
import { openWriter } from './writer/writer.ts';

let paths: Paths;
let recorders: Recorder[] = [];
beforeEach(async () => {
  paths = await testPaths();
});
afterEach(async () => {
  for (const recorder of recorders) await recorder.stop();
  recorders = [];
  await rm(paths.dataDir, { recursive: true, force: true });
});

async function started(options: { demo?: boolean } = {}): Promise<Recorder> {
  const recorder = startRecorder(testHost(paths), options);
  recorders.push(recorder);
  await recorder.ready;
  return recorder;
}

async function count(table: string): Promise<number> {
  const database = await connectDatabase(paths.dataDir);
  if (!database.ok) throw new Error(database.error.kind);
  const answer = await database.value.admin.query({
    query: `SELECT count() AS n FROM ${table}`,
    format: 'JSONEachRow',
  });
  const [row] = await answer.json<{ n: string | number }>();
  await database.value.close();
  return Number(row?.n);
}

async function writeSettings(content: string): Promise<void> {
  await writeFile(join(paths.dataDir, 'settings.json'), content);
}

/** The number of the ClickHouse process, which its status file holds. */
async function clickhousePid(): Promise<number> {
  const text = await readFile(join(paths.dataDir, 'clickhouse', 'data', 'status'), 'utf8');
  return Number(/PID: (\d+)/.exec(text)?.[1]);
}

describe('the recorder', () => {
  it('says that it starts, then that it records, and leaves nothing behind when it stops', async () => {
    const recorder = startRecorder(testHost(paths));
    recorders.push(recorder);
    const seen: RecorderStatus['overall'][] = [];
    recorder.onStatus((status) => void seen.push(status.overall));
    expect(recorder.status().overall).toBe('starting');
    await recorder.ready;
    expect(recorder.status()).toMatchObject({
      overall: 'recording',
      database: { state: 'ok' },
      writer: { state: 'ok' },
    });
    expect((await stat(join(paths.dataDir, 'runtime.json'))).mode & 0o777).toBe(0o600);
    await recorder.stop();
    await expect(stat(join(paths.dataDir, 'runtime.json'))).rejects.toThrow('ENOENT');
    await expect(stat(join(paths.dataDir, 'status.json'))).rejects.toThrow('ENOENT');
  });

  it('records nothing while settings.json is damaged, and starts once it is mended', async () => {
    await writeSettings('{"privacy":{"excludedApps":"Mail"}}');
    const recorder = await started();
    expect(recorder.status()).toMatchObject({ overall: 'problem', database: { state: 'failing' }, sources: [] });
    expect(recorder.status().database.message).toContain('privacy.excludedApps');
    await writeSettings('{"privacy":{"excludedApps":["Mail"]}}');
    await recorder.retry();
    expect(recorder.status().overall).toBe('recording');
  });

  it('keeps a pause over a restart, and records again after resume', async () => {
    await (await started()).pause('1h');
    await recorders.pop()?.stop();
    const again = await started();
    expect(again.status()).toMatchObject({ overall: 'paused', recording: { kind: 'paused' } });
    await again.resume();
    expect(again.status().overall).toBe('recording');
  });

  it('refuses a second recorder on the same data directory and leaves the first alone', async () => {
    const first = await started();
    const second = await started();
    expect(second.status().database.message).toContain(`process ${process.pid}`);
    await second.stop();
    expect(first.status().overall).toBe('recording');
    await stat(join(paths.dataDir, 'status.json'));
  });

  it('stores rows pushed while ClickHouse was killed, each once', async () => {
    const recorder = await started();
    const runtime = await connectDatabase(paths.dataDir);
    if (!runtime.ok) throw new Error(runtime.error.kind);
    const { tcpPort, users } = runtime.value.runtime();
    await runtime.value.close();
    const { name: user, password } = users.writer;
    const writer = openWriter({ addonPath: join(paths.nativeDir, 'seqch.node'), port: tcpPort, user, password });
    if (!writer.ok) throw new Error(writer.error.kind);
    const table = await writer.value.table('hive.tool_calls');
    if (!table.ok) throw new Error(table.error.kind);
    const row = (index: number) => ({ ts_ms: 1_790_000_000_000 + index, tool_name: 'read_file', ok: 0 });
    const rows = Array.from({ length: 5_000 }, (_, index) => row(index));

    table.value.push(rows.slice(0, 2_500));
    process.kill(await clickhousePid(), 'SIGKILL');
    expect(table.value.push(rows.slice(2_500)).refused).toEqual([]);
    await until('the death is noticed', () => recorder.status().database.state === 'failing');
    await until('ClickHouse is back', () => recorder.status().database.state === 'ok');
    expect(await writer.value.flush(20_000)).toEqual({ ok: true, value: undefined });
    expect(await count('hive.tool_calls')).toBe(5_000);
    expect(await count('(SELECT arrayJoin(range(sum(errors))) FROM hive.tool_error_hotspots)')).toBe(5_000);
    await writer.value.close(1_000);
  });

  it('fills a demo once a day, and never touches recorded rows', async () => {
    const demo = await started({ demo: true });
    expect(demo.status()).toMatchObject({ overall: 'recording', demo: true, sources: [] });
    const rows = await count('hive.model_invocations');
    expect(rows).toBeGreaterThan(1_000);
    await demo.stop();
    await started({ demo: true });
    expect(await count('hive.model_invocations')).toBe(rows);
    await recorders.pop()?.stop();
    await rm(join(paths.dataDir, 'demo.json'));
    const refused = await started({ demo: true });
    expect(refused.status().database.message).toContain('holds recorded data');
  });
});

import { randomUUID } from 'node:crypto';
import { mkdtemp, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WorkItem } from '../../contract/work.ts';
import { type TestDatabase, realClock, silentLog, startTestDatabase, until } from '../database/testing.ts';
import { Export, type ExportRequest, type ExportState } from './export.ts';
import { type TestConsole, queriesOnServer, testConsole } from './testing.ts';

let test: TestDatabase;
let desk: TestConsole;
let dir: string;
beforeAll(async () => {
  test = await startTestDatabase();
  desk = testConsole(test);
});
afterAll(() => test.stop());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hivebar-export-'));
});
afterEach(async () => {
  await desk.face.leave();
  await rm(dir, { recursive: true });
});

function request(sql: string, options: Partial<ExportRequest> = {}): ExportRequest {
  const format = options.format ?? 'csv';
  return { runId: randomUUID(), sql, params: {}, format, path: join(dir, `answer.${format}`), ...options };
}

async function exported(asked: ExportRequest, openFile = open): Promise<ExportState> {
  const { reader, admin, consoleWriter } = test.database;
  const exporting = new Export(asked, {
    doors: { reader, admin, consoleWriter },
    clock: realClock,
    log: silentLog,
    onChange: () => undefined,
    open: openFile,
  });
  await exporting.work.ended;
  return exporting.snapshot();
}

/** What the list of long work says of the export that was begun last. */
const shown = (): WorkItem | undefined => desk.work.items().findLast(({ kind }) => kind === 'export');

describe('an export', () => {
  it('writes the whole answer, beyond every limit of rows, into a private file', async () => {
    const asked = request('SELECT number, {word:String} AS word FROM numbers(2500000)', { params: { word: 'a,b' } });
    const done = await exported(asked);
    const text = await readFile(asked.path, 'utf8');
    expect(done).toMatchObject({ state: 'done', error: null, path: asked.path, bytesWritten: Buffer.byteLength(text) });
    const lines = text.trimEnd().split('\n');
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([2_500_001, '"number","word"', '2499999,"a,b"']);
    expect((await stat(asked.path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dir)).toEqual(['answer.csv']);
  }, 60_000);

  it('knows JSON lines and Parquet', async () => {
    const json = request("SELECT 1 AS a, ['x'] AS b", { format: 'jsonl' });
    expect(await exported(json)).toMatchObject({ state: 'done' });
    expect(await readFile(json.path, 'utf8')).toBe('{"a":1,"b":["x"]}\n');
    const parquet = request('SELECT number FROM numbers(10)', { format: 'parquet' });
    expect(await exported(parquet)).toMatchObject({ state: 'done' });
    const bytes = await readFile(parquet.path);
    expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
  });

  it.each(['csv', 'jsonl', 'parquet'] as const)('that fails in the middle leaves no %s file', async (format) => {
    const asked = request("SELECT number, throwIf(number = 1900000, 'too far') FROM numbers(2000000)", { format });
    const failed = await exported(asked);
    expect(failed).toMatchObject({ state: 'failed', error: { kind: 'failed', code: 395 } });
    expect(failed.error?.message).toContain('too far');
    expect(await readdir(dir)).toEqual([]);
  });

  it('replaces what stands at its place only once it is whole', async () => {
    const asked = request("SELECT throwIf(number = 900000, 'too far') FROM numbers(1000000)");
    await writeFile(asked.path, 'what was there');
    await exported(asked);
    expect(await readFile(asked.path, 'utf8')).toBe('what was there');
    await exported({ ...asked, runId: randomUUID(), sql: 'SELECT 1 AS a' });
    expect(await readFile(asked.path, 'utf8')).toBe('"a"\n1\n');
  });

  it('that is cancelled leaves neither a file nor a query', async () => {
    const asked = request('SELECT sleepEachRow(0.01), number FROM numbers(100000) SETTINGS max_block_size = 1');
    expect(await desk.face.export(asked)).toEqual({ ok: true, value: { path: asked.path } });
    await until('its figures are known', () => (shown()?.done ?? 0) > 0 && shown()?.total === 100_000);
    await until('some of it is written', async () => (await readdir(dir)).length === 1);
    expect(shown()).toMatchObject({ title: 'Export to answer.csv', state: 'running', unit: 'rows', canCancel: true });
    desk.work.cancel(shown()?.id ?? '');
    await until('it has ended', () => shown()?.state === 'cancelled');
    expect(await readdir(dir)).toEqual([]);
    expect(await queriesOnServer(test, asked.runId)).toBe(0);
  });

  it('says in the list of long work how it ended', async () => {
    await desk.face.export(request('SELECT number FROM numbers(300000)'));
    await until('it is written', () => shown()?.state === 'done');
    expect(shown()).toMatchObject({ message: '2 MB are in answer.csv.', canCancel: false });
    await desk.face.export(request('SELECT nothing_of_that_name'));
    await until('it has failed', () => shown()?.state === 'failed');
    expect(shown()?.message).toContain('nothing_of_that_name');
  });

  it.each([
    ['SELECT 1 FORMAT TSV', 'FORMAT TSV'],
    ['SET max_threads = 1', 'no rows'],
    ['SELECT 1 FROM (', 'Syntax error'],
    ["SELECT file('/etc/hostname')", 'file'],
  ])('is refused for: %s', async (sql, reason) => {
    const failed = await exported(request(sql));
    expect(failed.state).toBe('failed');
    expect(failed.error?.message).toContain(reason);
    expect(await readdir(dir)).toEqual([]);
  });

  it('says when the place cannot be written', async () => {
    const failed = await exported(request('SELECT 1', { path: join(dir, 'no-such-folder', 'answer.csv') }));
    expect(failed).toMatchObject({ state: 'failed', error: { kind: 'failed', code: null } });
  });

  it('that fills the disk says so, and leaves no file under any name', async () => {
    const failed = await exported(request('SELECT number FROM numbers(1000000)'), async (...args) => {
      const file = await open(...args);
      file.write = () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
      return file;
    });
    expect(failed).toMatchObject({ state: 'failed', error: { kind: 'failed', code: null } });
    expect(failed.error?.message).toContain('The disk is full');
    expect(await readdir(dir)).toEqual([]);
  });
});

import { appendFile, mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseFiles } from './config.ts';
import { forgetUnfinishedInserts } from './deduplication-logs.ts';
import { killServer, startTestDatabase, until } from './testing.ts';

let data: string;
let table: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'hivebar-test-'));
  table = join(data, 'store/abc/abcdef');
  await mkdir(join(table, 'deduplication_logs'), { recursive: true });
});
afterEach(() => rm(data, { recursive: true, force: true }));

const note = (part: string, operation = 1) => `${operation}\t${part}\t20260707_${part}_token\n`;
const logFile = (number: number) => join(table, 'deduplication_logs', `deduplication_log_${number}.txt`);

async function have(...parts: string[]): Promise<void> {
  for (const part of parts) await mkdir(join(table, part));
}

describe('notes of inserts before a start', () => {
  it('are taken back when the part behind the last one was never finished', async () => {
    await have('20260707_1_1_0', 'tmp_insert_20260707_2_2_0');
    await writeFile(logFile(1), note('20260707_1_1_0') + note('20260707_2_2_0'));
    expect(await forgetUnfinishedInserts({ data })).toBe(1);
    expect(await readFile(logFile(1), 'utf8')).toBe(note('20260707_1_1_0'));
    expect(await forgetUnfinishedInserts({ data })).toBe(0);
  });

  it('stay when the part is there, or was merged or changed', async () => {
    await have('20260707_1_4_2', '20260708_5_5_0_6', 'all_6_6_1');
    const notes = note('20260707_4_4_0') + note('20260708_5_5_0') + note('all_6_6_1');
    await writeFile(logFile(1), notes);
    expect(await forgetUnfinishedInserts({ data })).toBe(0);
    expect(await readFile(logFile(1), 'utf8')).toBe(notes);
  });

  it('stay behind one about a finished or dropped part, whatever they are about', async () => {
    await have('20260707_9_9_0');
    const dropped = note('20260701_1_1_0') + note('20260701_1_1_0', 2);
    await writeFile(logFile(1), dropped);
    expect(await forgetUnfinishedInserts({ data })).toBe(0);
    await writeFile(logFile(2), note('20260701_8_8_0') + note('20260707_9_9_0'));
    expect(await forgetUnfinishedInserts({ data })).toBe(0);
    expect(await readFile(logFile(1), 'utf8')).toBe(dropped);
  });

  it('are looked for in the file before, when the last one was the first of a new file', async () => {
    await have('20260707_1_1_0');
    await writeFile(logFile(9), note('20260707_1_1_0') + note('20260707_2_2_0'));
    await writeFile(logFile(10), '');
    expect(await forgetUnfinishedInserts({ data })).toBe(1);
    expect(await readFile(logFile(9), 'utf8')).toBe(note('20260707_1_1_0'));
  });

  it('lose a line that was never written in full', async () => {
    await have('20260707_1_1_0');
    await writeFile(logFile(1), `${note('20260707_1_1_0')}1\t2026`);
    expect(await forgetUnfinishedInserts({ data })).toBe(0);
    expect(await readFile(logFile(1), 'utf8')).toBe(note('20260707_1_1_0'));
  });

  it('are taken back as far as a power failure took the parts, however many there are', async () => {
    await have('20260707_1_1_0');
    const lost = Array.from({ length: 500 }, (_, index) => note(`20260707_${index + 2}_${index + 2}_0`));
    await writeFile(logFile(1), note('20260707_1_1_0') + lost.slice(0, 300).join(''));
    await writeFile(logFile(2), lost.slice(300).join(''));
    expect(await forgetUnfinishedInserts({ data })).toBe(500);
    expect(await readFile(logFile(1), 'utf8')).toBe(note('20260707_1_1_0'));
    expect(await readFile(logFile(2), 'utf8')).toBe('');
  });

  it('are read from the end alone, up to the last part that is there', async () => {
    await have('20260707_1_1_0');
    // A hole of 8 GiB, which no reader takes whole.
    const before = 2 ** 33;
    const rest = `\n${note('20260707_1_1_0')}`;
    await writeFile(logFile(1), '');
    await truncate(logFile(1), before);
    await appendFile(logFile(1), rest + note('20260707_2_2_0'));
    expect(await forgetUnfinishedInserts({ data })).toBe(1);
    expect((await stat(logFile(1))).size).toBe(before + rest.length);
  });

  it('are taken back in each table by its own parts', async () => {
    const other = join(data, 'store/abd/abdef0');
    await have('20260707_1_1_0');
    await mkdir(join(other, 'deduplication_logs'), { recursive: true });
    await writeFile(logFile(1), note('20260707_1_1_0'));
    await writeFile(join(other, 'deduplication_logs/deduplication_log_1.txt'), note('20260707_1_1_0'));
    expect(await forgetUnfinishedInserts({ data })).toBe(1);
    expect(await readFile(logFile(1), 'utf8')).toBe(note('20260707_1_1_0'));
  });

  it('cost nothing where there are no tables yet', async () => {
    expect(await forgetUnfinishedInserts({ data: join(data, 'nowhere') })).toBe(0);
  });
});

describe('a block whose token was noted and whose part was not finished when ClickHouse died', () => {
  it('is taken when it comes again', async () => {
    const test = await startTestDatabase();
    try {
      const { admin, writer } = test.database;
      await admin.command({
        query: `CREATE TABLE seq.noted (n UInt64) ENGINE = MergeTree ORDER BY n
                SETTINGS non_replicated_deduplication_window = 100`,
      });
      const insert = (n: number) =>
        writer.insert({
          table: 'seq.noted',
          values: [{ n }],
          format: 'JSONEachRow',
          clickhouse_settings: { insert_deduplication_token: `token ${n}` },
        });
      const numbers = async () => {
        const answer = await admin.query({ query: 'SELECT n FROM seq.noted ORDER BY n', format: 'JSONEachRow' });
        return (await answer.json<{ n: string }>()).map((row) => Number(row.n));
      };
      await insert(1);
      await insert(2);
      const { store } = await tableFolder(test);
      await killServer(test);
      await until('the end was noticed', () => test.database.health().state !== 'ready');
      // As if the server had died between the note and the rename.
      await rm(join(store, 'all_2_2_0'), { recursive: true });
      await until('ClickHouse runs again', () => test.database.health().state === 'ready');
      expect(await numbers()).toEqual([1]);
      await insert(1);
      await insert(2);
      expect(await numbers()).toEqual([1, 2]);
    } finally {
      await test.stop();
    }
  });
});

async function tableFolder(test: Awaited<ReturnType<typeof startTestDatabase>>): Promise<{ store: string }> {
  const answer = await test.database.admin.query({
    query: "SELECT toString(uuid) AS id FROM system.tables WHERE database = 'seq' AND name = 'noted'",
    format: 'JSONEachRow',
  });
  const id = (await answer.json<{ id: string }>())[0]?.id ?? '';
  const store = join(databaseFiles(test.paths.dataDir).data, 'store', id.slice(0, 3), id);
  expect(await readdir(store)).toContain('all_2_2_0');
  return { store };
}

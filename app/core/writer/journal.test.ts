import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, startTestDatabase, until } from '../database/testing.ts';
import { describeWriterError } from './writer-error.ts';
import { openTestWriter } from './testing.ts';
import { openWriter } from './writer.ts';

let test: TestDatabase;
let journalDir: string;
beforeAll(async () => {
  test = await startTestDatabase();
  journalDir = await mkdtemp(join(tmpdir(), 'hivebar-journal-'));
});
afterAll(async () => {
  await test.stop();
  await rm(journalDir, { recursive: true, force: true });
});

async function count(): Promise<number> {
  const answer = await test.database.admin.query({
    query: 'SELECT count() AS rows, uniqExact(subject) AS keys FROM seq.mem_events',
    format: 'JSONEachRow',
  });
  const [{ rows, keys } = { rows: '0', keys: '0' }] = await answer.json<{ rows: string; keys: string }>();
  expect(rows).toBe(keys);
  return Number(rows);
}

describe('the journal', () => {
  it('keeps rows that ClickHouse did not take for the next writer, which stores each of them once', async () => {
    const first = openTestWriter(test, { journalDir });
    const table = await first.table('seq.mem_events');
    if (!table.ok) throw new Error(describeWriterError(table.error));
    first.setServer('127.0.0.1', 1);
    const row = { ts_ms: 1_790_000_000_000, kind: 'test', app: '', subject: '', payload: '', value: 0 };
    for (let i = 0; i < 500; i++) expect(table.value.push([{ ...row, subject: `row ${i}` }]).refused).toEqual([]);
    const { unacknowledgedRows } = await first.close(0);
    expect(unacknowledgedRows).toBeGreaterThan(0);
    expect(await readdir(journalDir)).toHaveLength(1);

    const second = openTestWriter(test, { journalDir });
    await until('the rows of the first writer are stored', () => {
      const { adoptedRows, adoptedWaitingRows } = second.stats().journal;
      return adoptedRows > 0 && adoptedWaitingRows === 0;
    });
    expect(await count()).toBe(500);
    expect(second.stats().journal).toMatchObject({ adoptedJournals: 1, tornRecords: 0, damagedRecords: 0 });
    expect((await second.close(5_000)).unacknowledgedRows).toBe(0);
  });

  it('says why a writer cannot be opened whose journal has no place', () => {
    const opened = openWriter({
      addonPath: join(test.paths.nativeDir, 'seqch.node'),
      journalDir: '/dev/null/journal',
      port: 1,
      user: 'nobody',
      password: '',
    });
    expect(opened.ok).toBe(false);
    if (!opened.ok) expect(describeWriterError(opened.error)).toContain('/dev/null/journal');
  });
});

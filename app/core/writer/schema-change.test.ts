import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeqchError, TableStats } from '../../../native/addon/seqch.d.ts';
import { type TestDatabase, startTestDatabase, until } from '../database/testing.ts';
import type { TableWriter } from './table-writer.ts';
import { openTestWriter } from './testing.ts';
import type { AnyRow, Writer } from './writer.ts';
import { describeWriterError } from './writer-error.ts';

const deduplicated = 'ENGINE = MergeTree ORDER BY tuple() SETTINGS non_replicated_deduplication_window = 1000';

let test: TestDatabase;
let writer: Writer;
beforeAll(async () => {
  test = await startTestDatabase();
  writer = openTestWriter(test, { retryFailedMs: 100 });
});
afterAll(async () => {
  await writer.close(5_000);
  await test.stop();
});

async function run(query: string): Promise<void> {
  await test.database.admin.command({ query });
}

async function ask(query: string): Promise<readonly unknown[]> {
  return (await test.database.admin.query({ query, format: 'JSONEachRow' })).json();
}

/** Creates `seq.<name>` and its writer, with one row stored: `{ n: 1, s: 'before' }`. */
async function storedOne(name: string, columns = 'n UInt32, s String'): Promise<TableWriter<AnyRow>> {
  await run(`CREATE TABLE seq.${name} (${columns}) ${deduplicated}`);
  const opened = await writer.table(`seq.${name}`);
  if (!opened.ok) throw new Error(describeWriterError(opened.error));
  expect(opened.value.push([{ n: 1, s: 'before' }]).accepted).toBe(1);
  await acknowledged(`seq.${name}`, 1);
  return opened.value;
}

async function acknowledged(name: string, rows: number): Promise<void> {
  await until(`${rows} rows of ${name} are acknowledged`, () => {
    return statsOf(name).counters.acknowledgedRows === rows && !statsOf(name).failed;
  });
}

/** What the writer says of the shape of `name` that has rows: the one that asked for the types has none. */
function statsOf(name: string): TableStats {
  const found = writer.stats().tables.find((table) => table.name === name && table.counters.acceptedRows > 0);
  if (found === undefined) throw new Error(`The writer has no rows of ${name}`);
  return found;
}

/** Pushes `{ n: 2, s: 'waiting' }`, sees it kept and the next row refused, and gives the reason of both. */
async function parkedBecause(table: TableWriter<AnyRow>): Promise<SeqchError | undefined> {
  expect(table.push([{ n: 2, s: 'waiting' }])).toEqual({ accepted: 1, refused: [] });
  await until(`${table.name} failed`, () => statsOf(table.name).failed);
  const [refusal] = table.push([{ n: 3, s: 'refused' }]).refused;
  const { counters, lastError } = statsOf(table.name);
  expect(refusal).toMatchObject({ error: { error: { name: 'TABLE_FAILED', message: lastError?.message } } });
  expect(counters).toMatchObject({ acceptedRows: 2, acknowledgedRows: 1, refusedFailed: 1, droppedRows: 0 });
  return lastError;
}

describe('a change that rows can live with', () => {
  it('goes on when columns are added before, between and after the others', async () => {
    const table = await storedOne('added');
    await run(
      "ALTER TABLE seq.added ADD COLUMN first String DEFAULT 'd' FIRST, ADD COLUMN mid UInt8 AFTER n, ADD COLUMN z Int8",
    );
    expect(table.push([{ n: 2, s: 'after' }]).accepted).toBe(1);
    await acknowledged(table.name, 2);
    expect(await ask('SELECT * FROM seq.added ORDER BY n')).toEqual([
      { first: 'd', n: 1, mid: 0, s: 'before', z: 0 },
      { first: 'd', n: 2, mid: 0, s: 'after', z: 0 },
    ]);
  });

  it('puts every value into its own column when their order changes', async () => {
    const table = await storedOne('moved', 'n UInt32, a String, s String');
    await run('ALTER TABLE seq.moved MODIFY COLUMN s String FIRST');
    expect(table.push([{ n: 2, a: 'a', s: 's' }]).accepted).toBe(1);
    await acknowledged(table.name, 2);
    expect(await ask('SELECT * FROM seq.moved WHERE n = 2')).toEqual([{ s: 's', n: 2, a: 'a' }]);
  });

  it('goes on when a text becomes a dictionary and back, and when an enum gains a value', async () => {
    const table = await storedOne('dictionary', "n UInt32, s String, e Enum8('x' = 0)");
    await run(
      "ALTER TABLE seq.dictionary MODIFY COLUMN s LowCardinality(String), MODIFY COLUMN e Enum8('x' = 0, 'y' = 1)",
    );
    expect(table.push([{ n: 2, s: 'dictionary' }]).accepted).toBe(1);
    await acknowledged(table.name, 2);
    await run('ALTER TABLE seq.dictionary MODIFY COLUMN s String');
    expect(table.push([{ n: 3, s: 'text' }]).accepted).toBe(1);
    await acknowledged(table.name, 3);
    const rows = await ask('SELECT s, e FROM seq.dictionary ORDER BY n');
    expect(rows).toEqual(['before', 'dictionary', 'text'].map((s) => ({ s, e: 'x' })));
  });
});

describe('a change that rows cannot live with', () => {
  it.each([
    {
      what: 'a column is removed',
      name: 'removed',
      change: 'ALTER TABLE seq.removed DROP COLUMN s',
      undo: 'ALTER TABLE seq.removed ADD COLUMN s String',
      reason: { name: 'UNKNOWN_COLUMN', serverCode: 16 },
      stored: [
        { n: 1, s: '' },
        { n: 2, s: 'waiting' },
      ],
    },
    {
      what: 'a column is renamed',
      name: 'renamed',
      change: 'ALTER TABLE seq.renamed RENAME COLUMN s TO other',
      undo: 'ALTER TABLE seq.renamed RENAME COLUMN other TO s',
      reason: { name: 'UNKNOWN_COLUMN', serverCode: 16 },
      stored: [
        { n: 1, s: 'before' },
        { n: 2, s: 'waiting' },
      ],
    },
    {
      what: 'a number becomes narrower',
      name: 'narrowed',
      change: 'ALTER TABLE seq.narrowed MODIFY COLUMN n UInt8',
      undo: 'ALTER TABLE seq.narrowed MODIFY COLUMN n UInt32',
      reason: { name: 'TYPE_MISMATCH', message: 'rows were made for n UInt32, the table has UInt8' },
      stored: [
        { n: 1, s: 'before' },
        { n: 2, s: 'waiting' },
      ],
    },
    {
      what: 'a column takes values no longer',
      name: 'computed',
      change: 'ALTER TABLE seq.computed MODIFY COLUMN s String MATERIALIZED toString(n)',
      undo: 'ALTER TABLE seq.computed MODIFY COLUMN s REMOVE MATERIALIZED',
      reason: { name: 'SERVER_ERROR', serverCode: 44 },
      stored: [
        { n: 1, s: 'before' },
        { n: 2, s: 'waiting' },
      ],
    },
    {
      what: 'the table is dropped',
      name: 'dropped',
      change: 'DROP TABLE seq.dropped SYNC',
      undo: `CREATE TABLE seq.dropped (n UInt32, s String) ${deduplicated}`,
      reason: { name: 'UNKNOWN_TABLE', serverCode: 60 },
      stored: [{ n: 2, s: 'waiting' }],
    },
  ])('keeps the rows and says why when $what, and stores them once it is undone', async (change) => {
    const table = await storedOne(change.name);
    await run(change.change);
    expect(await parkedBecause(table)).toMatchObject(change.reason);
    await run(change.undo);
    await acknowledged(table.name, 2);
    expect(await ask(`SELECT n, s FROM seq.${change.name} ORDER BY n`)).toEqual(change.stored);
    expect(table.push([{ n: 4, s: 'again' }]).accepted).toBe(1);
    await acknowledged(table.name, 3);
  });

  it('stops one table and not all when a view quotes megabytes in its error, and quotes none of them itself', async () => {
    const table = await storedOne('quoted');
    const other = await storedOne('unquoted');
    await run(`CREATE TABLE seq.quoted_target (n UInt8) ${deduplicated}`);
    await run('CREATE MATERIALIZED VIEW seq.quoting TO seq.quoted_target AS SELECT toUInt8(s) AS n FROM seq.quoted');
    expect(table.push([{ n: 2, s: `it's a secret'${'x'.repeat(3_000_000)}' secret` }]).accepted).toBe(1);
    await until('the table failed', () => statsOf(table.name).failed);
    expect(statsOf(table.name).lastError).toMatchObject({ name: 'SERVER_ERROR', serverCode: 6 });
    expect(JSON.stringify(writer.stats())).not.toContain('secret');
    expect(other.push([{ n: 2, s: 'goes on' }]).accepted).toBe(1);
    await acknowledged(other.name, 2);
    await run('DROP VIEW seq.quoting SYNC');
    await acknowledged(table.name, 2);
  });
});

import type { Readable } from 'node:stream';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readableDatabase } from '../database/clients.ts';
import { type TestDatabase, startTestDatabase } from '../database/testing.ts';
import { runSql, streamSql } from './run-sql.ts';
import { valueOf } from './testing.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
});
afterAll(() => test.stop());

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

describe('free SQL', () => {
  const run = (sql: string, options?: Parameters<typeof runSql>[2]) => runSql(test.database.reader, sql, options);

  it('hands out columns with their types, and integers of 64 bits exactly', async () => {
    const sql = `SELECT 18446744073709551615 AS big, NULL AS nothing, [1, 2] AS list, 'ä\n' AS text, nan AS nan;`;
    expect(valueOf(await run(sql))).toMatchObject({
      columns: [
        { name: 'big', type: 'UInt64' },
        { name: 'nothing', type: 'Nullable(Nothing)' },
        { name: 'list', type: 'Array(UInt8)' },
        { name: 'text', type: 'String' },
        { name: 'nan', type: 'Float64' },
      ],
      rows: [['18446744073709551615', null, [1, 2], 'ä\n', 'nan']],
      truncated: false,
    });
  });

  it.each([
    ['SELECT 1 FROM (', 14],
    ["  SELECT 'äöü' AS x y", 20],
    ['SELECT 1; SELECT 2', 8],
  ])('says where the syntax is wrong in: %s', async (sql, position) => {
    expect(await run(sql)).toMatchObject({ ok: false, error: { kind: 'syntax', position } });
  });

  it.each([
    'INSERT INTO seq.context (ts_ms) VALUES (1)',
    'DROP TABLE seq.context',
    'CREATE TEMPORARY TABLE t (x UInt8)',
    'SET readonly = 0',
    'SELECT 1 SETTINGS readonly = 0',
    'SELECT 1 SETTINGS max_execution_time = 0',
    "SELECT * FROM file('/etc/hostname', 'LineAsString')",
    "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
    "SELECT * FROM remote('127.0.0.1', seq.context)",
    'SYSTEM SHUTDOWN',
    "KILL QUERY WHERE query_id = 'x'",
    'SELECT * FROM system.users',
    "SELECT file('/etc/hostname')",
    "SELECT /**/ `file` /**/ ('/etc/hostname')",
    String.raw`SELECT "f\x69le"('/etc/hostname')`,
    "SELECT arrayMap(file, ['/etc/hostname'])",
    "SELECT * APPLY file FROM (SELECT '/etc/hostname')",
    "EXPLAIN SELECT file('/etc/hostname')",
    "INSERT INTO seq.context FROM INFILE '/etc/hostname' FORMAT LineAsString",
  ])('denies: %s', async (sql) => {
    expect(await run(sql)).toMatchObject({ ok: false, error: { kind: 'denied' } });
  });

  it('denies a file function that comes as a parameter', async () => {
    const sql = "SELECT arrayMap({f:Identifier}, ['/etc/hostname'])";
    for (const f of ['file', '`file`']) {
      expect(await run(sql, { params: { f } })).toMatchObject({ ok: false, error: { kind: 'denied' } });
    }
  });

  it.each(['x', '€'])('takes a statement up to its limit, of %s too, and refuses a longer one', async (letter) => {
    const sql = (bytes: number) => `SELECT length('${letter.repeat((bytes - 17) / Buffer.byteLength(letter))}')`;
    expect(valueOf(await run(sql(249_977))).rows).toHaveLength(1);
    expect(await run(sql(250_037))).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });

  it('lets texts and columns be called like a file', async () => {
    const sql = "SELECT t.file, 'file(1)' FROM (SELECT tuple(1)::Tuple(file UInt8) AS t) -- file(x)";
    expect(valueOf(await run(sql)).rows).toEqual([[1, 'file(1)']]);
  });

  it('ends a query that takes too long', async () => {
    const sql = 'SELECT count() FROM numbers(1e12) WHERE NOT ignore(sipHash64(number))';
    expect(await run(sql, { limits: { maxExecutionMs: 1000 } })).toMatchObject({
      ok: false,
      error: { kind: 'timed-out', afterMs: 1000 },
    });
  });

  it('says when a query wants more memory than it may have', async () => {
    const sql = "SELECT max(length(repeat('x', 1000000 + number % 2))) FROM numbers(1e6)";
    expect(await run(sql)).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });

  it('cuts at the number of rows, whatever LIMIT the text has, and says so only when rows are missing', async () => {
    const cut = valueOf(await run('SELECT number FROM numbers(100) ORDER BY number DESC', { limits: { maxRows: 10 } }));
    expect(cut.rows.map(([number]) => number)).toEqual(['99', '98', '97', '96', '95', '94', '93', '92', '91', '90']);
    expect(cut.truncated).toBe(true);
    expect(valueOf(await run('SELECT number FROM numbers(10)', { limits: { maxRows: 10 } })).truncated).toBe(false);
    expect(valueOf(await run('SELECT 1 LIMIT 3', { limits: { maxRows: 10 } })).rows).toHaveLength(1);
  });

  it('cuts at the number of bytes, between two rows', async () => {
    const sql = "SELECT repeat('x', 1000) FROM numbers(100)";
    const { rows, truncated } = valueOf(await run(sql, { limits: { maxBytes: 10_500 } }));
    expect(rows).toHaveLength(10);
    expect(truncated).toBe(true);
  });

  it('leaves the text alone: comments, a semicolon at the end, WITH and SETTINGS', async () => {
    const sql = 'WITH 2 AS two SELECT two -- a comment; with "quotes"\n SETTINGS max_threads = 1 -- the end';
    expect(valueOf(await run(sql)).rows).toEqual([[2]]);
  });

  it('fills in parameters', async () => {
    expect(valueOf(await run('SELECT {x:String}', { params: { x: "'; DROP" } })).rows).toEqual([["'; DROP"]]);
  });

  it('refuses a format of its own, since the answer becomes a table', async () => {
    expect(await run('SELECT 1 FORMAT CSV')).toMatchObject({
      ok: false,
      error: { kind: 'failed', message: expect.stringContaining('FORMAT CSV') as string },
    });
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    const answer = run('SELECT count() FROM numbers(1e12) WHERE NOT ignore(sipHash64(number))', {
      signal: abort.signal,
    });
    abort.abort();
    expect(await answer).toMatchObject({ ok: false, error: { kind: 'failed', message: 'The query was stopped.' } });
  });

  it('passes on what else ClickHouse says, with its code', async () => {
    expect(await run('SELECT no_such_column FROM seq.context')).toMatchObject({
      ok: false,
      error: { kind: 'failed', code: 47, message: expect.stringContaining('no_such_column') as string },
    });
  });
});

describe('an answer in a format', () => {
  const stream = (sql: string, format: string, options?: Parameters<typeof streamSql>[3]) =>
    streamSql(test.database.reader, sql, format, options);

  it.each([
    ['CSVWithNames', '"a","b"\n1,"x"\n'],
    ['Vertical', 'Row 1:\n──────\na: 1\nb: x\n'],
    ['JSONEachRow', '{"a":1,"b":"x"}\n'],
  ])('comes as %s', async (format, expected) => {
    expect(await textOf(valueOf(await stream("SELECT 1 AS a, 'x' AS b", format)).stream)).toBe(expected);
  });

  it('keeps a FORMAT clause of its own', async () => {
    expect(await textOf(valueOf(await stream('SELECT 1 AS a FORMAT TSV', 'Vertical')).stream)).toBe('1\n');
  });

  it('tells a failure before the first byte', async () => {
    const answer = await stream("SELECT throwIf(number = 90000, 'late') FROM numbers(100000)", 'CSV');
    expect(answer).toMatchObject({ ok: false, error: { kind: 'failed' } });
  });

  it('says when it is as long as it may be', async () => {
    const cut = valueOf(await stream('SELECT number FROM numbers(5)', 'TSV', { limits: { maxRows: 2 } }));
    expect(await textOf(cut.stream)).toBe('0\n1\n');
    expect([cut.rows, cut.full]).toEqual([2, true]);
    const whole = valueOf(await stream('SELECT number FROM numbers(5)', 'TSV'));
    expect([await textOf(whole.stream), whole.full]).toEqual(['0\n1\n2\n3\n4\n', false]);
  });

  it('refuses a format that is no word', async () => {
    expect(await stream('SELECT 1', 'CSV\r\nX-Injected: 1')).toMatchObject({ ok: false, error: { kind: 'failed' } });
    expect(await stream('SELECT 1', 'NoSuchFormat')).toMatchObject({ ok: false, error: { kind: 'failed', code: 73 } });
  });
});

describe('a database that is away', () => {
  it('is told from a query that failed', async () => {
    const port = await freePort();
    const login = { httpUrl: `http://127.0.0.1:${port}`, host: '127.0.0.1', tcpPort: port };
    const away = readableDatabase(() => ({ ...login, user: { name: 'reader', password: 'x' } }));
    expect(await runSql(away, 'SELECT 1')).toMatchObject({ ok: false, error: { kind: 'database-down' } });
    await away.close();
  });
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}

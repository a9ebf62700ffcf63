import { randomUUID } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, startTestDatabase } from '../database/testing.ts';
import { type TestConsole, testConsole } from './testing.ts';

/** Stands in a file that nobody may read, and in nothing that the database was told. */
const secret = `secret-${randomUUID()}`;
const secretFile = join(tmpdir(), `hivebar-${secret}`);
const writtenFile = join(tmpdir(), `hivebar-written-${randomUUID()}`);

let test: TestDatabase;
let desk: TestConsole;
let listener: Server;
let requests = 0;
let port = 0;

beforeAll(async () => {
  test = await startTestDatabase();
  desk = testConsole(test);
  await writeFile(secretFile, secret, { mode: 0o644 });
  listener = createServer((_request, response) => {
    requests += 1;
    response.end(secret);
  });
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
  const address = listener.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  desk.face.allow('write');
  await desk.run('CREATE TABLE seq.kept (a String) ENGINE = MergeTree ORDER BY a', { mode: 'write' });
  await desk.run("INSERT INTO seq.kept VALUES ('kept')", { mode: 'write' });
  await desk.face.leave();
});
afterEach(() => desk.face.leave());
afterAll(async () => {
  await new Promise((closed) => listener.close(closed));
  await rm(secretFile);
  await test.stop();
});

/** Fills in what is only known once the test runs. */
function filled(sql: string): string {
  return sql
    .replaceAll('$FILE', secretFile)
    .replaceAll('$OUT', writtenFile)
    .replaceAll('$URL', `http://127.0.0.1:${port}/`);
}

/** Neither reader nor writer has a way to these. */
const forBoth: readonly (readonly [what: string, sql: string])[] = [
  ['read a file as a table', "SELECT * FROM file('$FILE', 'LineAsString')"],
  ['read a file through its name', 'SELECT * FROM `$FILE`'],
  ['learn the shape of a file', "DESCRIBE file('$FILE')"],
  ['read a file by a function', "SELECT file('$FILE')"],
  ['read a file by a function behind a comment', "SELECT file/**/('$FILE')"],
  ['read a file by a function in quotes', "SELECT `file`('$FILE')"],
  ['read a file by a function with an escape in its name', String.raw`SELECT "f\x69le"('$FILE')`],
  ['read a file by a function in a lambda', "SELECT arrayMap(x -> file(x), ['$FILE'])"],
  ['read a file by the name of a function', "SELECT arrayMap(file, ['$FILE'])"],
  ['read a file by applying a function', "SELECT * APPLY file FROM (SELECT '$FILE')"],
  ['read a file by applying a function in brackets', "SELECT * APPLY(file) FROM (SELECT '$FILE')"],
  ['read a file within an explanation', "EXPLAIN SELECT file('$FILE')"],
  ['read a file by a function in typographic quotes', "SELECT “file”('$FILE')"],
  ['read a file behind typographic quotes', "SELECT ‘a’, file('$FILE')"],
  ['read a file in a WITH', "WITH file('$FILE') AS x SELECT x"],
  ['read a file in a condition', "SELECT 1 WHERE file('$FILE') != ''"],
  ['read a file in a sub-query of IN', "SELECT 1 IN (SELECT length(file('$FILE')))"],
  ['run a program', "SELECT * FROM executable('id', 'LineAsString', 'x String')"],
  ['run a model out of a file', "SELECT catboostEvaluate('$FILE', 1)"],
  ['read a SQLite file', "SELECT * FROM sqlite('$FILE', 't')"],
  ['look into a folder', "SELECT * FROM filesystem('/etc')"],
  ['fetch an address', "SELECT * FROM url('$URL', 'LineAsString')"],
  ['fetch an address behind a comment', "SELECT * FROM url/**/('$URL', 'LineAsString')"],
  ['learn the shape of an address', "DESCRIBE url('$URL')"],
  ['fetch from S3', "SELECT * FROM s3('$URLbucket/key', 'LineAsString')"],
  ['fetch from HDFS', "SELECT * FROM hdfs('hdfs://127.0.0.1:1/x', 'TSV', 'x String')"],
  ['reach another server', "SELECT * FROM remote('127.0.0.1:1', system.one)"],
  ['reach this server as somebody else', "SELECT * FROM remote('127.0.0.1', system.users)"],
  ['reach a cluster', "SELECT * FROM cluster('default', system.users)"],
  ['reach MySQL', "SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')"],
  ['reach PostgreSQL', "SELECT * FROM postgresql('127.0.0.1:1', 'a', 'b', 'c', 'd')"],
  ['reach MongoDB', "SELECT * FROM mongodb('127.0.0.1:1', 'a', 'b', 'c', 'd', 'x String')"],
  ['ask a language model', "SELECT aiGenerate('x') SETTINGS allow_experimental_ai_functions = 1"],
  ['write a file', "INSERT INTO FUNCTION file('$OUT', 'CSV', 'x String') VALUES ('x')"],
  ['write the answer to a file', "SELECT 1 INTO OUTFILE '$OUT'"],
  ['write to an address', "INSERT INTO FUNCTION url('$URL', 'CSV', 'x String') VALUES ('x')"],
  ['read a file into a table', "INSERT INTO seq.kept FROM INFILE '$FILE' FORMAT LineAsString"],
  ['see the users', 'SELECT * FROM system.users'],
  ['see the users by SHOW', 'SHOW USERS'],
  ['see how a user logs in', 'SHOW CREATE USER admin'],
  ["see an other's rights", 'SHOW GRANTS FOR admin'],
  ["see others' statements", 'SELECT query FROM system.query_log'],
  ["see others' statements while they run", 'SELECT query FROM system.processes'],
  ['see the process list', 'SHOW PROCESSLIST'],
  ['see named collections', 'SELECT * FROM system.named_collections'],
  ['see the sources of dictionaries', 'SELECT * FROM system.dictionaries'],
  ['see how the server is set up', 'SELECT * FROM system.server_settings'],
  ['see how the server was built', 'SELECT * FROM system.build_options'],
  ['see where data lies', 'SELECT * FROM system.disks'],
  ['see the users through a merged table', "SELECT * FROM merge('system', 'users')"],
  ['see the users through a view', 'CREATE VIEW seq.spy AS SELECT * FROM system.users'],
  ['see the users through an information schema', 'SELECT * FROM information_schema.tables'],
  ['make a user', "CREATE USER intruder IDENTIFIED BY 'x'"],
  ['change a password', "ALTER USER admin IDENTIFIED BY 'x'"],
  ['grant', 'GRANT SELECT ON *.* TO reader'],
  ['take a role', 'SET ROLE admin'],
  ['act as another user', 'EXECUTE AS admin SELECT 1'],
  ['stop the server', 'SYSTEM SHUTDOWN'],
  ['flush the logs', 'SYSTEM FLUSH LOGS'],
  ['kill a query', "KILL QUERY WHERE user = 'reader' SYNC"],
  ['make a back-up', "BACKUP TABLE seq.context TO File('x')"],
  ['make a function', 'CREATE FUNCTION f AS x -> x'],
  ['make a database', 'CREATE DATABASE other'],
  [
    'make a dictionary',
    `CREATE DICTIONARY seq.d (a String) PRIMARY KEY a SOURCE(HTTP(url '$URL' format 'TSV'))
      LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)`,
  ],
  ['make a named collection', "CREATE NAMED COLLECTION n AS a = '1'"],
  ['drop a database', 'DROP DATABASE seq'],
  ['insert into the system', "INSERT INTO system.query_log (query) VALUES ('x')"],
  ['speak another language', "SELECT 1 SETTINGS dialect = 'kusto'"],
  ['format with a file', "SELECT 1 SETTINGS format_template_row = '$FILE' FORMAT Template"],
  ['format with a schema file', "SELECT 1 SETTINGS format_schema = '$FILE:x' FORMAT Protobuf"],
  ['write a schema file', "SELECT 1 SETTINGS output_format_schema = '$OUT' FORMAT Protobuf"],
  ['look inside the server', 'SELECT addressToLine(1) SETTINGS allow_introspection_functions = 1'],
  ['run without a limit of time', 'SELECT 1 SETTINGS max_execution_time = 0'],
  ['run longer than allowed', 'SELECT 1 SETTINGS max_execution_time = 601'],
  ['use more memory than allowed', 'SELECT 1 SETTINGS max_memory_usage = 0'],
  ['run two statements', 'SELECT 1; DROP TABLE seq.kept'],
];

/** The reader has no way to these either. */
const forReader: readonly (readonly [what: string, sql: string])[] = [
  ['insert', "INSERT INTO seq.kept VALUES ('x')"],
  ['update', "ALTER TABLE seq.kept UPDATE a = 'x' WHERE 1"],
  ['delete', 'DELETE FROM seq.kept WHERE 1'],
  ['truncate', 'TRUNCATE TABLE seq.kept'],
  ['drop', 'DROP TABLE seq.kept'],
  ['rename', 'RENAME TABLE seq.kept TO seq.gone'],
  ['make a table', 'CREATE TABLE seq.made (a String) ENGINE = Memory'],
  ['make a temporary table', 'CREATE TEMPORARY TABLE made (a String)'],
  ['optimize', 'OPTIMIZE TABLE seq.kept FINAL'],
  ['attach', 'ATTACH TABLE seq.kept'],
  ['leave read-only', 'SET readonly = 0'],
  ['leave read-only for one query', 'SELECT 1 SETTINGS readonly = 0'],
  ['allow changes of the schema', 'SELECT 1 SETTINGS allow_ddl = 1'],
  ['allow more at once', 'SELECT 1 SETTINGS max_concurrent_queries_for_user = 0'],
  ['parse rows of its own', "SELECT * FROM format(LineAsString, 'x')"],
];

/** Who may write may not do so in any place or by any means. */
const forWriter: readonly (readonly [what: string, sql: string])[] = [
  ['evaluate a function in the data of an INSERT', "INSERT INTO seq.kept VALUES (upper('x'))"],
  [
    'allow functions in data',
    "INSERT INTO seq.kept SETTINGS input_format_values_interpret_expressions = 1 VALUES ('x')",
  ],
  ['keep a file as a default', "ALTER TABLE seq.kept ADD COLUMN b String DEFAULT file('$FILE')"],
  ['make a table of a file', "CREATE TABLE seq.made (a String) ENGINE = File(LineAsString, '$FILE')"],
  ['make a table of an address', "CREATE TABLE seq.made (a String) ENGINE = URL('$URL', LineAsString)"],
  [
    'make a table of another server',
    "CREATE TABLE seq.made (a String) ENGINE = Distributed('default', 'system', 'users')",
  ],
  ['make a table that runs a program', "CREATE TABLE seq.made (a String) ENGINE = Executable('id', TSV)"],
  ['make a table in any folder', "CREATE TABLE seq.made (a String) ENGINE = EmbeddedRocksDB(0, '$OUT') PRIMARY KEY a"],
  ['make a table of log files', "CREATE TABLE seq.made (a String) ENGINE = FileLog('/etc', 'TSV')"],
  ['make a table in MySQL', "CREATE TABLE seq.made (a String) ENGINE = MySQL('127.0.0.1:1', 'a', 'b', 'c', 'd')"],
  ['make a table in S3', "CREATE TABLE seq.made (a String) ENGINE = S3('$URLbucket/key', 'TSV')"],
  ['make a table over system tables', "CREATE TABLE seq.made (a String) ENGINE = Merge('system', 'users')"],
  ['make a table with another name for a system table', "CREATE TABLE seq.made ENGINE = Alias('system', 'users')"],
  [
    'make a table on a disk elsewhere',
    "CREATE TABLE seq.made (a String) ENGINE = MergeTree ORDER BY a SETTINGS disk = disk(type = web, endpoint = '$URL')",
  ],
  ['make a table in another database', 'CREATE TABLE default.made (a String) ENGINE = Memory'],
  ['make a table out of the users', 'CREATE TABLE seq.made ENGINE = Memory AS SELECT * FROM system.users'],
  ['move a table out of sight', 'RENAME TABLE seq.kept TO default.kept'],
  ['make a view as admin', 'CREATE VIEW seq.spy DEFINER = admin SQL SECURITY DEFINER AS SELECT * FROM system.users'],
  ['make a view as nobody', 'CREATE VIEW seq.spy SQL SECURITY NONE AS SELECT * FROM system.users'],
  [
    'make a view that refreshes itself from the users',
    'CREATE MATERIALIZED VIEW seq.spy REFRESH EVERY 1 HOUR ENGINE = Memory AS SELECT * FROM system.users',
  ],
  [
    'let a view that runs as admin read the users',
    'ALTER TABLE hive.mv_cost_per_hour MODIFY QUERY SELECT * FROM system.users',
  ],
  [
    'let a view that runs as admin compare with the users',
    'ALTER TABLE hive.mv_cost_per_hour MODIFY QUERY SELECT model FROM hive.model_invocations WHERE node_id IN (SELECT name FROM system.users)',
  ],
  [
    'let a view that runs as admin name a user',
    'ALTER TABLE hive.mv_cost_per_hour MODIFY QUERY SELECT (SELECT any(name) FROM system.users) AS model FROM hive.model_invocations',
  ],
  [
    'let a view that runs as admin refresh itself from the users',
    'ALTER TABLE hive.mv_cost_per_hour MODIFY QUERY WITH u AS (SELECT name FROM system.users) SELECT name AS model FROM u',
  ],
  ['update from the users', 'ALTER TABLE seq.kept UPDATE a = (SELECT any(name) FROM system.users) WHERE 1'],
  ['delete by the users', "DELETE FROM seq.kept WHERE 'admin' IN (SELECT name FROM system.users)"],
  [
    'check rows against the users',
    'ALTER TABLE seq.kept ADD CONSTRAINT c CHECK a NOT IN (SELECT name FROM system.users)',
  ],
  [
    'take the users for a default',
    'ALTER TABLE seq.kept ADD COLUMN b String DEFAULT (SELECT any(name) FROM system.users)',
  ],
  [
    'let rows end by the users',
    'ALTER TABLE seq.kept MODIFY TTL now() + INTERVAL 1 DAY DELETE WHERE a IN (SELECT name FROM system.users)',
  ],
  ['let a view run as nobody', 'ALTER TABLE hive.prices MODIFY SQL SECURITY NONE'],
  ['change how a table is kept', 'ALTER TABLE seq.kept MODIFY SETTING parts_to_delay_insert = 1'],
  ['freeze a table into a folder', 'ALTER TABLE seq.kept FREEZE'],
  ['attach data of a folder', "ATTACH TABLE seq.made FROM '/tmp' (a String) ENGINE = MergeTree ORDER BY a"],
];

async function denied(sql: string, mode: 'read' | 'write'): Promise<void> {
  const before = requests;
  const run = await desk.run(filled(sql), { mode });
  expect(run.state, sql).toBe('failed');
  expect(run.rows).toBe(0);
  expect(JSON.stringify(run)).not.toContain(secret);
  expect(requests).toBe(before);
}

describe('the reader of the console cannot', () => {
  it.each([...forBoth, ...forReader])('%s', async (_, sql) => denied(sql, 'read'));

  it('name a file function in a parameter', async () => {
    const sql = filled("SELECT arrayMap({f:Identifier}, ['$FILE'])");
    for (const f of ['file', '`file`', '"file"', '“file”']) {
      expect(await desk.run(sql, { params: { f } })).toMatchObject({ state: 'failed', rows: 0 });
    }
  });

  it('do by an explanation or a sort what a run may not', async () => {
    const sql = filled("SELECT file('$FILE')");
    for (const kind of ['plan', 'indexes', 'pipeline', 'estimate'] as const) {
      expect(await desk.face.explain(sql, {}, kind)).toMatchObject({ ok: false, error: { kind: 'denied' } });
    }
    const sort = { column: 0, descending: false };
    expect(await desk.run(sql, { sort })).toMatchObject({ state: 'failed', error: { kind: 'denied' } });
  });

  it('reach a table that was not recorded', async () => {
    const run = await desk.run('SELECT DISTINCT database FROM system.tables ORDER BY database');
    const databases = (await desk.rows(run)).map(([database]) => database);
    expect(databases.filter((name) => !['hive', 'hivebar', 'seq', 'system'].includes(String(name)))).toEqual([]);
  });
});

describe('the writer of the console cannot', () => {
  it.each([...forBoth, ...forWriter])('%s', async (_, sql) => {
    desk.face.allow('write');
    await denied(sql, 'write');
  });

  it('have left anything behind by all this', async () => {
    const run = await desk.run("SELECT name FROM system.tables WHERE name IN ('made', 'spy', 'gone', 'd', 'kept')");
    expect(await desk.rows(run)).toEqual([['kept']]);
    expect(await desk.rows(await desk.run('SELECT * FROM seq.kept'))).toEqual([['kept']]);
    await expect(stat(writtenFile)).rejects.toThrow('ENOENT');
  });
});

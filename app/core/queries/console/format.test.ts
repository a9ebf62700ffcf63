import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlTokens } from '../../../contract/sql-tokens.ts';
import { type TestDatabase, startTestDatabase } from '../../database/testing.ts';
import { runSql } from '../run-sql.ts';
import { valueOf } from '../testing.ts';
import { formatSql } from './format.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase({ migrate: false });
});
afterAll(() => test.stop());

const format = async (sql: string): Promise<string> => valueOf(await formatSql(test.database.reader, sql));
const commentsOf = (sql: string): string[] =>
  sqlTokens(sql)
    .filter(({ kind }) => kind === 'comment')
    .map(({ text }) => text.trimEnd());

async function plainOf(sql: string): Promise<unknown> {
  const answer = await runSql(test.database.reader, 'SELECT formatQuerySingleLine({sql:String})', { params: { sql } });
  return valueOf(answer).rows[0]?.[0];
}

describe('formatting', () => {
  it('puts comments back beside what they stood beside', async () => {
    const sql = `-- What the day cost.
select model, -- the model
 /* all of it */ sum(cost_micros) as cost
from hive.model_invocations where ok=1 -- no failures
-- newest first
order by cost desc -- the end`;
    expect(await format(sql)).toBe(`-- What the day cost.
SELECT
    model, -- the model
    /* all of it */ sum(cost_micros) AS cost
FROM hive.model_invocations
WHERE ok = 1 -- no failures
-- newest first
ORDER BY cost DESC -- the end`);
  });

  it('formats each of several statements, and keeps what stands between them', async () => {
    const sql = `select 1; -- one
-- the second
select 2;

/* nothing */
select {x:UInt8} as y;
-- done`;
    expect(await format(sql)).toBe(`SELECT 1; -- one

-- the second
SELECT 2;

/* nothing */ SELECT {x:UInt8} AS y;

-- done`);
  });

  it.each([
    `select '-- no comment', "/* nor this */", 'it''s; one' from t -- but this`,
    'select 1 /* a /* nested */ one */ + 2',
    'select a, # shell style\n b from t',
    `select case when a then 1 /* one */ else 2 /* two */ end from t where b between 1 /* lo */ and 2 /* hi */`,
    'with x as (select 1 -- inner\n) select * from x settings max_threads = 1 -- outer\n format JSON',
    'select a -- first\n, b -- second\nfrom t',
    'select count(*) /* all */ from t limit 5, 10 -- page',
    "select $tag$ -- text $tag$, 'x' -- comment\n",
    'explain select 1 -- why',
    'create table t (a UInt8 -- first\n, b String /* second */) engine = MergeTree order by a',
    `select\n/* many\n   lines */\n1`,
    'select (1, 2).1 -- tuple\n, j.a.:String, x -> x + 1 -- lambda\nfrom t',
    "select date '2020-01-01' /* day */ + interval 1 /* one */ day",
  ])('keeps comments, their order and the meaning of: %s', async (sql) => {
    const formatted = await format(sql);
    expect(commentsOf(formatted)).toEqual(commentsOf(sql));
    expect(await plainOf(formatted)).toBe(await plainOf(sql));
    // Formatting what is formatted changes nothing more.
    expect(await format(formatted)).toBe(formatted);
  });

  it('leaves the data of an INSERT, and all behind it, as it was', async () => {
    const sql = "select 1;\ninsert into t values (1, 'a;b') -- c\n; select   2";
    expect(await format(sql)).toBe("SELECT 1;\ninsert into t values (1, 'a;b') -- c\n; select   2");
  });

  it.each(['', '  \n', '-- only a comment', ';;'])('has nothing to change in %j', async (sql) => {
    expect((await format(sql)).trim().replace(/\s/g, '')).toBe(sql.trim().replace(/\s/g, ''));
  });

  it('says where a mistake is, in the text as it was given', async () => {
    const sql = 'select 1;\n-- ä\nselect from (';
    const result = await formatSql(test.database.reader, sql);
    expect(result).toMatchObject({ ok: false, error: { kind: 'syntax', position: sql.length - 1 } });
  });
});

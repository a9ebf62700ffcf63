import type { AdminDatabase } from '../database/clients.ts';
import type { Forgotten } from '../forget/forget-conditions.ts';
import type { Sums, Touched } from '../forget/forget-sums.ts';

/** What forgetting asks about rows and sums, before it deletes and to prove that it has. */

/** How many rows of each table are to go. */
export async function countForgotten(
  admin: AdminDatabase,
  rows: readonly Forgotten[],
): Promise<{ table: string; rows: number }[]> {
  const counted: { table: string; rows: number }[] = [];
  for (const { table, where } of rows) {
    const { found } = await one(admin, `SELECT count() AS found FROM ${table} WHERE ${where}`);
    counted.push({ table, rows: Number(found) });
  }
  return counted;
}

/** Databases that backups were restored into and that have such rows, by the names of their tables. */
export async function countInCopies(
  admin: AdminDatabase,
  databases: readonly string[],
  rows: readonly Forgotten[],
): Promise<{ database: string; rows: number }[]> {
  const counted: { database: string; rows: number }[] = [];
  for (const database of databases) {
    const answer = await admin.query({
      query: 'SELECT name FROM system.tables WHERE database = {database:String}',
      query_params: { database },
      format: 'JSONEachRow',
    });
    const names = new Set((await answer.json<{ name: string }>()).map(({ name }) => name));
    let found = 0;
    for (const { table, where } of rows) {
      const [, name = ''] = table.split('.');
      if (names.has(name)) {
        const { held } = await one(admin, `SELECT count() AS held FROM ${database}.${name} WHERE ${where}`);
        found += Number(held);
      }
    }
    if (found > 0) counted.push({ database, rows: found });
  }
  return counted;
}

/** App minutes of the segments that are to go. */
export async function minutesForgotten(admin: AdminDatabase, rows: readonly Forgotten[]): Promise<number> {
  const segments = whereOf(rows, 'seq.context');
  if (segments === undefined) return 0;
  const { minutes } = await one(
    admin,
    `SELECT sum(least(dur_ms, 2678400000)) / 60000 AS minutes FROM seq.context WHERE afk = 0 AND ${segments}`,
  );
  return Number(minutes);
}

/** The local days and the UTC hours that rows to be forgotten are summed in. */
export async function touchedBy(admin: AdminDatabase, rows: readonly Forgotten[]): Promise<Touched> {
  const segments = whereOf(rows, 'seq.context');
  const days = await list(
    admin,
    `SELECT DISTINCT day FROM
     (
         SELECT arrayJoin(range(intDiv(local_ms, 86400000), intDiv(local_ms + least(dur_ms, 2678400000), 86400000) + 1)) AS day
         FROM
         (
             SELECT toUInt64(toInt64(ts_ms) + utc_offset_min * 60000) AS local_ms, dur_ms
             FROM seq.context WHERE ${segments ?? '0'}
         )
     ) ORDER BY day`,
  );
  const hourly = ['hive.model_invocations', 'hive.model_call_additions', 'hive.tool_calls', 'hive.supersteps'].flatMap(
    (table) => {
      const where = whereOf(rows, table);
      return where === undefined ? [] : [`SELECT intDiv(ts_ms, 3600000) AS hour FROM ${table} WHERE ${where}`];
    },
  );
  const hours =
    hourly.length === 0
      ? []
      : await list(admin, `SELECT DISTINCT hour FROM (${hourly.join(' UNION ALL ')}) ORDER BY hour`);
  return { days, hours };
}

/** The query of a view, as ClickHouse has it: what it would sum. */
export async function queryOfView(admin: AdminDatabase, view: string): Promise<string> {
  const [database, name] = view.split('.');
  const { query } = await one(
    admin,
    `SELECT as_select AS query FROM system.tables WHERE database = '${database ?? ''}' AND name = '${name ?? ''}'`,
  );
  if (query === undefined || query === '') throw new Error(`${view} has no query`);
  return query;
}

/** How many sums differ from the rows; floating point may be off by a hair. */
export async function countWrongSums(
  admin: AdminDatabase,
  { table, key, measure, viewMeasures }: Sums,
  queries: readonly string[],
  where: string,
): Promise<number> {
  const keys = key.join(', ');
  const ofRows = queries.map(
    (query, view) =>
      `SELECT ${keys}, -toFloat64(${viewMeasures?.[view] ?? measure}) AS off FROM (${query}) WHERE ${where}`,
  );
  const { wrong } = await one(
    admin,
    `SELECT count() AS wrong FROM
     (
         SELECT ${keys}, sum(off) AS more FROM
         (
             SELECT ${keys}, toFloat64(${measure}) AS off FROM ${table} WHERE ${where}
             UNION ALL ${ofRows.join(' UNION ALL ')}
         )
         GROUP BY ${keys} HAVING abs(more) > 0.000001
     )`,
  );
  return Number(wrong);
}

function whereOf(rows: readonly Forgotten[], table: string): string | undefined {
  return rows.find((one) => one.table === table)?.where;
}

async function list(admin: AdminDatabase, query: string): Promise<number[]> {
  const answer = await admin.query({ query, format: 'JSONCompactEachRow' });
  return (await answer.json<readonly unknown[]>()).map(([value]) => Number(value));
}

async function one(admin: AdminDatabase, query: string): Promise<Record<string, string | undefined>> {
  const answer = await admin.query({ query, format: 'JSONStringsEachRow' });
  const [row] = await answer.json<Record<string, string>>();
  return row ?? {};
}

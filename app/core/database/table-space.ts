import type { RetentionGroup, RetentionLoss, TableSpace } from '../../contract/settings-calls.ts';
import { prunedTables, retentionGroupOf } from '../retention.ts';
import { countOldRows, oldCheckpointRows } from '../queries/checkpoints/old-checkpoints.ts';
import type { AdminDatabase } from './clients.ts';
import { daysIn, retentionByTable } from './retention.ts';
import { recordedDatabases } from './users.ts';

interface MeasuredTable {
  readonly name: string;
  readonly ttl: string;
  readonly rows: number;
  readonly bytes: number;
  /** The first partition that is a day; empty for tables that are not parted by days. */
  readonly oldest: string;
  /** When a row of a table without such partitions was: the column that sums are kept by, or its moment; else empty. */
  readonly time: string;
}

/** Rows lie in partitions of whole UTC days; sums of hours and days lie in one. */
const isDay = `match(partition, '^\\\\d{4}-\\\\d{2}-\\\\d{2}$')`;

const momentOfRow = "toDateTime(intDiv(ts_ms, 1000), 'UTC')";

/** Every table with recorded rows and what it takes on disk, the largest first. */
export async function readTableSpace(admin: AdminDatabase, schemaDir: string): Promise<TableSpace[]> {
  const measured = await measureTables(admin);
  const groups = await groupByTable(schemaDir);
  const sums = await firstDays(admin, measured);
  return measured.map(({ name, ttl, rows, bytes, oldest }) => ({
    table: name,
    rows,
    bytes,
    oldestDay: oldest === '' ? (sums.get(name) ?? null) : oldest,
    group: groups.get(name) ?? null,
    keptDays: daysIn(ttl).at(-1) ?? null,
  }));
}

/** Counts the rows of a retention group that lie before a day, `YYYY-MM-DD` in UTC: whole days are how rows go. */
export async function rowsBefore(
  admin: AdminDatabase,
  { schemaDir, group, day }: { readonly schemaDir: string; readonly group: RetentionGroup; readonly day: string },
): Promise<RetentionLoss> {
  if (group === 'checkpoints') return checkpointsBefore(admin, day);
  const groups = await groupByTable(schemaDir);
  const tables = (await measureTables(admin)).filter(({ name }) => groups.get(name) === group);
  const counts =
    group === 'screenText'
      ? [screenTextBefore]
      : tables.map(({ name, time }) =>
          time === ''
            ? `SELECT '${name}' AS name, toFloat64(sum(rows)) AS rows FROM system.parts
         WHERE active AND concat(database, '.', table) = '${name}' AND ${isDay} AND partition < {day:String}`
            : `SELECT '${name}' AS name, toFloat64(count()) AS rows FROM ${name} WHERE toDate(${time}) < {day:String}`,
        );
  if (counts.length === 0) return { rows: 0, tables: [] };
  const answer = await admin.query({
    query: `SELECT name, rows FROM (${counts.join(' UNION ALL ')}) WHERE rows > 0 ORDER BY name`,
    query_params: { day },
    format: 'JSONEachRow',
  });
  const found = await answer.json<{ name: string; rows: number }>();
  return { rows: found.reduce((sum, { rows }) => sum + rows, 0), tables: found.map(({ name }) => name) };
}

/** Some of what lies before the day is needed by what does not. */
async function checkpointsBefore(admin: AdminDatabase, day: string): Promise<RetentionLoss> {
  const found: { rows: number; table: string }[] = [];
  for (const old of oldCheckpointRows(Date.parse(day))) {
    found.push({ table: old.table, rows: await countOldRows(admin, old) });
  }
  const lossy = found.filter(({ rows }) => rows > 0);
  return { rows: lossy.reduce((sum, { rows }) => sum + rows, 0), tables: lossy.map(({ table }) => table).sort() };
}

/** Screen text shares its table with other kinds. */
const screenTextBefore = `SELECT 'seq.mem_events' AS name, toFloat64(count()) AS rows FROM seq.mem_events
         WHERE kind = 'ocr' AND toDate(toDateTime(intDiv(ts_ms, 1000), 'UTC')) < {day:String}`;

/** A table that keeps some rows for another time belongs to the group of the rest, which its TTL names last. */
async function groupByTable(schemaDir: string): Promise<Map<string, RetentionGroup>> {
  const settings = await retentionByTable(schemaDir, retentionGroupOf);
  return new Map<string, RetentionGroup>([
    ...Object.entries(prunedTables),
    ...[...settings].flatMap(([table, names]) => {
      const last = names.at(-1);
      return last === undefined ? [] : [[table, retentionGroupOf[last]] as const];
    }),
  ]);
}

async function measureTables(admin: AdminDatabase): Promise<MeasuredTable[]> {
  const answer = await admin.query({
    query: `SELECT
                concat(t.database, '.', t.name) AS name,
                extract(any(t.engine_full), ' TTL (.*?)(?: SETTINGS |$)') AS ttl,
                toFloat64(sum(p.rows)) AS rows,
                toFloat64(sum(p.bytes_on_disk)) AS bytes,
                minIf(p.partition, ${isDay} AND p.rows > 0) AS oldest,
                multiIf(any(c.of_sums) != '', any(c.of_sums),
                    any(c.of_rows) AND any(t.partition_key) = '', {moment:String}, '') AS time
            FROM system.tables AS t
            LEFT JOIN (SELECT * FROM system.parts WHERE active) AS p ON p.database = t.database AND p.table = t.name
            LEFT ANY JOIN
            (
                SELECT database, table, anyIf(name, name IN ('hour', 'day') AND is_in_sorting_key) AS of_sums,
                    countIf(name = 'ts_ms') > 0 AS of_rows
                FROM system.columns GROUP BY database, table
            ) AS c ON c.database = t.database AND c.table = t.name
            WHERE t.database IN {databases:Array(String)} AND t.engine LIKE '%MergeTree'
            GROUP BY t.database, t.name
            ORDER BY bytes DESC, name`,
    query_params: { databases: recordedDatabases, moment: momentOfRow },
    format: 'JSONEachRow',
  });
  return answer.json();
}

/** The first day of each table of sums that has rows. Such tables are small, and sorted by that very column. */
async function firstDays(admin: AdminDatabase, tables: readonly MeasuredTable[]): Promise<Map<string, string>> {
  const questions = tables
    .filter(({ time, rows }) => time !== '' && rows > 0)
    .map(({ name, time }) => `SELECT '${name}' AS name, toString(toDate(min(${time}))) AS day FROM ${name}`);
  if (questions.length === 0) return new Map();
  const answer = await admin.query({ query: questions.join(' UNION ALL '), format: 'JSONEachRow' });
  return new Map((await answer.json<{ name: string; day: string }>()).map(({ name, day }) => [name, day]));
}

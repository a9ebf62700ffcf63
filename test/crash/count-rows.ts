import type { AdminDatabase } from '../../app/core/database/clients.ts';
import type { FoundRows } from './compare-rows.ts';
import { type CrashTable, crashTables } from './tables.ts';

/** The label that the rows of a run carry; a view's groups therefore belong to one run each. */
export function labelOf(run: number): string {
  return `run ${run}`;
}

/** Counts what the tables hold, by stream; of one run, or of all that there ever were. */
export async function countRows(admin: AdminDatabase, run?: number): Promise<FoundRows[]> {
  const counted = await Promise.all(crashTables.map((table) => countTable(admin, table, run)));
  return counted.flat();
}

async function countTable(admin: AdminDatabase, table: CrashTable, run: number | undefined): Promise<FoundRows[]> {
  const { name, label, key, content, amount } = table;
  // The same arithmetic as in row-content.ts and native/test/crash/crash_rows.cpp.
  const query = `
    SELECT toUInt32OrZero(place[1]) AS run, toUInt32OrZero(place[2]) AS process, toUInt32OrZero(place[3]) AS thread,
           count() AS rows, uniqExact(number) AS distinct, max(number) + 1 AS end,
           countIf(held_amount != number * 7919 % 600000
             OR held_content != repeat(char(97 + number % 26), if(number % 997 = 0, 40000, number * 37 % 300))) AS damaged
    FROM (SELECT splitByChar('.', ${key}) AS place, toUInt64OrZero(place[4]) AS number, ${amount} AS held_amount,
                 ${content} AS held_content
          FROM ${name} ${run === undefined ? '' : `WHERE ${label} = '${labelOf(run)}'`})
    GROUP BY run, process, thread`;
  const answer = await admin.query({
    query,
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  const rows: Omit<FoundRows, 'table'>[] = await answer.json();
  return rows.map((row) => ({ ...row, table: name }));
}

import type { ReadableDatabase } from '../database/clients.ts';
import type { Clock } from '../host.ts';
import { runSql } from '../queries/run-sql.ts';
import type { AnyRow, Writer } from '../writer/writer.ts';
import { type MixedTable, mixedRow, mixedTables, numberColumns } from './bench-rows.ts';
import { openTables, pushAll } from './bench-writer.ts';
import { percentile } from './percentile.ts';

export interface VisibleOptions {
  readonly writer: Writer;
  readonly reader: ReadableDatabase;
  readonly clock: Clock;
  readonly eventsPerSecond: number;
  readonly seconds: number;
  readonly onProgress: (share: number) => void;
}

export interface VisibleResult {
  readonly events: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Queries that looked for the events; the time between two is part of every latency. */
  readonly looks: number;
}

/** How often events are pushed: a finer step than a timer can keep would only bunch them. */
const pushPeriodMs = 2;
/** Pause between two looks. Without one the looking itself would take a core from what is measured. */
const lookPauseMs = 4;
const giveUpMs = 30_000;

/**
 * Pushes numbered events at a steady rate, turn by turn into the six tables, while a query asks again and again which
 * numbers can be seen. An event's latency ends when the answer that contains it has been read, so it includes the query
 * and on average half the time between two queries.
 */
export async function measurePushToVisible(options: VisibleOptions): Promise<VisibleResult> {
  const { clock, eventsPerSecond, seconds } = options;
  const tables = await openTables(options.writer, mixedTables);
  const total = Math.round(eventsPerSecond * seconds);
  const pushedAt = new Float64Array(total + 1);
  const seenUpTo = new Map<MixedTable, number>(mixedTables.map((table) => [table, 0]));
  const latencies: number[] = [];
  let pushed = 0;

  const startedAt = clock.monotonic();
  const stopPushing = clock.every(pushPeriodMs, () => {
    const due = Math.min(total, Math.floor(((clock.monotonic() - startedAt) / 1_000) * eventsPerSecond));
    while (pushed < due) {
      pushed += 1;
      const table = tableOf(pushed);
      const row = mixedRow(table, pushed, clock.now());
      pushedAt[pushed] = clock.monotonic();
      pushAll(tables.get(table), [row as unknown as AnyRow]);
    }
    options.onProgress(pushed / total);
  });

  let looks = 0;
  while (latencies.length < total) {
    if (clock.monotonic() - startedAt > seconds * 1_000 + giveUpMs) {
      throw new Error(`Only ${latencies.length} of ${total} events became visible within ${giveUpMs / 1_000} s.`);
    }
    const newest = await newestVisible(options.reader);
    const now = clock.monotonic();
    looks += 1;
    for (const [table, number] of newest) {
      // Every sixth number belongs to the same table; per table rows become visible in their order.
      let next = (seenUpTo.get(table) ?? 0) + mixedTables.length;
      if (next === mixedTables.length) next = firstNumberOf(table);
      for (; next <= number; next += mixedTables.length) {
        latencies.push(now - (pushedAt[next] ?? now));
        seenUpTo.set(table, next);
      }
    }
    await new Promise<void>((resume) => void clock.after(lookPauseMs, resume));
  }
  await stopPushing();
  return {
    events: total,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    maxMs: percentile(latencies, 1),
    looks,
  };
}

function tableOf(number: number): MixedTable {
  const table = mixedTables[number % mixedTables.length];
  return table ?? mixedTables[0];
}

function firstNumberOf(table: MixedTable): number {
  const at = mixedTables.indexOf(table);
  return at === 0 ? mixedTables.length : at;
}

const newestSql = mixedTables
  .map((table) => `SELECT '${table}' AS table, toUInt64(max(${numberColumns[table]})) AS number FROM ${table}`)
  .join(' UNION ALL ');

/** The highest number that can be seen in each table; 0 in an empty one. */
async function newestVisible(reader: ReadableDatabase): Promise<[MixedTable, number][]> {
  const answer = await runSql(reader, newestSql);
  if (!answer.ok) throw new Error(`The tables could not be read: ${answer.error.message}`);
  return answer.value.rows.map(([table, number]) => [table as MixedTable, Number(number)]);
}

import type { ReadableDatabase } from '../database/clients.ts';
import type { Clock } from '../host.ts';
import { runSql } from '../queries/run-sql.ts';
import type { AnyRow, Writer } from '../writer/writer.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { type MixedTable, mixedRow, mixedTables } from './bench-rows.ts';
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
 * Pushes events at a steady rate, turn by turn into the six tables, while a query asks again and again how many rows each
 * has. Rows of a table become visible in the order in which they were pushed, so its count tells which they are, and
 * ClickHouse counts without reading parts, so that the looking disturbs little. An event's latency ends when the answer
 * that counts it has been read: it includes the query, and on average half the time between two queries.
 */
export async function measurePushToVisible(options: VisibleOptions): Promise<VisibleResult> {
  const { clock, eventsPerSecond, seconds } = options;
  const tables = await openTables(options.writer, mixedTables);
  const total = Math.round(eventsPerSecond * seconds);
  const waiting = new Map<MixedTable, WaitingEvents>();
  for (const [table, rows] of await countRows(options.reader)) waiting.set(table, { seen: rows, pushedAt: [] });
  const latencies: number[] = [];
  let pushed = 0;

  const startedAt = clock.monotonic();
  const stopPushing = clock.every(pushPeriodMs, () => {
    const due = Math.min(total, Math.floor(((clock.monotonic() - startedAt) / 1_000) * eventsPerSecond));
    for (; pushed < due; pushed++) {
      const table = mixedTables[pushed % mixedTables.length] ?? mixedTables[0];
      const row = mixedRow(table, pushed, clock.now());
      waiting.get(table)?.pushedAt.push(clock.monotonic());
      pushAll(tables.get(table), [row as unknown as AnyRow]);
    }
  });

  let looks = 0;
  try {
    while (latencies.length < total) {
      if (clock.monotonic() - startedAt > seconds * 1_000 + giveUpMs) {
        throw new MeasurementFailed(
          `Only ${latencies.length} of ${total} events became visible within ${giveUpMs / 1_000} s.`,
        );
      }
      const counts = await countRows(options.reader);
      const now = clock.monotonic();
      looks += 1;
      options.onProgress(pushed / total);
      for (const [table, rows] of counts) {
        const events = waiting.get(table);
        if (events === undefined) continue;
        for (const pushedAt of events.pushedAt.splice(0, rows - events.seen)) latencies.push(now - pushedAt);
        events.seen = rows;
      }
      await new Promise<void>((resume) => void clock.after(lookPauseMs, resume));
    }
  } finally {
    await stopPushing();
  }
  return {
    events: total,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    maxMs: percentile(latencies, 1),
    looks,
  };
}

/** The events of one table: how many have been seen, and when each of the others was pushed, oldest first. */
interface WaitingEvents {
  seen: number;
  readonly pushedAt: number[];
}

const countSql = mixedTables.map((table) => `SELECT '${table}', count() FROM ${table}`).join(' UNION ALL ');

async function countRows(reader: ReadableDatabase): Promise<[MixedTable, number][]> {
  const answer = await runSql(reader, countSql);
  if (!answer.ok) throw new MeasurementFailed(`The tables could not be read: ${answer.error.message}`);
  return answer.value.rows.map(([table, rows]) => [table as MixedTable, Number(rows)]);
}

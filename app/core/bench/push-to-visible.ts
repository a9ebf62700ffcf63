import type { ReadableDatabase } from '../database/clients.ts';
import { runSql } from '../queries/run-sql.ts';
import type { AnyRow, Writer } from '../writer/writer.ts';
import type { Figure } from './bench-report.ts';
import { type MixedTable, mixedRow, mixedTables } from './bench-rows.ts';
import type { BenchServer } from './bench-server.ts';
import { flushed, openTables, pushAll } from './bench-writer.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import { median, percentile } from './percentile.ts';

export interface SelectEffort {
  readonly selectPerSecond: number;
  readonly selectSeconds: number;
  readonly selectRounds: number;
}

/** How often events are pushed: a finer step than a timer can keep would only bunch them. */
const pushPeriodMs = 2;
/** Pause between two looks. Without one the looking itself would take a core from what is measured. */
const lookPauseMs = 4;
const giveUpMs = 30_000;

/**
 * Pushes events from JavaScript at a steady rate, turn by turn into the six tables, and asks again and again how many
 * rows each has, by query and by the writer's own counter. It gives three figures of the same events:
 * until the answer of the query that counts them has been read, until their acknowledgement was seen, and how many
 * acknowledged events a query that began afterwards did not see, which must be none.
 */
export async function pushToVisible(
  server: BenchServer,
  { selectPerSecond, selectSeconds, selectRounds }: SelectEffort,
  onProgress: (share: number) => void,
): Promise<Figure[]> {
  const rounds: Round[] = [];
  for (let round = 0; round < selectRounds; round++) {
    rounds.push(
      await measure(server, selectPerSecond, selectSeconds, (share) => onProgress((round + share) / selectRounds)),
    );
  }
  const load = `${selectPerSecond.toLocaleString('en-US')}/s from JavaScript`;
  const figure = (what: string, limit: number | undefined, read: (round: Round) => number): Figure => {
    const values = rounds.map(read);
    const bound = limit === undefined ? {} : { bound: { limit, kind: 'below' as const } };
    return { name: `${load}, ${what}`, value: median(values), unit: 'ms', rounds: values, ...bound };
  };
  const looks = rounds.reduce((sum, round) => sum + round.looks, 0);
  const unseen = Math.max(...rounds.map((round) => round.unseen));
  return [
    {
      ...figure('push to seen in a SELECT, p50', 40, ({ seen }) => percentile(seen, 0.5)),
      note: `over six tables, ${selectSeconds} s a round, ${looks} looks, which cost time of both processes`,
    },
    figure('push to seen in a SELECT, p99', 100, ({ seen }) => percentile(seen, 0.99)),
    { ...figure('push to seen in a SELECT, worst', undefined, ({ seen }) => percentile(seen, 1)) },
    {
      ...figure('push to acknowledged, p50', undefined, ({ acknowledged }) => percentile(acknowledged, 0.5)),
      note: 'the same events, looked at just before each SELECT',
    },
    figure('push to acknowledged, p99', undefined, ({ acknowledged }) => percentile(acknowledged, 0.99)),
    {
      name: `${load}, acknowledged but not seen`,
      value: unseen,
      unit: '',
      bound: { limit: 1, kind: 'below' },
      note: 'by a SELECT that began afterwards, most at a time: acknowledged means visible',
    },
  ];
}

interface Round {
  readonly seen: number[];
  readonly acknowledged: number[];
  readonly unseen: number;
  readonly looks: number;
}

async function measure(
  { store, writer, host: { clock } }: BenchServer,
  eventsPerSecond: number,
  seconds: number,
  onProgress: (share: number) => void,
): Promise<Round> {
  const { database } = store;
  const tables = await openTables(writer, mixedTables);
  const total = Math.round(eventsPerSecond * seconds);
  // A row can be seen before its acknowledgement has come: counts that begin in between would belong to other rows.
  await flushed(writer);
  const stored = await countRows(database.reader);
  const acknowledged = countAcknowledged(writer);
  const events = new Map(
    mixedTables.map((table) => [
      table,
      new PushedEvents({ seen: stored.get(table) ?? 0, acknowledged: acknowledged.get(table) ?? 0 }),
    ]),
  );
  let pushed = 0;
  const startedAt = clock.monotonic();
  const stopPushing = clock.every(pushPeriodMs, () => {
    const due = Math.min(total, Math.floor(((clock.monotonic() - startedAt) / 1_000) * eventsPerSecond));
    for (; pushed < due; pushed++) {
      const table = mixedTables[pushed % mixedTables.length] ?? mixedTables[0];
      const row = mixedRow(table, pushed, clock.now());
      events.get(table)?.pushedAt.push(clock.monotonic());
      pushAll(tables.get(table), [row as unknown as AnyRow]);
    }
  });
  let looks = 0;
  let unseen = 0;
  const all = [...events.values()];
  try {
    while (pushed < total || all.some((table) => table.seen.length < table.pushedAt.length)) {
      if (clock.monotonic() - startedAt > seconds * 1_000 + giveUpMs) {
        throw new MeasurementFailed(`Of ${total} events not all became visible within ${giveUpMs / 1_000} s.`);
      }
      for (const [table, rows] of countAcknowledged(writer))
        events.get(table)?.note('acknowledged', rows, clock.monotonic());
      const counts = await countRows(database.reader);
      const now = clock.monotonic();
      for (const [table, rows] of counts) events.get(table)?.note('seen', rows, now);
      unseen = Math.max(
        unseen,
        all.reduce((sum, table) => sum + table.unseen(), 0),
      );
      looks += 1;
      onProgress(pushed / total);
      await new Promise<void>((resume) => void clock.after(lookPauseMs, resume));
    }
  } finally {
    await stopPushing();
  }
  await flushed(writer);
  for (const [table, rows] of countAcknowledged(writer))
    events.get(table)?.note('acknowledged', rows, clock.monotonic());
  return {
    seen: all.flatMap((table) => table.seen),
    acknowledged: all.flatMap((table) => table.acknowledged),
    unseen,
    looks,
  };
}

type Counts = Readonly<Record<'seen' | 'acknowledged', number>>;

/** The events of one table. Its rows appear in the order in which they were pushed, so a count tells which they are. */
export class PushedEvents {
  /** When each was pushed, oldest first. */
  readonly pushedAt: number[] = [];
  /** How long each took until a query counted it, and until the writer knew of its acknowledgement. */
  readonly seen: number[] = [];
  readonly acknowledged: number[] = [];
  readonly #before: Counts;

  /** `before`: what both counts said before the first push. */
  constructor(before: Counts) {
    this.#before = before;
  }

  /** The count was `rows` at the moment `now`. */
  note(which: keyof Counts, rows: number, now: number): void {
    const latencies = this[which];
    for (const at of this.pushedAt.slice(latencies.length, rows - this.#before[which])) latencies.push(now - at);
  }

  /** How many are acknowledged that no query has counted. */
  unseen(): number {
    return Math.max(0, this.acknowledged.length - this.seen.length);
  }
}

const countSql = mixedTables.map((table) => `SELECT '${table}', count() FROM ${table}`).join(' UNION ALL ');

async function countRows(reader: ReadableDatabase): Promise<Map<MixedTable, number>> {
  const answer = await runSql(reader, countSql);
  if (!answer.ok) throw new MeasurementFailed(`The tables could not be read: ${answer.error.message}`);
  return new Map(answer.value.rows.map(([table, rows]) => [table as MixedTable, Number(rows)]));
}

/** A table may be written in several shapes, each with its own counter. */
function countAcknowledged(writer: Writer): Map<MixedTable, number> {
  const counts = new Map<MixedTable, number>(mixedTables.map((table) => [table, 0]));
  for (const { name, counters } of writer.stats().tables) {
    const sum = counts.get(name as MixedTable);
    if (sum !== undefined) counts.set(name as MixedTable, sum + counters.acknowledgedRows);
  }
  return counts;
}

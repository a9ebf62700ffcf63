import type { MemEventRow, TableName, TableRows, TraceEventRow } from '../../contract/rows.ts';
import { models } from './cast.ts';
import { agentSessions } from './demo-agents.ts';
import { type DemoDay, planDays } from './demo-day.ts';
import { personRows } from './demo-person.ts';
import { screenTextRows } from './demo-screen-text.ts';
import { localTime } from './local-time.ts';

/** A row of `hive.model_prices`. */
export interface ModelPriceRow {
  provider: string;
  model: string;
  valid_from_ms: number;
  input_usd_per_mtok: number;
  output_usd_per_mtok: number;
  cache_read_usd_per_mtok: number;
  cache_write_5m_usd_per_mtok: number;
  cache_write_1h_usd_per_mtok: number;
  price_rev: string;
  updated_ms: number;
}

interface DemoTables extends TableRows {
  'hive.model_prices': ModelPriceRow;
}

/** Some rows of one table, to be written together. */
export type DemoBatch = {
  [T in keyof DemoTables]: { readonly table: T; readonly rows: DemoTables[T][] };
}[keyof DemoTables];

export interface DemoOptions {
  /** The present of the demo; nothing lies after it. */
  readonly nowMs: number;
  /** How many local days, today included. */
  readonly days: number;
  /** Where the demo person lives: an IANA zone. */
  readonly timeZone: string;
  /** Another seed gives other rows of the same sort. */
  readonly seed?: string;
  /** 1 is one person with their agents, some 500 model calls a day; 10 is ten times as much. */
  readonly scale?: number;
  /** Most rows in one batch. */
  readonly batchRows?: number;
}

/**
 * Plausible rows of every table, the same for the same options on every machine. They are plainly invented:
 * titles, threads, graphs and messages begin with `demo`. Days come oldest first; only the batches being filled
 * are in memory, so ten million rows can be streamed.
 */
export function* demoBatches(options: DemoOptions): Generator<DemoBatch> {
  const { nowMs, days, timeZone, seed = 'hivebar', scale = 1, batchRows = 10_000 } = options;
  const local = localTime(timeZone);
  const tray = createTray(batchRows);
  yield { table: 'hive.model_prices', rows: demoPrices(nowMs) };
  for (const day of planDays({ nowMs, days, seed, local })) {
    const person = personRows(day, { timeZone, local, scale });
    yield* tray.add('seq.context', person.context);
    yield* tray.add('seq.presence', person.presence);
    yield* tray.add('seq.mem_events', [...person.memEvents, ...metricRows(day), ...screenTextRows(person.context)]);
    yield* tray.add('seq.trace_events', traceRows(day));
    for (const session of agentSessions(day, scale)) {
      yield* tray.add('hive.model_invocations', session.modelInvocations);
      yield* tray.add('hive.tool_calls', session.toolCalls);
      yield* tray.add('hive.supersteps', session.supersteps);
    }
  }
  yield* tray.rest();
}

/** What the demo's models cost; the model that is left out stays unpriced. */
export function demoPrices(nowMs: number): ModelPriceRow[] {
  return models.flatMap(({ provider, model, usdPerMillion: price }) =>
    price === undefined
      ? []
      : [
          {
            provider,
            model,
            valid_from_ms: 0,
            input_usd_per_mtok: price[0],
            output_usd_per_mtok: price[1],
            cache_read_usd_per_mtok: price[2],
            cache_write_5m_usd_per_mtok: price[3],
            cache_write_1h_usd_per_mtok: price[3],
            price_rev: 'demo',
            updated_ms: nowMs,
          },
        ],
  );
}

/** Gathers rows by table and hands a batch out as soon as it is full. */
function createTray(batchRows: number) {
  const waiting = new Map<TableName, TableRows[TableName][]>();

  function* add<T extends TableName>(table: T, rows: readonly TableRows[T][]): Generator<DemoBatch> {
    const kept = waiting.get(table) ?? [];
    waiting.set(table, kept);
    for (const row of rows) {
      kept.push(row);
      if (kept.length >= batchRows) yield batch(table, kept.splice(0));
    }
  }

  function* rest(): Generator<DemoBatch> {
    for (const [table, rows] of waiting) if (rows.length > 0) yield batch(table, rows);
  }

  return { add, rest };
}

/** `add` pairs each table with rows of its own type; the map between cannot say so to the compiler. */
function batch(table: TableName, rows: TableRows[TableName][]): DemoBatch {
  return { table, rows } as DemoBatch;
}

function metricRows(day: DemoDay): MemEventRow[] {
  return day.work.flatMap(({ startMs, endMs }): MemEventRow[] => [
    { ts_ms: startMs, kind: 'marker', app: '', subject: 'demo: work begins', payload: '{"demo":true}', value: 0 },
    {
      ts_ms: endMs - 1,
      kind: 'metric',
      app: '',
      subject: 'demo: key presses a minute',
      payload: '{"demo":true}',
      value: day.random.whole(20, 180),
    },
  ]);
}

function traceRows(day: DemoDay): TraceEventRow[] {
  return day.work.map(({ startMs }, index): TraceEventRow => {
    const failed = day.random.chance(0.05);
    return {
      ts_ms: startMs,
      level: failed ? 'warn' : 'info',
      component: 'demo-recorder',
      event: failed ? 'sample_late' : 'segment_opened',
      message: failed ? 'demo: the window was read 2.1 s late' : 'demo: recording a window',
      trace_id: '',
      span_id: '',
      attributes: JSON.stringify({ demo: true, index }),
      dur_us: day.random.whole(200, 4000),
    };
  });
}

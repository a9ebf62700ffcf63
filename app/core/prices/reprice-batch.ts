import { randomUUID } from 'node:crypto';
import type { AdminDatabase } from '../database/clients.ts';
import type { Clock } from '../host.ts';
import type { PriceList } from './price-list.ts';
import { type Condition, callKey, newPrice, readCalls, repricingMark } from './reprice-calls.ts';

/**
 * Replaces the costs of a set of calls, in the rows and in the sums, so that it can be broken off anywhere:
 *
 * 1. mark: the calls get a mark before their `price_rev`. From here on the set is fixed, whatever is recorded meanwhile.
 * 2. price: the new cost of each marked call that changes is put into a table beside.
 * 3. sum-threads, sum: the differences go into `hive.thread_hours` and then into `hive.cost_per_hour`, each in one insert, which happens
 *    whole or not at all. A row of the same insert, at an hour when nothing was recorded, tells that it happened.
 * 4. apply: the marked rows take their new costs and lose the mark.
 * 5. tidy: those rows and the table beside are removed.
 *
 * What is left to do can be read from the database: marks without a telling row begin again at 2, with one of the two at the
 * other sum, with both at 4; telling rows without marks at 5. A mutation that was accepted is finished by ClickHouse, also after a restart, and waited for.
 * Rows and sums differ between 3 and 4 only.
 */
export interface BatchDeps {
  readonly admin: AdminDatabase;
  readonly prices: PriceList;
  readonly clock: Clock;
  /** Called while ClickHouse changes rows, with the parts of tables that it still has to look through. */
  readonly onWait?: (partsLeft: number) => void | Promise<void>;
  /** Called after each step, for tests that end there. */
  readonly onStep?: (step: BatchStep) => void | Promise<void>;
}
export const batchSteps = ['mark', 'price', 'sum-threads', 'sum', 'apply', 'tidy'] as const;
export type BatchStep = (typeof batchSteps)[number];

const calls = 'hive.model_invocations';
/** New costs of marked calls by their key. -1: the call has none any more. */
const newCosts = 'hivebar.repriced_calls';
/** A table of sums that follows the costs: what it sums by, and the row that tells that it was corrected. */
interface Sums {
  readonly step: BatchStep;
  readonly table: string;
  readonly key: string;
  /** Calls that are in it. */
  readonly where: string;
  readonly telling: Readonly<Record<string, unknown>>;
  readonly isTelling: string;
  /** What a correction has in columns that are not sums, so that it changes nothing there. */
  readonly neutral: Readonly<Record<string, unknown>>;
}

const sign = repricingMark.trim();
/** In 2106, after any range that is asked for: a row of 1970 would be over, and removed with the next merge. */
const lastHour = 4_294_965_600;
const earliest = { first_ms: '18446744073709551615' };

/** In the order in which they are corrected. */
const allSums: readonly Sums[] = [
  {
    step: 'sum-threads',
    table: 'hive.thread_hours',
    key: 'hour, thread_id',
    where: "thread_id != ''",
    telling: { hour: lastHour, thread_id: sign, ...earliest },
    isTelling: `hour = toDateTime(${lastHour}, 'UTC') AND thread_id = '${sign}'`,
    neutral: earliest,
  },
  {
    step: 'sum',
    table: 'hive.cost_per_hour',
    key: 'hour, quarter, provider, model, source',
    where: '1',
    telling: { hour: 0, quarter: 0, provider: '', model: '', source: sign, calls: 1 },
    isTelling: `hour = toDateTime(0, 'UTC') AND source = '${sign}'`,
    neutral: {},
  },
];
const changed = [calls, ...allSums.map(({ table }) => table)].map((table) => `'${table}'`).join(', ');
const isMarked = `startsWith(price_rev, '${repricingMark}')`;
const queryIdPrefix = 'hivebar-reprice-';

/** New costs that are sent at once. */
const sliceCalls = 20_000;
const pollMs = 200;

/** Replaces the costs of the calls that fit. Unfinished work of before has to be finished first. */
export async function repriceBatch(deps: BatchDeps, where: Condition): Promise<void> {
  await change(
    deps,
    `ALTER TABLE ${calls} UPDATE price_rev = concat('${repricingMark}', price_rev)
    WHERE ${where.sql} AND NOT ${isMarked}`,
    where.params,
  );
  await deps.onStep?.('mark');
  await finishRepricing(deps);
}

/** Finishes what was begun and broken off. Returns whether there was anything. */
export async function finishRepricing(deps: BatchDeps): Promise<boolean> {
  const { admin, onStep } = deps;
  await settle(deps);
  const marked = await markedCalls(admin);
  const left = await uncorrectedSums(admin);
  const wasBegun = left.length < allSums.length;
  const hasTable = (await one(admin, `EXISTS TABLE ${newCosts}`))['result'] !== '0';
  if (marked === undefined && !wasBegun && !hasTable) return false;
  if (marked !== undefined) {
    if (!wasBegun) {
      await putNewCosts(deps, marked);
      await onStep?.('price');
    }
    for (const sums of left) {
      await correctSums(deps, marked, sums);
      await onStep?.(sums.step);
    }
    await applyNewCosts(deps, marked);
    await onStep?.('apply');
  }
  if (wasBegun || marked !== undefined) {
    for (const { table, isTelling } of allSums) await change(deps, `ALTER TABLE ${table} DELETE WHERE ${isTelling}`);
  }
  await command(deps, `DROP TABLE IF EXISTS ${newCosts}`);
  await onStep?.('tidy');
  return true;
}

/** The tables of sums that have not been corrected yet. */
async function uncorrectedSums(admin: AdminDatabase): Promise<Sums[]> {
  const left: Sums[] = [];
  for (const sums of allSums) {
    const { telling } = await one(admin, `SELECT count() AS telling FROM ${sums.table} WHERE ${sums.isTelling}`);
    if (telling === '0') left.push(sums);
  }
  return left;
}

/** Whether repricing was broken off and waits to be finished. */
export async function isRepricingUnfinished(admin: AdminDatabase): Promise<boolean> {
  return (await markedCalls(admin)) !== undefined;
}

/** The marked calls; the bounds spare the days that have none. */
async function markedCalls(admin: AdminDatabase): Promise<Condition | undefined> {
  const found = await one(
    admin,
    `SELECT count() AS marked, min(ts_ms) AS first_ms, max(ts_ms) AS last_ms FROM ${calls} WHERE ${isMarked}`,
  );
  if (found['marked'] === '0') return undefined;
  return {
    sql: `ts_ms BETWEEN {first_ms:UInt64} AND {last_ms:UInt64} AND ${isMarked}`,
    params: { first_ms: found['first_ms'], last_ms: found['last_ms'] },
  };
}

async function putNewCosts(deps: BatchDeps, marked: Condition): Promise<void> {
  const { admin, prices } = deps;
  // Left by an attempt that ended before its sums were corrected; prices may have changed since.
  await command(deps, `DROP TABLE IF EXISTS ${newCosts}`);
  await command(
    deps,
    `CREATE TABLE ${newCosts} (key UInt128, known UInt8, new_micros Int64, new_rev LowCardinality(String))
     ENGINE = Join(ANY, LEFT, key)`,
  );
  let slice: object[] = [];
  const send = async () => {
    if (slice.length > 0) await admin.insert({ table: newCosts, format: 'JSONEachRow', values: slice });
    slice = [];
  };
  for await (const block of readCalls(admin, marked, { keyed: true })) {
    for (const call of block) {
      const price = newPrice(call, prices);
      if (price === undefined) continue;
      slice.push({ key: call.key, known: 1, new_micros: price.cost_micros ?? -1, new_rev: price.price_rev });
      if (slice.length >= sliceCalls) await send();
    }
  }
  await send();
}

function newCost(column: 'known' | 'new_micros' | 'new_rev'): string {
  return `joinGet('${newCosts}', '${column}', ${callKey})`;
}

/** A sum of `unpriced_calls` is without sign, and its sums wrap: minus one is the largest number. */
function wrapped(difference: string): string {
  return BigInt.asUintN(64, BigInt(difference)).toString();
}

async function correctSums(deps: BatchDeps, marked: Condition, sums: Sums): Promise<void> {
  const { admin } = deps;
  const answer = await admin.query({
    query: `
      WITH
          toUnixTimestamp(toStartOfHour(toDateTime(intDiv(ts_ms, 1000), 'UTC'))) AS hour,
          toUInt8(intDiv(ts_ms, 900000) % 4) AS quarter
      SELECT
          ${sums.key},
          toString(sum(greatest(${newCost('new_micros')}, 0) - ifNull(cost_micros, 0))) AS more_micros,
          toString(sum(toInt64(${newCost('new_micros')} = -1) - toInt64(isNull(cost_micros)))) AS more_unpriced
      FROM ${calls}
      WHERE ${marked.sql} AND ${newCost('known')} = 1 AND ${sums.where}
      GROUP BY ${sums.key}
      HAVING more_micros != '0' OR more_unpriced != '0'`,
    query_params: marked.params,
    format: 'JSONEachRow',
  });
  const differences = await answer.json<Record<string, string | number>>();
  const corrections = differences.map(({ more_micros: micros, more_unpriced: unpriced, ...key }) => ({
    ...key,
    ...sums.neutral,
    cost_micros: micros,
    unpriced_calls: wrapped(String(unpriced)),
  }));
  await admin.insert({
    table: sums.table,
    format: 'JSONEachRow',
    values: [...corrections, sums.telling],
    query_id: queryIdPrefix + randomUUID(),
    clickhouse_settings: {
      // One block, and so one part, which is there whole or not at all.
      input_format_parallel_parsing: 0,
      max_insert_block_size: '100000000',
      min_insert_block_size_rows: '100000000',
      min_insert_block_size_bytes: '10000000000',
      async_insert: 0,
      // Two corrections may be alike, and must both count.
      insert_deduplication_token: randomUUID(),
    },
  });
}

/** A row that is not in the table beside, or does not change, only loses its mark. */
async function applyNewCosts(deps: BatchDeps, marked: Condition): Promise<void> {
  const known = `${newCost('known')} = 1`;
  await change(
    deps,
    `ALTER TABLE ${calls} UPDATE
         cost_micros = if(${known}, nullIf(${newCost('new_micros')}, -1), cost_micros),
         cost_source = if(${known}, if(${newCost('new_micros')} = -1, 'unknown', 'computed'), cost_source),
         price_rev = if(${known}, toString(${newCost('new_rev')}), substring(price_rev, ${repricingMark.length + 1}))
     WHERE ${marked.sql}`,
    marked.params,
  );
}

/** Changes rows and waits until all are changed. */
async function change(deps: BatchDeps, query: string, params: Condition['params'] = {}): Promise<void> {
  await deps.admin.command({
    query,
    query_params: params,
    query_id: queryIdPrefix + randomUUID(),
    clickhouse_settings: { mutations_sync: '0' },
  });
  await settle(deps);
}

/** Waits for what ClickHouse still does, whoever has started it: this attempt, or one before. */
async function settle({ admin, clock, onWait }: BatchDeps): Promise<void> {
  for (;;) {
    const { busy, parts, reason } = await one(
      admin,
      `SELECT count() AS busy, sum(parts_left) AS parts, max(problem) AS reason FROM
       (
           SELECT 0 AS parts_left, '' AS problem FROM system.processes WHERE startsWith(query_id, '${queryIdPrefix}')
           UNION ALL
           SELECT parts_to_do, latest_fail_reason FROM system.mutations
           WHERE NOT is_done AND NOT is_killed AND concat(database, '.', table) IN (${changed})
       )`,
    );
    if (busy === '0') return;
    if (reason !== '') throw new Error(`ClickHouse cannot finish a change of ${calls}: ${reason ?? ''}`);
    await onWait?.(Number(parts));
    await new Promise<void>((resolve) => void clock.after(pollMs, resolve));
  }
}

async function command({ admin }: BatchDeps, query: string): Promise<void> {
  await admin.command({ query, query_id: queryIdPrefix + randomUUID() });
}

async function all(admin: AdminDatabase, query: string): Promise<Record<string, string>[]> {
  const answer = await admin.query({ query, format: 'JSONStringsEachRow' });
  return answer.json();
}

async function one(admin: AdminDatabase, query: string): Promise<Record<string, string>> {
  const [row] = await all(admin, query);
  if (row === undefined) throw new Error('ClickHouse answered without the row that every such query has');
  return row;
}

import { randomBytes, randomUUID } from 'node:crypto';
import type { ForgetCopies, ForgetOutcome, ForgetPlan, ForgetProgress, ForgetScope } from '../../contract/forget.ts';
import type { AdminDatabase } from '../database/clients.ts';
import { countForgotten, countWrongSums, minutesForgotten, queryOfView, touchedBy } from '../queries/forget-counts.ts';
import { type ClosedScope, type Forgotten, forgottenRows } from './forget-conditions.ts';
import { type ForgetJournal } from './forget-journal.ts';
import { type Rebuild, type Touched, sumsToRebuild } from './forget-sums.ts';

export interface ForgetDeps {
  readonly admin: AdminDatabase;
  readonly journal: ForgetJournal;
  /** Hands everything that waits in this process to ClickHouse and settles once it is stored. */
  readonly handOver: () => Promise<void>;
  readonly now: () => number;
  readonly findCopies: (scope: ForgetScope, rows: readonly Forgotten[]) => Promise<ForgetCopies>;
  /** The log of queries may name what is forgotten; a server of others keeps its log. */
  readonly ownsQueryLog: () => boolean;
  /** Called after each step, for tests that end there. */
  readonly onStep?: (step: string) => void | Promise<void>;
}

/** A row that arrives while sums are made makes them wrong; then they are made again, at most so often. */
const mostAttempts = 6;

/** Restored databases that hold such rows. */
export async function restoredWith(deps: ForgetDeps, scope: ForgetScope): Promise<ForgetCopies['restored']> {
  const closed = closeScope(deps, scope);
  return (await deps.findCopies(closed, forgottenRows(closed, newSalt()))).restored;
}

/** What forgetting `scope` would delete, with what waits to be stored already among it. */
export async function planForgetting(deps: ForgetDeps, scope: ForgetScope): Promise<ForgetPlan> {
  const closed = closeScope(deps, scope);
  await deps.handOver();
  const rows = forgottenRows(closed, newSalt());
  const tables = await countForgotten(deps.admin, rows);
  const minutes = await minutesForgotten(deps.admin, rows);
  const copies = await deps.findCopies(closed, rows);
  return { scope: closed, tables, total: totalOf(tables), minutes, copies };
}

/**
 * Deletes it in every table, makes the sums over it anew, and counts again. The journal stands from before the first
 * deletion until all is proven, so that a crash in between is made good at the next start.
 */
export async function forget(
  deps: ForgetDeps,
  scope: ForgetScope,
  signal: AbortSignal,
  onProgress: (progress: ForgetProgress) => void | Promise<void>,
): Promise<ForgetOutcome> {
  const closed = closeScope(deps, scope);
  await deps.handOver();
  const touched = await touchedBy(deps.admin, forgottenRows(closed, newSalt()));
  await deps.journal.write({ scope: closed, touched });
  await deps.onStep?.('journal');
  return finish(deps, closed, touched, signal, onProgress);
}

/** Does again what the journal says was begun. Undefined when there is nothing. The error is for the person. */
export async function finishForgetting(deps: ForgetDeps): Promise<ForgetOutcome | undefined> {
  const begun = await deps.journal.read();
  if (!begun.ok) throw new Error(begun.error);
  if (begun.value === undefined) return undefined;
  const { scope, touched } = begun.value;
  await deps.handOver();
  return finish(deps, closeScope(deps, scope), touched, new AbortController().signal, () => undefined);
}

async function finish(
  deps: ForgetDeps,
  scope: ClosedScope,
  touched: Touched,
  signal: AbortSignal,
  onProgress: (progress: ForgetProgress) => void | Promise<void>,
): Promise<ForgetOutcome> {
  const { admin } = deps;
  const salt = newSalt();
  const rows = forgottenRows(scope, salt);
  const rebuilds = sumsToRebuild(scope, touched, salt);
  const total = rows.length + rebuilds.length + 2;
  let done = 0;
  const tell = async (step: string): Promise<void> => {
    await onProgress({ step, done, total });
    done += 1;
  };

  const tables = await countForgotten(admin, rows);
  for (const [index, forgotten] of rows.entries()) {
    if (signal.aborted) break;
    await tell(`Deleting from ${forgotten.table}`);
    if ((tables[index]?.rows ?? 0) > 0) await deleteRows(admin, forgotten);
    await deps.onStep?.(forgotten.table);
  }
  const cancelled = signal.aborted;
  let sumsRight = true;
  for (const rebuild of rebuilds) {
    await tell(`Correcting ${rebuild.sums.table}`);
    sumsRight = (await rebuildSums(admin, rebuild)) && sumsRight;
    await deps.onStep?.(rebuild.sums.table);
  }
  await tell('Clearing the log of queries');
  if (deps.ownsQueryLog()) await clearQueryLog(admin);
  await tell('Counting again');
  const left = totalOf(await countForgotten(admin, rows));
  // Whoever cancels keeps what is left; else the journal stays until nothing is left and every sum is right.
  if (cancelled || (left === 0 && sumsRight)) await deps.journal.remove();
  await onProgress({ step: 'Done', done: total, total });
  return { tables, total: totalOf(tables), left, cancelled, sums_right: sumsRight, copies: null };
}

/** Settles once ClickHouse has written the parts anew without these rows. */
async function deleteRows(admin: AdminDatabase, { table, where, cut }: Forgotten): Promise<void> {
  if (cut !== undefined) await change(admin, `ALTER TABLE ${table} UPDATE ${cut.set} WHERE ${cut.where}`);
  await change(admin, `ALTER TABLE ${table} DELETE WHERE ${where}`);
}

/** Sums are deleted and made from the rows that are left, by the very queries of the views. Returns whether they agree. */
async function rebuildSums(admin: AdminDatabase, { sums, where }: Rebuild): Promise<boolean> {
  const queries: string[] = [];
  for (const view of sums.views) queries.push(await queryOfView(admin, view));
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    await change(admin, `ALTER TABLE ${sums.table} DELETE WHERE ${where}`);
    for (const query of queries) await insertSums(admin, sums.table, query, where);
    if ((await countWrongSums(admin, sums, queries, where)) === 0) return true;
  }
  return false;
}

async function insertSums(admin: AdminDatabase, table: string, query: string, where: string): Promise<void> {
  const columns = await columnsOf(admin, query);
  await admin.command({
    query: `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM (${query}) WHERE ${where}`,
    // The same sums as before are no repetition: those were deleted.
    clickhouse_settings: { insert_deduplication_token: randomUUID() },
  });
}

async function columnsOf(admin: AdminDatabase, query: string): Promise<string> {
  const answer = await admin.query({ query: `DESCRIBE TABLE (${query})`, format: 'JSONEachRow' });
  return (await answer.json<{ name: string }>()).map(({ name }) => name).join(', ');
}

async function change(admin: AdminDatabase, query: string): Promise<void> {
  await admin.command({ query, clickhouse_settings: { mutations_sync: '2' } });
}

/** Questions that were asked may name what is to be forgotten. */
async function clearQueryLog(admin: AdminDatabase): Promise<void> {
  await admin.command({ query: 'SYSTEM FLUSH LOGS' });
  await admin.command({ query: 'TRUNCATE TABLE IF EXISTS system.query_log' });
}

function closeScope({ now }: ForgetDeps, scope: ForgetScope): ClosedScope {
  return { ...scope, to_ms: scope.to_ms ?? now() };
}

function totalOf(tables: readonly { readonly rows: number }[]): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

function newSalt(): string {
  return randomBytes(16).toString('hex');
}

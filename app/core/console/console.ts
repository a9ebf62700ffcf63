import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConsoleMode, ConsoleRun } from '../../contract/console.ts';
import type { Stop } from '../../contract/lifecycle.ts';
import type { QueryError } from '../../contract/questions.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import { reasonOf } from '../database/file-errors.ts';
import type { Host } from '../host.ts';
import type { WorkList } from '../long-work/work-list.ts';
import { explain } from '../queries/console/explain.ts';
import { formatSql } from '../queries/console/format.ts';
import { libraryQueries } from '../queries/console/library.ts';
import type { Present } from '../queries/parameters.ts';
import { runningQueries } from '../queries/console/server-query.ts';
import type { ConsoleFace } from './console-face.ts';
import { Export } from './export.ts';
import { History } from './history.ts';
import { KnownNames } from './known-names.ts';
import { memoryBudget } from './memory-budget.ts';
import { RowStore } from './row-store.ts';
import { Run } from './run.ts';
import { SavedQueries } from './saved-queries.ts';
import type { ConsoleDoors } from './server-work.ts';
import { showExport, showLongRun, type TellChange } from './shown-work.ts';

/** At the limit a run or an export is refused, with the reason. */
const mostAtWork = 4;
/** Beyond these the oldest runs that are over are forgotten. */
const mostRuns = 32;
const mostStoredBytes = 1_000_000_000;
/** Rows of all runs that lie in memory; the others lie in files. */
const rowMemoryBytes = 64 << 20;
const figuresPeriodMs = 500;

/** The doors of a database that answers; else why there is none, for the person. */
export type OpenDoors = () => Result<ConsoleDoors, string>;

/**
 * Everything that the SQL console does. Holds no connection of its own, so it exists before the database does. Exports,
 * and statements that take long, stand in the list of long work too and can be cancelled there.
 */
export function createConsole(
  { clock, log, paths }: Pick<Host, 'clock' | 'log' | 'paths'>,
  longWork: WorkList,
  doors: OpenDoors,
  present: () => Present,
): ConsoleFace {
  const rowsDir = join(paths.dataDir, 'console-rows');
  const runs = new Map<string, Run>();
  const exports = new Map<string, Export>();
  const runListeners = new Set<(run: ConsoleRun) => void>();
  const budget = memoryBudget(rowMemoryBytes);
  const history = new History(join(paths.dataDir, 'console-history.jsonl'));
  const saved = new SavedQueries(join(paths.dataDir, 'console-queries.json'), clock);
  const names = new KnownNames(clock);
  let allowed: ConsoleMode = 'read';
  let swept: Promise<void> | undefined;
  let stopFigures: Stop | undefined;

  const atWork = () => [...runs.values(), ...exports.values()].filter(({ work }) => !work.isOver);

  /** Files of a console that ended without clearing up. Only who has the database open has the directory to itself. */
  async function sweepOnce(): Promise<void> {
    swept ??= rm(rowsDir, { recursive: true, force: true }).then(async () => {
      await mkdir(rowsDir, { recursive: true, mode: 0o700 });
    });
    await swept;
  }

  /** Whether one more may start now. Nothing may be awaited between this and the start. */
  function begin(id: string): Result<ConsoleDoors, string> {
    if (runs.has(id) || exports.has(id)) return fail('This run has been started before.');
    const open = doors();
    if (!open.ok) return open;
    if (atWork().length >= mostAtWork) {
      return fail(`${mostAtWork} statements are running. Wait for one of them, or cancel it.`);
    }
    stopFigures ??= clock.every(figuresPeriodMs, () => void readFigures(open.value));
    return open;
  }

  /** Memory is told by the process list alone; an export has no other figures at all. */
  async function readFigures({ admin }: ConsoleDoors): Promise<void> {
    const working = atWork();
    if (working.length === 0) {
      void stopFigures?.();
      stopFigures = undefined;
      return;
    }
    const found = await runningQueries(
      admin,
      working.map(({ work }) => work.id),
    );
    // Without an answer there are no new figures; that the database is away is told by the run itself.
    if (!found.ok) return;
    for (const { work } of working) {
      const figures = found.value.get(work.id);
      if (figures !== undefined && !work.isOver) work.addFigures(figures);
    }
  }

  async function makeRoom(): Promise<void> {
    const over = () =>
      runs.size >= mostRuns || [...runs.values()].reduce((sum, run) => sum + run.storedBytes, 0) > mostStoredBytes;
    for (const [id, run] of runs) {
      if (!over()) return;
      if (!run.work.isOver) continue;
      runs.delete(id);
      await run.close();
    }
  }

  function remember(run: Run): void {
    const { request, work } = run;
    const { state, error, progress, rows } = run.snapshot();
    if (request.mode === 'write') names.forget();
    // The same statement in another order is no new one.
    if (request.sort !== null || (state !== 'done' && state !== 'failed' && state !== 'cancelled')) return;
    const entry = {
      id: randomUUID(),
      atMs: Math.round(clock.now() - progress.elapsedMs),
      sql: request.sql,
      mode: request.mode,
      state,
      durationMs: Math.round(progress.elapsedMs),
      rows,
      error: error?.message ?? '',
    };
    history.add(entry).catch((problem: unknown) => {
      log('warn', 'A statement was not kept in the history', { run: work.id, reason: reasonOf(problem) });
    });
  }

  async function close(id: string): Promise<void> {
    const run = runs.get(id);
    runs.delete(id);
    await run?.close();
  }

  return {
    async run(request) {
      if (request.mode === 'write' && allowed !== 'write') {
        return fail('Writing has not been allowed. Switch the console to write mode first.');
      }
      const ready = doors();
      if (!ready.ok) return ready;
      try {
        await sweepOnce();
        await makeRoom();
      } catch (error) {
        swept = undefined;
        return fail(`The folder for rows could not be made (${reasonOf(error)}).`);
      }
      const open = begin(request.runId);
      if (!open.ok) return open;
      const store = new RowStore({ path: join(rowsDir, request.runId), budget });
      const run: Run = new Run(request, store, {
        doors: open.value,
        clock,
        log,
        onChange() {
          tell();
          runListeners.forEach((listener) => listener(run.snapshot()));
        },
      });
      const tell: TellChange = showLongRun(longWork, run, clock);
      runs.set(request.runId, run);
      void run.work.ended.then(() => remember(run));
      return ok(run.snapshot());
    },
    async rows(runId, from, count) {
      const run = runs.get(runId);
      if (run === undefined) return fail('The rows of this run are no longer kept. Run the statement again.');
      try {
        return ok(await run.rows(from, count));
      } catch (error) {
        return fail(`The rows could not be read (${reasonOf(error)}).`);
      }
    },
    cancel: async (id) => runs.get(id)?.work.cancel(),
    close,
    export(request) {
      const open = begin(request.runId);
      if (!open.ok) return Promise.resolve(open);
      const exporting: Export = new Export(request, {
        doors: open.value,
        clock,
        log,
        onChange: () => tell(),
      });
      const tell: TellChange = showExport(longWork, exporting);
      exports.set(request.runId, exporting);
      void exporting.work.ended.then(() => exports.delete(request.runId));
      return Promise.resolve(ok({ path: request.path }));
    },
    explain: (sql, params, kind) => withDoors(doors, ({ reader }) => explain(reader, { sql, params, kind })),
    format: (sql) => withDoors(doors, ({ reader }) => formatSql(reader, sql)),
    catalogue: () => withDoors(doors, ({ admin }) => names.read(admin)),
    library: () => libraryQueries(present()),
    history: (search) =>
      history.find(search).then(ok, (error: unknown) => fail(`The history could not be read (${reasonOf(error)}).`)),
    async mentions(name) {
      const queries = await saved.list();
      const naming = queries.ok
        ? queries.value.filter(({ sql }) => sql.toLowerCase().includes(name.toLowerCase()))
        : [];
      return { statements: (await history.find(name)).length, saved: naming.length };
    },
    forgetMentions: (name) => history.forget(name),
    saved: () => saved.list(),
    save: (name, sql) => saved.save(name, sql),
    forgetSaved: (id) => saved.forget(id),
    allow: (mode) => void (allowed = mode),
    onRun(listener) {
      runListeners.add(listener);
      return () => void runListeners.delete(listener);
    },
    async leave() {
      allowed = 'read';
      await Promise.all([...exports.values()].map(({ work }) => work.cancel()));
      await Promise.all([...runs.keys()].map(close));
      void stopFigures?.();
      stopFigures = undefined;
    },
  };
}

async function withDoors<T>(
  doors: OpenDoors,
  ask: (open: ConsoleDoors) => Promise<Result<T, QueryError>>,
): Promise<Result<T, QueryError>> {
  const open = doors();
  return open.ok ? ask(open.value) : fail({ kind: 'database-down', message: open.error });
}

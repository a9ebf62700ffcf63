import { randomUUID } from 'node:crypto';
import type { ConsoleRequest, ConsoleRun } from '../../contract/console.ts';
import { ok } from '../../contract/result.ts';
import { type TestDatabase, realClock, silentLog, until } from '../database/testing.ts';
import { createConsole } from './console.ts';
import { type WorkList, createWorkList } from '../long-work/work-list.ts';
import type { ConsoleFace } from './console-face.ts';

/** A console on a real ClickHouse, for tests. */
export interface TestConsole {
  readonly face: ConsoleFace;
  /** The list of long work that it tells. */
  readonly work: WorkList;
  /** What was announced of each run, in order. */
  readonly announced: readonly ConsoleRun[];
  /** Starts a statement without waiting for it; fails the test when it is refused. */
  start(sql: string, options?: Partial<ConsoleRequest>): Promise<ConsoleRun>;
  /** Runs a statement to its end. */
  run(sql: string, options?: Partial<ConsoleRequest>): Promise<ConsoleRun>;
  /** The last that was announced of a run. */
  latest(runId: string): ConsoleRun | undefined;
  rows(run: ConsoleRun, from?: number, count?: number): Promise<unknown[][]>;
}

export function testConsole({ database, paths }: TestDatabase): TestConsole {
  const work = createWorkList(realClock);
  const face = createConsole(
    { clock: realClock, log: silentLog, paths },
    work,
    () => ok(database),
    () => ({
      nowMs: realClock.now(),
      timeZone: realClock.timeZone(),
    }),
  );
  const announced: ConsoleRun[] = [];
  face.onRun((run) => announced.push(run));
  const latest = (runId: string) => announced.findLast((run) => run.runId === runId);

  async function start(sql: string, options: Partial<ConsoleRequest> = {}): Promise<ConsoleRun> {
    const request = { runId: randomUUID(), sql, params: {}, mode: 'read', sort: null, ...options } as const;
    const started = await face.run(request);
    if (!started.ok) throw new Error(started.error);
    return started.value;
  }

  return {
    face,
    work,
    announced,
    start,
    latest,
    async run(sql, options) {
      const { runId } = await start(sql, options);
      await until('the run ends', () => isOver(latest(runId)));
      const run = latest(runId);
      if (run === undefined) throw new Error('Nothing was announced');
      return run;
    },
    async rows(run, from = 0, count = 1000) {
      const rows = await face.rows(run.runId, from, count);
      if (!rows.ok) throw new Error(rows.error);
      return rows.value;
    },
  };
}

export function isOver(run: Pick<ConsoleRun, 'state'> | undefined): boolean {
  return run !== undefined && run.state !== 'running' && run.state !== 'cancelling';
}

/** How many queries of that id the server has. */
export async function queriesOnServer({ database }: TestDatabase, runId: string): Promise<number> {
  const answer = await database.admin.query({
    query: 'SELECT count() AS n FROM system.processes WHERE query_id = {id:String}',
    query_params: { id: runId },
    format: 'JSONEachRow',
  });
  const [row] = await answer.json<{ n: string }>();
  return Number(row?.n);
}

import { type RowComparison, compareRows } from './compare-rows.ts';
import { type CrashView, type ViewComparison, compareView } from './compare-views.ts';
import { countRows } from './count-rows.ts';
import type { Stream } from './ledger.ts';
import type { CrashRun, PusherPlan, Step } from './plan.ts';
import { type CrashFolders, type PusherProcess, startPusher } from './pusher-process.ts';
import type { ServerUnderTest } from './server-under-test.ts';
import { until } from '../../app/core/database/testing.ts';

/** How long what was accepted may take to arrive once nothing is killed any more. */
const deadlineMs = 20_000;

export interface RunSurroundings {
  readonly server: ServerUnderTest;
  readonly folders: CrashFolders;
  readonly views: readonly CrashView[];
  /** All rows are dated from here on. */
  readonly baseMs: number;
}

/** What the writers that ended in good order counted, by name: proof that a run has put them to the test. */
export type Evidence = Readonly<Record<string, number>>;

/** What came of one run. */
export interface RunOutcome {
  readonly run: CrashRun;
  readonly kills: { readonly pusher: number; readonly server: number };
  readonly streams: readonly Stream[];
  readonly rows: RowComparison;
  readonly views: readonly ViewComparison[];
  /** A writer that could not deliver although nothing was killed any more, or another thing that must not happen. */
  readonly troubles: readonly string[];
  readonly evidence: Evidence;
  readonly seconds: number;
}

/** Plays the steps of a run, has what is left delivered, and counts. */
export async function playRun(run: CrashRun, surroundings: RunSurroundings): Promise<RunOutcome> {
  const { server, folders, views, baseMs } = surroundings;
  const began = performance.now();
  const processes = new Map<number, PusherProcess>();
  const troubles: string[] = [];
  const evidence: Record<string, number> = {};
  const kills = { pusher: 0, server: 0 };
  const startOne = (number: number, plan: PusherPlan): PusherProcess => {
    const started = startPusher({
      ...{ folders, baseMs, plan, number, run: run.number },
      ...{ endpoint: server.endpoint(), user: server.writer() },
    });
    processes.set(number, started);
    return started;
  };
  const stopFollowing = server.onMoved(({ tcpPort }) => {
    for (const process of processes.values()) if (process.isAlive()) process.command(`server ${tcpPort}`);
  });

  async function play(step: Step): Promise<void> {
    switch (step.do) {
      case 'start': {
        const plan = run.pushers[step.pusher];
        if (plan === undefined) throw new Error(`There is no pusher ${step.pusher}`);
        const started = startOne(step.pusher, plan);
        if (step.until === 'open') await started.answer('open');
        return;
      }
      case 'wait':
        return new Promise((wake) => setTimeout(wake, step.ms));
      case 'kill pusher':
        kills.pusher += 1;
        return processes.get(step.pusher)?.kill();
      case 'end pusher': {
        const ending = processes.get(step.pusher);
        ending?.command(`${step.how} ${deadlineMs}`);
        await ending?.answer('closing');
        return;
      }
      case 'kill server':
        kills.server += 1;
        return server.kill();
      case 'start server':
        return server.ready();
      case 'freeze server':
        return server.freeze();
      case 'thaw server':
        server.thaw();
    }
  }

  /** Has a living pusher deliver everything and end. */
  async function endInGoodOrder(process: PusherProcess): Promise<void> {
    process.command(`flush ${deadlineMs}`);
    const flushed = await process.answer('flushed');
    if (flushed.trim() !== 'flushed OK') troubles.push(`pusher ${process.number}: ${flushed}`);
    process.command(`stop ${deadlineMs}`);
    const closed = await process.answer('closed');
    for (const [, name, count] of (await process.answer('evidence')).matchAll(/(\w+)=(\d+)/g)) {
      if (name !== undefined) evidence[name] = (evidence[name] ?? 0) + Number(count);
    }
    if (closed !== 'closed OK 0') troubles.push(`pusher ${process.number}: ${closed}`);
  }

  try {
    for (const step of run.steps) await play(step);
    await server.ready();
    const adopter = startOne(run.pushers.length, run.adopter);
    await adopter.answer('open');
    await Promise.all(
      [...processes.values()].filter((process) => process.isAlive() && process !== adopter).map(endInGoodOrder),
    );
    const dead = await ledgers([...processes.values()].filter((process) => process !== adopter));
    await until('all rows arrived', () => hasArrived(server, run.number, dead), deadlineMs).catch(() => {
      troubles.push(`not everything arrived within ${deadlineMs} ms`);
    });
    await endInGoodOrder(adopter);
  } catch (error) {
    troubles.push(error instanceof Error ? error.message : String(error));
    await server.ready();
  } finally {
    await stopFollowing();
    for (const process of processes.values()) if (process.isAlive()) await process.kill();
  }
  const streams = await ledgers([...processes.values()]);
  const rows = compareRows(streams, await countRows(server.admin, run.number));
  const compared: ViewComparison[] = [];
  for (const view of views) compared.push(await compareView(server.admin, view, run.number));
  return {
    run,
    kills,
    streams,
    rows,
    views: compared,
    troubles,
    evidence,
    seconds: (performance.now() - began) / 1_000,
  };
}

async function ledgers(processes: readonly PusherProcess[]): Promise<Stream[]> {
  return (await Promise.all(processes.map((process) => process.ledger()))).flat();
}

async function hasArrived(server: ServerUnderTest, run: number, streams: readonly Stream[]): Promise<boolean> {
  const { tally } = compareRows(streams, await countRows(server.admin, run));
  return tally.lost === 0;
}

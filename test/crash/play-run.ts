import { until } from '../../app/core/database/testing.ts';
import { type RowComparison, compareRows } from './compare-rows.ts';
import { type CrashView, type ViewComparison, compareView } from './compare-views.ts';
import { countRows } from './count-rows.ts';
import { type Evidence, addEvidence, deliveryLimitMs, endInGoodOrder } from './end-pusher.ts';
import type { Stream } from './ledger.ts';
import type { CrashRun, PusherPlan, Step } from './plan.ts';
import { type CrashFolders, type PusherProcess, startPusher } from './pusher-process.ts';
import type { ServerUnderTest } from './server-under-test.ts';

export interface RunSurroundings {
  readonly server: ServerUnderTest;
  readonly folders: CrashFolders;
  readonly views: readonly CrashView[];
  /** All rows are dated from here on. */
  readonly baseMs: number;
}

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
  const pushers = new Map<number, PusherProcess>();
  const troubles: string[] = [];
  const evidence: Record<string, number> = {};
  const kills = { pusher: 0, server: 0 };
  const start = (number: number, plan: PusherPlan): PusherProcess => {
    const login = { endpoint: server.endpoint(), user: server.writer() };
    const started = startPusher({ folders, baseMs, plan, number, run: run.number, ...login });
    pushers.set(number, started);
    return started;
  };
  const stopFollowing = server.onMoved(({ tcpPort }) => {
    for (const pusher of pushers.values()) if (pusher.isAlive()) pusher.command(`server ${tcpPort}`);
  });

  async function play(step: Step): Promise<void> {
    switch (step.do) {
      case 'start': {
        const plan = run.pushers[step.pusher];
        if (plan === undefined) throw new Error(`There is no pusher ${step.pusher}`);
        const started = start(step.pusher, plan);
        if (step.until === 'open') await started.answer('open');
        return;
      }
      case 'wait':
        return new Promise((wake) => setTimeout(wake, step.ms));
      case 'kill pusher':
        kills.pusher += 1;
        return pushers.get(step.pusher)?.kill();
      case 'end pusher': {
        const ending = pushers.get(step.pusher);
        ending?.command(`${step.how} ${deliveryLimitMs}`);
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

  async function end(pusher: PusherProcess): Promise<void> {
    const ended = await endInGoodOrder(pusher);
    troubles.push(...ended.troubles);
    addEvidence(evidence, ended.evidence);
  }

  async function compareViews(): Promise<ViewComparison[]> {
    const compared: ViewComparison[] = [];
    for (const view of views) compared.push(await compareView(server.admin, view, run.number));
    return compared;
  }
  const viewsArrived = async () => (await compareViews()).every(({ short }) => short === 0);

  try {
    for (const step of run.steps) await play(step);
    await server.ready();
    await Promise.all([...pushers.values()].filter((pusher) => pusher.isAlive()).map(end));
    const before = await ledgersOf(pushers.values());
    // Only a writer that opens takes over at once what is left; one that runs looks every 10 s.
    const adopter = start(run.pushers.length, run.adopter);
    await adopter.answer('open');
    // A view is behind its table as long as a block is on its way again, so both are waited for.
    const hasArrived = async () => (await rowsArrived(server, run.number, before)) && (await viewsArrived());
    await until('all rows arrived', hasArrived, deliveryLimitMs).catch(() => {
      troubles.push(`not everything arrived within ${deliveryLimitMs} ms`);
    });
    await end(adopter);
  } catch (error) {
    troubles.push(error instanceof Error ? error.message : String(error));
    await server.ready();
  } finally {
    await stopFollowing();
    for (const pusher of pushers.values()) if (pusher.isAlive()) await pusher.kill();
  }
  const streams = await ledgersOf(pushers.values());
  const rows = compareRows(streams, await countRows(server.admin, run.number));
  const compared = await compareViews();
  const seconds = (performance.now() - began) / 1_000;
  return { run, kills, streams, rows, views: compared, troubles, evidence, seconds };
}

async function ledgersOf(pushers: Iterable<PusherProcess>): Promise<Stream[]> {
  return (await Promise.all([...pushers].map((pusher) => pusher.ledger()))).flat();
}

async function rowsArrived(server: ServerUnderTest, run: number, streams: readonly Stream[]): Promise<boolean> {
  return compareRows(streams, await countRows(server.admin, run)).tally.lost === 0;
}

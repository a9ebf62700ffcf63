import { countRows } from './count-rows.ts';
import { compareRows } from './compare-rows.ts';
import { type Evidence, endInGoodOrder } from './end-pusher.ts';
import type { Stream } from './ledger.ts';
import type { RunSurroundings } from './play-run.ts';
import { startPusher } from './pusher-process.ts';

/**
 * A pusher that lives through all runs, as Hivebar does while programs of others come and go: it must lose nothing while
 * ClickHouse dies again and again, and every 10 s it takes over the journals of the dead beside everybody else.
 */
export interface Resident {
  /** Has it deliver everything and end. `complaints` are what must not be. */
  end(): Promise<{
    readonly streams: readonly Stream[];
    readonly complaints: readonly string[];
    readonly evidence: Evidence;
  }>;
}

/** Its rows are those of run 0, which no plan has. */
const run = 0;

export async function startResident({ server, folders, baseMs }: RunSurroundings): Promise<Resident> {
  const pusher = startPusher({
    ...{ folders, baseMs, run, number: 0, endpoint: server.endpoint(), user: server.writer() },
    plan: {
      ...{ language: 'c++', threads: 2, seed: 1, days: 3 },
      ...{ rows: Number.MAX_SAFE_INTEGER, burst: 3, pauseUs: 400_000, segmentBytes: 0 },
    },
  });
  await pusher.answer('open');
  const stopFollowing = server.onMoved(({ tcpPort }) => {
    pusher.command(`server ${tcpPort}`);
  });
  return {
    async end() {
      await stopFollowing();
      const troubles: string[] = [];
      let evidence: Evidence = {};
      try {
        const ended = await endInGoodOrder(pusher);
        troubles.push(...ended.troubles);
        evidence = ended.evidence;
      } catch (error) {
        troubles.push(error instanceof Error ? error.message : String(error));
        if (pusher.isAlive()) await pusher.kill();
      }
      const streams = await pusher.ledger();
      const { complaints } = compareRows(streams, await countRows(server.admin, run));
      return { streams, complaints: [...troubles, ...complaints].map((text) => `resident: ${text}`), evidence };
    },
  };
}

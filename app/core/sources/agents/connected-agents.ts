import type { Connection } from '../../../contract/connect.ts';
import type { Stop } from '../../../contract/lifecycle.ts';
import type { Clock } from '../../host.ts';

/** How often the agents' settings files are read: nobody waits for it. */
const lookMs = 30_000;

/** Which agents are set to send their telemetry here, as of the last look. A file that cannot be read counts as no. */
export function watchConnections({
  clock,
  connections,
}: {
  readonly clock: Clock;
  readonly connections: () => Promise<readonly Connection[]>;
}): { has(source: string): boolean; stop: Stop } {
  let connected: ReadonlySet<string> = new Set();
  let looking = false;

  function look(): void {
    if (looking) return;
    looking = true;
    void connections()
      .then(
        (all) => all.filter(({ state }) => state === 'connected').map(({ agent }) => agent),
        () => [],
      )
      .then((agents) => {
        connected = new Set(agents);
        looking = false;
      });
  }

  look();
  return { has: (source) => connected.has(source), stop: clock.every(lookMs, look) };
}

import type { Stop } from '../contract/lifecycle.ts';
import type { Settings } from '../contract/settings.ts';
import { type DatabaseHealth, isUsable } from './database/health.ts';
import type { Log } from './host.ts';

/** Keeps the retention of the tables as the settings want it. */
export interface RetentionFollower {
  /** Applied at once, one change at a time; while the database is away, as soon as it is back. */
  set(settings: Settings): void;
  /** Settles when nothing is being applied any more. */
  stop: Stop;
}

export function followRetention({
  applied,
  apply,
  database,
  log,
}: {
  /** The settings whose retention the tables have now. */
  readonly applied: Settings;
  readonly apply: (settings: Settings) => Promise<unknown>;
  readonly database: { health(): DatabaseHealth; onHealth(listener: (health: DatabaseHealth) => void): Stop };
  readonly log: Log;
}): RetentionFollower {
  let inForce = JSON.stringify(applied.retentionDays);
  let wanted: Settings | undefined;
  let running: Promise<void> | undefined;
  let askedMeanwhile = false;

  async function run(): Promise<void> {
    while (wanted !== undefined && isUsable(database.health())) {
      const next = wanted;
      try {
        await apply(next);
      } catch (error) {
        log('warn', 'Retention is changed once the database answers', { reason: String(error) });
        return;
      }
      inForce = JSON.stringify(next.retentionDays);
      if (wanted === next) wanted = undefined;
    }
  }
  function start(): void {
    if (running !== undefined) {
      askedMeanwhile = true;
      return;
    }
    running = run().finally(() => {
      running = undefined;
      if (!askedMeanwhile) return;
      askedMeanwhile = false;
      start();
    });
  }

  const stopListening = database.onHealth(start);
  return {
    set(settings) {
      if (wanted === undefined && JSON.stringify(settings.retentionDays) === inForce) return;
      wanted = settings;
      start();
    },
    stop: async () => {
      await stopListening();
      wanted = undefined;
      await running;
    },
  };
}

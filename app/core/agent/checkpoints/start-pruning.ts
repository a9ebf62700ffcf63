import type { Stop } from '../../../contract/lifecycle.ts';
import type { AdminDatabase } from '../../database/clients.ts';
import type { Clock, Log } from '../../host.ts';
import { pruneCheckpoints } from './prune-checkpoints.ts';

/** Days end at midnight UTC; what they hold goes within this. */
const periodMs = 3_600_000;

/** Keeps checkpoints as long as the settings say. */
export interface CheckpointPruning {
  /** From now on so many days; looks at once. */
  setDays(days: number): void;
  /** Settles when nothing is being deleted any more. */
  stop: Stop;
}

/** Looks now and then every hour. A look that finds the last one still running is made after it, once. */
export function startCheckpointPruning(
  {
    admin,
    clock,
    log,
    onDeleted,
  }: {
    readonly admin: AdminDatabase;
    readonly clock: Pick<Clock, 'now' | 'every'>;
    readonly log: Log;
    readonly onDeleted: () => Promise<void>;
  },
  firstDays: number,
): CheckpointPruning {
  let days = firstDays;
  let running: Promise<void> | undefined;
  let isWanted = false;

  async function prune(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      try {
        const rows = await pruneCheckpoints({ admin, days, nowMs: clock.now() });
        if (rows === 0) continue;
        log('info', 'Old checkpoints were deleted', { rows });
        await onDeleted();
      } catch (error) {
        log('warn', 'Old checkpoints stay until the database answers', { reason: String(error) });
      }
    }
    running = undefined;
  }
  function look(): void {
    isWanted = true;
    running ??= prune();
  }

  const stopTicking = clock.every(periodMs, look);
  look();
  return {
    setDays(changed) {
      if (changed === days) return;
      days = changed;
      look();
    },
    async stop() {
      await stopTicking();
      isWanted = false;
      await running;
    },
  };
}

import type { Stop } from '../../contract/lifecycle.ts';
import type { Clock, Log } from '../host.ts';
import type { Backups } from './backups.ts';

const hourMs = 3_600_000;
/** Often enough that a machine that was asleep is not late by much. */
const lookMs = hourMs / 6;
const dayMs = 24 * hourMs;
/** Merges rewrite what a full backup has: after so long the changes are nearly everything. */
const fullEveryMs = 7 * dayMs;
/** After a failure the disk may stay full, or away, for a while. */
const retryMs = hourMs;

/** Makes a backup a day when the person wants that: of what changed, and once a week of everything. */
export function scheduleBackups(
  backups: Pick<Backups, 'settings' | 'report' | 'create'>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Stop {
  let notBeforeMs = 0;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const nowMs = clock.now();
    if (backups.settings().schedule === 'off' || nowMs < notBeforeMs) return;
    notBeforeMs = nowMs + retryMs;
    const report = await backups.report();
    if (!report.ok) {
      log('warn', 'No scheduled backup', { reason: report.error });
      return;
    }
    const complete = report.value.backups.filter(({ state }) => state === 'complete');
    const ageOf = (newest: { readonly atMs: number } | undefined) =>
      newest === undefined ? Infinity : nowMs - newest.atMs;
    if (ageOf(complete[0]) < dayMs) return;
    // How it ends stands in the list of long work, and in the log.
    const begun = backups.create(ageOf(complete.find(({ kind }) => kind === 'full')) >= fullEveryMs);
    if (!begun.ok) log('warn', 'No scheduled backup', { reason: begun.error });
  }

  const stopLooking = clock.every(lookMs, () => {
    looking ??= look().finally(() => (looking = undefined));
  });
  return async () => {
    await stopLooking();
    await looking;
  };
}

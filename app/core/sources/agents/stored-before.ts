import type { Result } from '../../../contract/result.ts';
import { fail } from '../../../contract/result.ts';
import type { ReadableDatabase } from '../../database/clients.ts';
import type { Clock } from '../../host.ts';
import { storedEvents } from '../../queries/known-events.ts';
import type { IntakeDeps } from './intake.ts';

const lookMs = 50;
/** Rows that the last run left in its journal are in the database by then, or it does not answer anyway. */
const patienceMs = 10_000;

/**
 * What the database holds of earlier runs. The first question waits until the rows that the last run left in its journal
 * have been taken over: before that the database does not know of them.
 */
export function storedBefore(deps: {
  readonly reader: ReadableDatabase;
  readonly clock: Clock;
  /** Whether what the last run left is stored. */
  readonly isTakenOver: () => boolean;
}): IntakeDeps['stored'] {
  const { reader, clock, isTakenOver } = deps;
  let takenOver: Promise<boolean> | undefined;

  return async (table, asked): Promise<Result<ReadonlySet<string>, unknown>> => {
    takenOver ??= holdsSoon(clock, isTakenOver);
    if (!(await takenOver)) {
      takenOver = undefined;
      return fail('rows of the last run wait for the database');
    }
    return storedEvents(reader, table, asked);
  };
}

async function holdsSoon(clock: Clock, condition: () => boolean): Promise<boolean> {
  const endMs = clock.monotonic() + patienceMs;
  while (!condition()) {
    if (clock.monotonic() > endMs) return false;
    await new Promise<void>((wake) => clock.after(lookMs, wake));
  }
  return true;
}

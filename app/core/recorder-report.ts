import type { RecordingState } from '../contract/health.ts';
import type { Built } from './recorder-build.ts';
import { type PartsReport, quietPart } from './recorder-status.ts';

/** How far a recorder is. */
export interface Progress {
  /** Undefined until it could be built. */
  readonly built: Built | undefined;
  /** Why building ended early, for the person. */
  readonly obstacle: string | undefined;
  readonly recording: RecordingState;
}

/** What the parts say of themselves, and what is to be said of those that do not run yet, or cannot. */
export function reportOf({ built, obstacle, recording }: Progress): PartsReport {
  const starting = quietPart('database', 'starting', 'ClickHouse is starting.');
  const waiting = quietPart('writer', obstacle === undefined ? 'starting' : 'stopped', 'Waits for the database.');
  return {
    recording,
    database:
      obstacle === undefined ? (built?.store.databaseHealth() ?? starting) : quietPart('database', 'failing', obstacle),
    writer: built?.store.writerHealth() ?? waiting,
    sources: built?.parts.health() ?? [],
    current: built?.person?.current() ?? null,
    budgets: built?.jobs.budgets() ?? [],
    dayStartHour: built?.settings().recording.dayStartHour ?? 0,
  };
}

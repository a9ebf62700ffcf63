import type { RetentionGroup } from '../contract/settings-calls.ts';
import type { Settings } from '../contract/settings.ts';
import type { MigrationParameters } from './database/migration-files.ts';

/** How long rows are kept, in the words of the migrations. */
export function retentionParameters({ retentionDays }: Settings): MigrationParameters {
  return {
    context_retention_days: retentionDays.context,
    mem_events_retention_days: retentionDays.memEvents,
    trace_events_retention_days: retentionDays.traceEvents,
    agents_retention_days: retentionDays.agents,
    screen_text_retention_days: retentionDays.screenText,
  };
}

/** Tables without a TTL: what is too old is deleted by app/core/agent/checkpoints/prune-checkpoints.ts. */
export const prunedTables = {
  'hive.checkpoints': 'checkpoints',
  'hive.checkpoint_values': 'checkpoints',
  'hive.checkpoint_writes': 'checkpoints',
} as const satisfies Readonly<Record<string, RetentionGroup>>;

/** Whose setting a parameter of the migrations is. */
export const retentionGroupOf = {
  context_retention_days: 'context',
  mem_events_retention_days: 'memEvents',
  trace_events_retention_days: 'traceEvents',
  agents_retention_days: 'agents',
  screen_text_retention_days: 'screenText',
} as const satisfies Record<keyof MigrationParameters, RetentionGroup>;

import type { AgentRow, AgentSource } from '../agents/agent-row.ts';
import type { OtlpRecord } from '../otlp/otlp-record.ts';

/** What a mapper made of a batch. */
export interface Mapped {
  readonly rows: readonly AgentRow[];
  /** Records of this source that have no row of their own: the router keeps them as trace events. */
  readonly unmapped: readonly OtlpRecord[];
  /** Records dropped on purpose, because another record says the same (never because they were not understood). */
  readonly repeated: number;
}

/**
 * Turns the records of one source into rows. May remember across batches, in maps with a limit, what it needs to bring
 * related records together; must give the same rows for the same records.
 */
export interface SourceMapper {
  readonly source: AgentSource;
  /** Whether a record is this source's. The router asks the mappers in order; the first that claims a record gets it. */
  claims(record: OtlpRecord): boolean;
  map(records: readonly OtlpRecord[]): Mapped;
}

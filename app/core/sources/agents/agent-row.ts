import type {
  MemEventRow,
  ModelCallAdditionRow,
  ModelInvocationRow,
  SuperstepRow,
  ToolCallRow,
  TraceEventRow,
} from '../../../contract/rows.ts';
import type { Attributes } from '../otlp/otlp-record.ts';

/** Who may tell of agents from outside. Every program that is none of the named is `opentelemetry`. */
export const foreignSources = ['claude-code', 'codex', 'gemini', 'langgraph', 'opentelemetry'] as const;

/** Who tells of agents, as health and status name it; `hivebar` is the always-on agent. */
export const agentSources = [...foreignSources, 'hivebar'] as const;
export type AgentSource = (typeof agentSources)[number];

/**
 * One row about an agent on its way to the writer, as its source made it: nothing is cleaned yet. The intake drops what
 * was told before, takes personal data and, if the person wants no content, texts out, computes the cost, and writes.
 *
 * `id` says that two tellings are of one thing: the same call by telemetry and by transcript has the same id. It is
 * stored as `event_id` where the table has that column. It begins with the name of the source and a colon.
 *
 * - Model calls come with disjoint tokens, and with `cost_micros` only when the vendor said it (`cost_source` 'vendor').
 * - `input_json`, `output_json` hold the whole text, and `input_bytes`, `output_bytes` may be left out: the intake measures.
 * - Trace events and metrics come with their attributes as an object.
 */
export type AgentRow = { readonly source: AgentSource; readonly id: string } & (
  | { readonly table: 'hive.model_invocations'; readonly row: ModelInvocationRow }
  | { readonly table: 'hive.model_call_additions'; readonly row: ModelCallAdditionRow }
  | { readonly table: 'hive.tool_calls'; readonly row: ToolCallRow }
  | { readonly table: 'hive.supersteps'; readonly row: SuperstepRow }
  | {
      readonly table: 'seq.trace_events';
      readonly row: Omit<TraceEventRow, 'attributes'>;
      readonly attributes: Attributes;
    }
  | { readonly table: 'seq.mem_events'; readonly row: Omit<MemEventRow, 'payload'>; readonly attributes: Attributes }
);

/** The ways on which rows about agents arrive. An import is asked for by the person and brings in what a pause left out. */
export type Via = 'otlp' | 'transcript' | 'socket' | 'import';

/** What became of the rows of one call of `accept`. */
export interface IntakeOutcome {
  /** Rows that are in the writer's journal now. */
  readonly accepted: number;
  /** Rows that were told before. */
  readonly duplicates: number;
  /** Rows that can never be stored, by their index, with a reason that holds no content. */
  readonly rejected: readonly { readonly index: number; readonly reason: string }[];
  /** True when the writer had no room for some rows: send the same again later, what was accepted will be a duplicate. */
  readonly full: boolean;
}

/** The one way of rows about agents to the writer. Settles when every accepted row is in the writer's journal. */
export interface Intake {
  accept(via: Via, rows: readonly AgentRow[]): Promise<IntakeOutcome>;
  /** Counts what was refused before it became rows (a broken line, a bad request), with a reason without content. */
  refused(via: Via, source: AgentSource, reason: string, count?: number): void;
}

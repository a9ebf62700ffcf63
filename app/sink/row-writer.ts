import type { MemEventRow, ModelInvocationRow, SuperstepRow, ToolCallRow, TraceEventRow } from '../contract/rows.ts';
import { messageOf } from './failure.ts';
import type { RowSender } from './row-sender.ts';

/** A row as Hivebar's socket takes it: docs/formats/socket.md. `id` begins with `source` and a colon. */
export type PushedRow = {
  readonly id: string;
  readonly source: 'langgraph' | 'opentelemetry' | 'claude-code' | 'codex' | 'gemini';
} & (
  | { readonly table: 'hive.supersteps'; readonly row: Omit<SuperstepRow, 'event_id'> }
  | {
      readonly table: 'hive.model_invocations';
      readonly row: Omit<ModelInvocationRow, 'event_id' | 'price_rev' | 'cost_source'> & { cost_source?: 'vendor' };
    }
  | { readonly table: 'hive.tool_calls'; readonly row: Omit<ToolCallRow, 'event_id'> }
  | {
      readonly table: 'seq.trace_events';
      readonly row: Omit<TraceEventRow, 'attributes' | 'event_id'>;
      readonly attributes: Readonly<Record<string, unknown>>;
    }
  | {
      readonly table: 'seq.mem_events';
      readonly row: Omit<MemEventRow, 'payload'>;
      readonly attributes: Readonly<Record<string, unknown>>;
    }
);

interface GraphRows {
  'hive.supersteps': SuperstepRow;
  'hive.model_invocations': ModelInvocationRow;
  'hive.tool_calls': ToolCallRow;
}

/** The way of rows into the queue. Whatever goes wrong on it is told to `onProblem` and stays out of the agent. */
export interface RowWriter {
  write<Table extends keyof GraphRows>(table: Table, id: string, row: GraphRows[Table]): void;
  push(row: PushedRow): void;
  /** Runs `work`; what it throws is counted and told, not thrown. */
  readonly guard: (work: () => void) => void;
}

export function rowWriter(sender: RowSender): RowWriter {
  function guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      sender.reject(`the sink could not read what it was told: ${messageOf(error)}`);
    }
  }
  return {
    write: (table, id, row) => sender.add(JSON.stringify({ table, id, source: 'langgraph', row })),
    push: (row) => guard(() => sender.add(JSON.stringify(row))),
    guard,
  };
}

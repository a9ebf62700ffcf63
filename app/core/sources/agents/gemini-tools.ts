import type { Result } from '../../../contract/result.ts';
import type { AgentRow, Via } from './agent-row.ts';

/** Sessions that are remembered; older ones are looked up. */
const limit = 10_000;

/** Which of these sessions have tool calls from telemetry in the database. */
export type SessionsWithTelemetry = (asked: {
  readonly threads: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
}) => Promise<Result<ReadonlySet<string>, unknown>>;

/**
 * Gemini CLI names a tool call in its session file and not in its telemetry, so that one call has two ids. Therefore the
 * tool calls of a session come from one of the two: from telemetry, where that told of any.
 */
export class GeminiTools {
  private readonly stored: SessionsWithTelemetry;
  private readonly told = new Set<string>();

  constructor(stored: SessionsWithTelemetry) {
    this.stored = stored;
  }

  /** A row was stored. */
  note(via: Via, agentRow: AgentRow): void {
    if (via !== 'otlp' || !isGeminiTool(agentRow) || (agentRow.row.tool_call_id ?? '') !== '') return;
    if (this.told.size >= limit) this.told.clear();
    this.told.add(agentRow.row.thread_id ?? '');
  }

  /** The sessions of `rows` whose tool calls telemetry told; undefined when the database cannot be asked. */
  async toldSessions(via: Via, rows: readonly AgentRow[]): Promise<ReadonlySet<string> | undefined> {
    if (via !== 'transcript' && via !== 'import') return new Set();
    const tools = rows.filter(isGeminiTool);
    if (tools.length === 0) return new Set();
    const threads = [...new Set(tools.map(({ row }) => row.thread_id ?? ''))];
    const unknown = threads.filter((thread) => !this.told.has(thread));
    const times = tools.map(({ row }) => row.ts_ms);
    const stored =
      unknown.length === 0
        ? undefined
        : await this.stored({ threads: unknown, fromMs: Math.min(...times), toMs: Math.max(...times) });
    if (stored?.ok === false) return undefined;
    // What telemetry told while the database was asked is in memory now.
    return new Set(threads.filter((thread) => this.told.has(thread) || stored?.value.has(thread) === true));
  }

  isRepeated(agentRow: AgentRow, toldSessions: ReadonlySet<string>): boolean {
    return isGeminiTool(agentRow) && toldSessions.has(agentRow.row.thread_id ?? '');
  }
}

type ToolRow = Extract<AgentRow, { table: 'hive.tool_calls' }>;

function isGeminiTool(agentRow: AgentRow): agentRow is ToolRow {
  return agentRow.table === 'hive.tool_calls' && agentRow.source === 'gemini';
}

import type { AgentRow } from '../agents/agent-row.ts';
import type { CodexSession } from './codex-lines.ts';
import { type JsonObject, countIn } from './json-fields.ts';

/** Tokens as Codex counts them: `input` holds the cached ones, `output` the reasoning ones. */
export interface CodexUsage {
  readonly input: number;
  readonly cached: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly reasoning: number;
}

/** Undefined when the line has no usage, or one of nothing. */
export function codexUsage(usage: JsonObject | undefined): CodexUsage | undefined {
  if (usage === undefined) return undefined;
  const counts = {
    input: countIn(usage, 'input_tokens'),
    cached: countIn(usage, 'cached_input_tokens'),
    cacheWrite: countIn(usage, 'cache_write_input_tokens'),
    output: countIn(usage, 'output_tokens'),
    reasoning: countIn(usage, 'reasoning_output_tokens'),
  };
  return counts.input === 0 && counts.output === 0 ? undefined : counts;
}

/** The whole usage of a session stays the same when nothing was asked in between. */
export function isSameUsage(one: CodexUsage, other: CodexUsage): boolean {
  return (
    one.input === other.input &&
    one.cached === other.cached &&
    one.cacheWrite === other.cacheWrite &&
    one.output === other.output &&
    one.reasoning === other.reasoning
  );
}

/** What was used between two readings of a session's whole usage. A reading that went back began anew. */
export function usageSince(before: CodexUsage | undefined, now: CodexUsage): CodexUsage | undefined {
  if (before === undefined || now.input < before.input || now.output < before.output) return now;
  const since = {
    input: now.input - before.input,
    cached: Math.max(0, now.cached - before.cached),
    cacheWrite: Math.max(0, now.cacheWrite - before.cacheWrite),
    output: now.output - before.output,
    reasoning: Math.max(0, now.reasoning - before.reasoning),
  };
  return since.input === 0 && since.output === 0 ? undefined : since;
}

/** Named by its counts, as its telemetry is: neither has a name for a single call. */
export function usageRow(
  session: CodexSession,
  usage: CodexUsage,
  call: { readonly timeMs: number; readonly toolCalls: number; readonly querySource: string },
): AgentRow {
  const { input, output } = usage;
  const cached = Math.min(usage.cached, input);
  const cacheWrite = Math.min(usage.cacheWrite, input - cached);
  const reasoning = Math.min(usage.reasoning, output);
  return {
    source: 'codex',
    id: `codex:${session.id}:${input}:${usage.cached}:${output}:${usage.reasoning}`,
    table: 'hive.model_invocations',
    row: {
      ts_ms: call.timeMs,
      thread_id: session.id,
      node_id: session.isSubagent ? 'subagent' : '',
      provider: session.provider,
      model: session.model,
      input_tokens: input - cached - cacheWrite,
      cache_read_tokens: cached,
      cache_write_5m_tokens: cacheWrite,
      output_tokens: output - reasoning,
      reasoning_tokens: reasoning,
      tool_calls: call.toolCalls,
      ok: 1,
      source: 'codex-jsonl',
      source_version: session.version,
      service_tier: session.serviceTier,
      effort: session.effort,
      agent_id: session.isSubagent ? session.id : '',
      parent_agent_id: session.isSubagent ? session.parentId : '',
      query_source: call.querySource,
    },
  };
}

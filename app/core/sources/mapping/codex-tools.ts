import type { AgentRow } from '../agents/agent-row.ts';
import { emptyTool } from '../agents/empty-rows.ts';
import type { OtlpLog } from '../otlp/otlp-record.ts';
import { beganMs, durationUs, eventTimeMs } from './agent-record.ts';
import { flag, jsonText, text } from './attributes.ts';
import { conversationId } from './codex-conversations.ts';

/**
 * What a failed tool gave back is content. Its first line says how it failed, and no more of it is taken as the error.
 */
const ERROR_LENGTH = 200;

/** How a tool failed, by the beginning of what it gave back. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/^(?:exec command |patch |tool call )?rejected by user/i, 'rejected'],
  [/^aborted\b/i, 'interrupted'],
  [/^command timed out/i, 'timeout'],
  [/^(?:exit code: |process exited with code )/i, 'exit_code'],
];

/** `tool_result`: a tool that ran, or that was refused, which Codex also tells as a result. */
export function toolResult(log: OtlpLog, decision: OtlpLog | undefined): AgentRow {
  const { attributes } = log;
  const durUs = durationUs(attributes, 'duration_ms');
  const ok = flag(attributes, 'success') ?? true;
  const output = jsonText(attributes, 'output');
  const rejected = decision !== undefined && isRejection(decision);
  const error = ok ? '' : text(attributes, 'error.message') || firstLine(output);
  const type = ok ? '' : rejected ? 'rejected' : text(attributes, 'error.type') || endingOf(error);
  return {
    source: 'codex',
    id: toolId(log),
    table: 'hive.tool_calls',
    row: {
      ...emptyTool,
      ...commonTool(log),
      ts_ms: beganMs(eventTimeMs(log), durUs),
      input_json: jsonText(attributes, 'arguments'),
      output_json: output,
      dur_us: durUs,
      ok: ok ? 1 : 0,
      error_type: type,
      error_msg: error,
      decision: decision === undefined ? '' : isRejection(decision) ? 'reject' : 'accept',
      decision_source: decision === undefined ? '' : decisionSource(decision),
      mcp_server: text(attributes, 'mcp_server'),
    },
  };
}

/** `tool_decision` that refuses a tool of which no result is there. */
export function rejectedTool(log: OtlpLog): AgentRow {
  return {
    source: 'codex',
    id: toolId(log),
    table: 'hive.tool_calls',
    row: {
      ...emptyTool,
      ...commonTool(log),
      ts_ms: beganMs(eventTimeMs(log)),
      ok: 0,
      error_type: 'rejected',
      decision: 'reject',
      decision_source: decisionSource(log),
    },
  };
}

/** Every decision that is not some form of "approved" refuses: denied, abort, timed out. */
export function isRejection(log: OtlpLog): boolean {
  const decision = text(log.attributes, 'decision').toLowerCase();
  return decision !== '' && !decision.startsWith('approve') && !decision.startsWith('accept');
}

function firstLine(output: string): string {
  return (/\S.*/.exec(output.slice(0, 10 * ERROR_LENGTH))?.[0] ?? '').slice(0, ERROR_LENGTH);
}

function endingOf(error: string): string {
  return endings.find(([says]) => says.test(error))?.[1] ?? 'tool_error';
}

function commonTool(log: OtlpLog) {
  const { attributes } = log;
  return {
    thread_id: conversationId(attributes),
    node_id: text(attributes, 'agent.name'),
    tool_name: text(attributes, 'tool_name'),
    tool_call_id: text(attributes, 'call_id'),
    trace_id: log.traceId,
    span_id: log.spanId,
  };
}

function decisionSource(log: OtlpLog): string {
  return text(log.attributes, 'source').toLowerCase();
}

function toolId(log: OtlpLog): string {
  const { attributes } = log;
  const fallback = [conversationId(attributes), text(attributes, 'tool_name'), eventTimeMs(log)].join(':');
  return `codex:${text(attributes, 'call_id') || fallback}`;
}

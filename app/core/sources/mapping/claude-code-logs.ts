import type { ModelInvocationRow } from '../../../contract/rows.ts';
import type { AgentRow } from '../agents/agent-row.ts';
import { emptyCall, emptyTool } from '../agents/empty-rows.ts';
import type { Attributes, OtlpLog } from '../otlp/otlp-record.ts';
import { beganMs, durationUs, eventTimeMs, failureType, sourceVersion, tokenCount } from './agent-record.ts';
import { flag, integer, jsonText, micros, shortInteger, text } from './attributes.ts';
import { isFinalRefusal, sessionId, toolUseIdOf, type ClaudeCodeSessions } from './claude-code-sessions.ts';
import { claudeCodeTool } from './claude-code-tools.ts';

/** A single call that costs more than 10,000 dollars is not believed; the price list is asked instead. */
const MOST_MICROS = 10_000_000_000;

/** `api_request`: a call that was answered, with its cost. */
export function apiCall(log: OtlpLog, sessions: ClaudeCodeSessions): AgentRow {
  const requestId = requestIdOf(log.attributes);
  const refused = sessions.wasRefused(requestId);
  const row: ModelInvocationRow = {
    ...emptyCall,
    ...commonCall(log),
    ok: 1,
    ...tokens(log.attributes),
    ...vendorCost(log.attributes),
    finish_reason: refused ? 'refusal' : '',
  };
  if (requestId !== '') {
    const { node_id: nodeId = '', graph_name: graphName = '', model } = row;
    sessions.rememberCall(requestId, { nodeId, graphName, model, refused });
  }
  return { source: 'claude-code', id: callId(log), table: 'hive.model_invocations', row };
}

/** `api_error`: a call that failed, told once, after its last attempt. */
export function apiFailure(log: OtlpLog): AgentRow {
  const { attributes } = log;
  const error = text(attributes, 'error', 'error.message');
  const status = shortInteger(attributes, 'status_code') ?? 0;
  const row: ModelInvocationRow = {
    ...emptyCall,
    ...commonCall(log),
    ok: 0,
    error_msg: error,
    error_type: text(attributes, 'error_type', 'error_class') || failureType(status, error),
    status_code: status,
  };
  return { source: 'claude-code', id: callId(log, 'error'), table: 'hive.model_invocations', row };
}

/**
 * `api_refusal`: the answer of a call whose row comes from `api_request`. That row takes it when it is made later; when
 * it is made already, a row beside it says so, except where the span of the call will.
 */
export function refusal(log: OtlpLog, sessions: ClaudeCodeSessions): AgentRow | undefined {
  const { attributes } = log;
  const requestId = text(attributes, 'request_id');
  const known = sessions.knownCall(requestId);
  if (!isFinalRefusal(attributes) || known === undefined || known.refused) return undefined;
  if (sessions.sendsCallSpans(attributes)) return undefined;
  const id = `claude-code:${requestId}`;
  return {
    source: 'claude-code',
    id: `${id}:refusal`,
    table: 'hive.model_call_additions',
    row: {
      ts_ms: beganMs(eventTimeMs(log)),
      event_id: id,
      graph_name: known.graphName,
      node_id: known.nodeId,
      provider: 'anthropic',
      model: known.model,
      attempt: shortInteger(attributes, 'attempt') ?? 0,
      finish_reason: 'refusal',
    },
  };
}

/** `tool_result`: a tool that ran. Its arguments are there only when the person told Claude Code to log them. */
export function toolResult(log: OtlpLog, sessions: ClaudeCodeSessions): AgentRow {
  const { attributes } = log;
  const toolUseId = toolUseIdOf(attributes);
  const times = sessions.toolTimes(toolUseId, log.spanId);
  const waitUs = times?.waitUs ?? 0;
  const runUs = times?.runUs || durationUs(attributes, 'duration_ms');
  const ok = flag(attributes, 'success') ?? times?.ok ?? true;
  const error = ok ? '' : text(attributes, 'error', 'error.message');
  return {
    source: 'claude-code',
    id: toolId(log, toolUseId),
    table: 'hive.tool_calls',
    row: {
      ...emptyTool,
      ...commonTool(log, toolUseId),
      ts_ms: beganMs(eventTimeMs(log), runUs, waitUs),
      dur_us: runUs,
      wait_us: waitUs,
      ok: ok ? 1 : 0,
      error_type: ok ? '' : text(attributes, 'error_type', 'error_class') || failureType(0, error),
      error_msg: error,
      decision: text(attributes, 'decision_type') || (times?.decision ?? ''),
      decision_source: text(attributes, 'decision_source') || (times?.decisionSource ?? ''),
      output_bytes: integer(attributes, 'tool_result_size_bytes') ?? 0,
      span_id: times?.spanId || log.spanId,
    },
  };
}

/** `tool_decision`: a refused tool has no result, so the refusal is its row. An accepted one is told by its result. */
export function rejection(log: OtlpLog, sessions: ClaudeCodeSessions): AgentRow | undefined {
  const { attributes } = log;
  if (text(attributes, 'decision') !== 'reject') return undefined;
  const toolUseId = toolUseIdOf(attributes);
  const times = sessions.toolTimes(toolUseId, log.spanId);
  const waitUs = times?.waitUs ?? 0;
  return {
    source: 'claude-code',
    id: toolId(log, toolUseId),
    table: 'hive.tool_calls',
    row: {
      ...emptyTool,
      ...commonTool(log, toolUseId),
      ts_ms: beganMs(eventTimeMs(log), waitUs),
      wait_us: waitUs,
      ok: 0,
      error_type: 'rejected',
      decision: 'reject',
      decision_source: text(attributes, 'source', 'decision_source'),
      span_id: times?.spanId || log.spanId,
    },
  };
}

function commonCall(log: OtlpLog) {
  const { attributes, origin } = log;
  const durUs = durationUs(attributes, 'duration_ms');
  const querySource = text(attributes, 'query_source', 'query_source_safe');
  return {
    ts_ms: beganMs(eventTimeMs(log), durUs),
    thread_id: sessionId(attributes),
    node_id: text(attributes, 'agent.name') || querySource,
    graph_name: text(attributes, 'workflow.name'),
    provider: 'anthropic',
    model: text(attributes, 'model', 'gen_ai.request.model'),
    dur_us: durUs,
    source: 'claude-code-otel',
    source_version: sourceVersion(origin, attributes),
    request_id: requestIdOf(attributes),
    attempt: shortInteger(attributes, 'attempt') ?? 0,
    service_tier: text(attributes, 'speed'),
    effort: text(attributes, 'effort'),
    agent_id: text(attributes, 'agent_id', 'agent.id'),
    parent_agent_id: text(attributes, 'parent_agent_id'),
    query_source: querySource,
    trace_id: log.traceId,
  };
}

function commonTool(log: OtlpLog, toolUseId: string) {
  const { attributes } = log;
  const inputBytes = integer(attributes, 'tool_input_size_bytes');
  return {
    thread_id: sessionId(attributes),
    node_id: text(attributes, 'agent.name', 'query_source', 'query_source_safe'),
    ...claudeCodeTool(attributes),
    tool_call_id: toolUseId,
    input_json: jsonText(attributes, 'tool_input', 'tool_parameters'),
    ...(inputBytes === undefined ? {} : { input_bytes: inputBytes }),
    agent_id: text(attributes, 'agent_id', 'agent.id'),
    trace_id: log.traceId,
  };
}

/** The usage block of the provider: its input excludes what the cache served, so that the buckets are disjoint already. */
export function tokens(attributes: Attributes) {
  return {
    input_tokens: tokenCount(attributes, 'input_tokens'),
    output_tokens: tokenCount(attributes, 'output_tokens'),
    cache_read_tokens: tokenCount(attributes, 'cache_read_tokens'),
    cache_write_5m_tokens: tokenCount(attributes, 'cache_creation_tokens'),
  };
}

function vendorCost(attributes: Attributes) {
  const cost = micros(attributes, 1, 'cost_usd_micros') ?? micros(attributes, 1_000_000, 'cost_usd');
  return cost === undefined || cost > MOST_MICROS ? {} : { cost_micros: cost, cost_source: 'vendor' };
}

function requestIdOf(attributes: Attributes): string {
  return text(attributes, 'request_id', 'client_request_id');
}

/** The transcript of a session names a call by the same request. */
function callId(log: OtlpLog, what = 'call'): string {
  const requestId = requestIdOf(log.attributes);
  return `claude-code:${requestId || fallbackId(log, what)}`;
}

function toolId(log: OtlpLog, toolUseId: string): string {
  return `claude-code:${toolUseId || fallbackId(log, `tool:${text(log.attributes, 'tool_name')}`)}`;
}

function fallbackId(log: OtlpLog, what: string): string {
  const { attributes } = log;
  const sequence = text(attributes, 'event.sequence');
  return [what, sessionId(attributes), text(attributes, 'prompt.id'), eventTimeMs(log), sequence].join(':');
}

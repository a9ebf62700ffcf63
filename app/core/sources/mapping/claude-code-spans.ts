import type { AgentRow } from '../agents/agent-row.ts';
import { emptyCall } from '../agents/empty-rows.ts';
import type { OtlpSpan } from '../otlp/otlp-record.ts';
import { beganMs, durationUs, failureType, sourceVersion } from './agent-record.ts';
import { flag, jsonText, shortInteger, text, texts } from './attributes.ts';
import { tokens } from './claude-code-logs.ts';
import { sessionId, spanUs, toolUseIdOf, type ClaudeCodeSessions } from './claude-code-sessions.ts';
import { claudeCodeTool } from './claude-code-tools.ts';
import { finishReason } from './inference-finish.ts';

/** `llm_request` of a session that sends logs: what only the span knows of the call that a log record tells. */
export function addition(span: OtlpSpan, sessions: ClaudeCodeSessions): AgentRow | undefined {
  const requestId = requestIdOf(span);
  if (requestId === '') return undefined;
  const call = callOf(span);
  const known = sessions.knownCall(requestId);
  const id = `claude-code:${requestId}`;
  return {
    source: 'claude-code',
    id: `${id}:span`,
    table: 'hive.model_call_additions',
    row: {
      ...call,
      event_id: id,
      node_id: known?.nodeId ?? call.node_id,
      graph_name: known?.graphName ?? call.graph_name,
      model: known?.model ?? call.model,
    },
  };
}

/** `llm_request` of a session that sends no logs: the span is all there is of the call. It does not tell the cost. */
export function calledBySpan(span: OtlpSpan): AgentRow {
  const { attributes } = span;
  const requestId = requestIdOf(span);
  const ok = span.status !== 'error' && flag(attributes, 'success') !== false;
  const error = ok ? '' : text(attributes, 'error', 'error.message') || span.statusMessage;
  const status = shortInteger(attributes, 'status_code') ?? 0;
  return {
    source: 'claude-code',
    id: `claude-code:${requestId || `span:${span.traceId}:${span.spanId}`}`,
    table: 'hive.model_invocations',
    row: {
      ...emptyCall,
      ...callOf(span),
      ...tokens(attributes),
      thread_id: sessionId(attributes),
      dur_us: spanUs(span),
      ok: ok ? 1 : 0,
      error_msg: error,
      error_type: ok ? '' : text(attributes, 'error_class', 'error_type') || failureType(status, error),
      status_code: status,
      source: 'claude-code-otel',
      source_version: sourceVersion(span.origin, attributes),
      request_id: requestId,
      service_tier: text(attributes, 'speed'),
      effort: text(attributes, 'effort'),
      query_source: querySource(span),
    },
  };
}

/** `tool` of a session that sends no logs. Its duration includes the wait for permission, which has a column of its own. */
export function toolBySpan(span: OtlpSpan, sessions: ClaudeCodeSessions): AgentRow | undefined {
  const { attributes } = span;
  const toolUseId = toolUseIdOf(attributes);
  if (toolUseId === '') return undefined;
  const times = sessions.toolTimes(toolUseId, span.spanId);
  const waitUs = times?.waitUs ?? 0;
  const rejected = times?.decision === 'reject';
  const ok = !rejected && span.status !== 'error' && times?.ok !== false;
  const runUs = times?.runUs || (rejected ? 0 : Math.max(0, spanUs(span) - waitUs));
  const error = ok ? '' : times?.error || span.statusMessage;
  const failed = rejected ? 'rejected' : times?.errorType || failureType(0, error);
  return {
    source: 'claude-code',
    id: `claude-code:${toolUseId}`,
    table: 'hive.tool_calls',
    row: {
      ...claudeCodeTool(attributes),
      ts_ms: beganMs(span.startMs),
      thread_id: sessionId(attributes),
      node_id: querySource(span),
      input_json: jsonText(attributes, 'tool_input'),
      dur_us: runUs,
      ok: ok ? 1 : 0,
      tool_call_id: toolUseId,
      error_type: ok ? '' : failed,
      error_msg: error,
      decision: times?.decision ?? '',
      decision_source: times?.decisionSource ?? '',
      wait_us: waitUs,
      agent_id: text(attributes, 'agent_id'),
      trace_id: span.traceId,
      span_id: span.spanId,
    },
  };
}

function callOf(span: OtlpSpan) {
  const { attributes } = span;
  return {
    ts_ms: beganMs(span.startMs),
    graph_name: text(attributes, 'workflow.name'),
    node_id: text(attributes, 'agent.name') || querySource(span),
    provider: 'anthropic',
    model: text(attributes, 'model', 'gen_ai.response.model', 'gen_ai.request.model'),
    ttft_us: durationUs(attributes, 'ttft_ms'),
    // The span says only whether the answer asked for tools.
    tool_calls: flag(attributes, 'response.has_tool_call') === true ? 1 : 0,
    attempt: shortInteger(attributes, 'attempt') ?? 0,
    finish_reason: finishReason(texts(attributes, 'stop_reason', 'gen_ai.response.finish_reasons')),
    agent_id: text(attributes, 'agent_id'),
    parent_agent_id: text(attributes, 'parent_agent_id'),
    trace_id: span.traceId,
    span_id: span.spanId,
  };
}

function querySource(span: OtlpSpan): string {
  return text(span.attributes, 'query_source', 'query_source_safe');
}

function requestIdOf(span: OtlpSpan): string {
  return text(span.attributes, 'request_id', 'client_request_id');
}

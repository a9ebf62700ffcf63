import type { AgentRow } from '../agents/agent-row.ts';
import { emptyCall } from '../agents/empty-rows.ts';
import type { Attributes, OtlpLog } from '../otlp/otlp-record.ts';
import { beganMs, durationUs, eventTimeMs, failureType, tokenCount } from './agent-record.ts';
import { flag, instantMs, integer, jsonText, shortInteger, text, texts } from './attributes.ts';
import { finishReason } from './inference-finish.ts';

/** Counts as Gemini CLI gives them: input includes cached, but neither tool results nor, in the output, thoughts. */
function counts(attributes: Attributes) {
  return {
    input: tokenCount(attributes, 'input_token_count'),
    cached: tokenCount(attributes, 'cached_content_token_count'),
    tool: tokenCount(attributes, 'tool_token_count'),
    output: tokenCount(attributes, 'output_token_count'),
    thoughts: tokenCount(attributes, 'thoughts_token_count'),
  };
}

/** More from the cache than there was at all: the source counted beside, not within. */
export function tokensDisagree(attributes: Attributes): boolean {
  const { input, cached } = counts(attributes);
  return cached > input;
}

/** `api_response`: a call that was answered. The session's file makes the same identifier. */
export function answered(log: OtlpLog): AgentRow {
  const { attributes } = log;
  const { input, cached, tool, output, thoughts } = counts(attributes);
  return {
    source: 'gemini',
    id: `gemini:${sessionId(log)}:${input}:${output}:${cached}:${thoughts}`,
    table: 'hive.model_invocations',
    row: {
      ...emptyCall,
      ...commonCall(log),
      input_tokens: (cached > input ? input : input - cached) + tool,
      cache_read_tokens: cached,
      output_tokens: output,
      reasoning_tokens: thoughts,
      ok: 1,
      finish_reason: finishReason(texts(attributes, 'finish_reasons')),
    },
  };
}

/** `api_error`: a call that failed. */
export function failed(log: OtlpLog): AgentRow {
  const { attributes } = log;
  const error = text(attributes, 'error.message', 'error');
  const type = text(attributes, 'error.type', 'error_type');
  return {
    source: 'gemini',
    id: `gemini:${sessionId(log)}:failed:${text(attributes, 'prompt_id')}:${eventTimeMs(log)}`,
    table: 'hive.model_invocations',
    row: {
      ...emptyCall,
      ...commonCall(log),
      ok: 0,
      error_msg: error,
      error_type: failureType(statusCode(attributes), '') || type || failureType(0, error),
    },
  };
}

/** `tool_call`: a tool that ran or was refused. Gemini CLI does not tell what it gave back. */
export function toolCall(log: OtlpLog): AgentRow {
  const { attributes } = log;
  const durUs = durationUs(attributes, 'duration_ms');
  const startMs = beganMs(instantMs(attributes, 'start_time') ?? beganMs(eventTimeMs(log), durUs));
  const callId = text(attributes, 'call_id', 'tool_call_id', 'gen_ai.tool.call.id', 'gen_ai.tool.call_id');
  const name = text(attributes, 'function_name');
  const decision = decisions.get(text(attributes, 'decision'));
  const rejected = decision?.[0] === 'reject';
  const ok = !rejected && (flag(attributes, 'success') ?? true);
  const error = ok ? '' : text(attributes, 'error.message', 'error');
  return {
    source: 'gemini',
    id: `gemini:${sessionId(log)}:${callId || `${text(attributes, 'prompt_id')}:${name}:${startMs}`}`,
    table: 'hive.tool_calls',
    row: {
      ts_ms: startMs,
      thread_id: sessionId(log),
      node_id: text(attributes, 'agent.name', 'role'),
      tool_name: name,
      input_json: jsonText(attributes, 'function_args'),
      dur_us: durUs,
      ok: ok ? 1 : 0,
      tool_call_id: callId,
      error_type: rejected
        ? 'rejected'
        : ok
          ? ''
          : text(attributes, 'error.type', 'error_type') || failureType(0, error),
      error_msg: error,
      decision: decision?.[0] ?? '',
      decision_source: decision?.[1] ?? '',
      mcp_server: text(attributes, 'mcp_server_name'),
      output_bytes: integer(attributes, 'content_length') ?? 0,
      trace_id: log.traceId,
      span_id: log.spanId,
    },
  };
}

/** What was decided, and who did: `auto_accept` is a rule or an earlier "always". */
const decisions: ReadonlyMap<string, readonly [decision: string, source: string]> = new Map([
  ['accept', ['accept', 'user']],
  ['modify', ['accept', 'user']],
  ['auto_accept', ['accept', 'config']],
  ['reject', ['reject', 'user']],
]);

function commonCall(log: OtlpLog) {
  const { attributes } = log;
  const durUs = durationUs(attributes, 'duration_ms', 'duration');
  const role = text(attributes, 'role');
  return {
    ts_ms: beganMs(eventTimeMs(log), durUs),
    thread_id: sessionId(log),
    node_id: text(attributes, 'agent.name') || role,
    provider: 'google',
    model: text(attributes, 'model', 'model_name'),
    dur_us: durUs,
    source: 'gemini-otel',
    source_version: version(log),
    status_code: statusCode(attributes),
    query_source: role,
    trace_id: log.traceId,
  };
}

function statusCode(attributes: Attributes): number {
  return shortInteger(attributes, 'status_code', 'http.status_code', 'http.response.status_code') ?? 0;
}

function sessionId(log: OtlpLog): string {
  return text(log.attributes, 'session.id') || text(log.origin.resource, 'session.id');
}

/** The resource gives the version of Node, `v20.19.0`, as that of the service. */
function version(log: OtlpLog): string {
  const { serviceVersion } = log.origin;
  return text(log.attributes, 'app.version') || (/^v\d/.test(serviceVersion) ? '' : serviceVersion);
}

import type { AgentRow } from '../agents/agent-row.ts';
import { emptyCall } from '../agents/empty-rows.ts';
import type { Attributes, OtlpLog } from '../otlp/otlp-record.ts';
import { beganMs, durationUs, eventTimeMs, failureType, sourceVersion, tokenCount } from './agent-record.ts';
import { text } from './attributes.ts';
import { attemptOf, conversationId, requestFailed, statusCode, type CodexCall } from './codex-conversations.ts';

/** Counts as Codex gives them: input includes cached, output includes reasoning. */
function counts(attributes: Attributes) {
  return {
    input: tokenCount(attributes, 'input_token_count'),
    cached: tokenCount(attributes, 'cached_token_count'),
    output: tokenCount(attributes, 'output_token_count'),
    reasoning: tokenCount(attributes, 'reasoning_token_count'),
  };
}

/** The piece of the stream that ends it carries none; the record with the counts follows. */
export function hasTokens(attributes: Attributes): boolean {
  return text(attributes, 'input_token_count', 'output_token_count') !== '';
}

/** A part that is larger than its whole was counted beside it, not within it. */
export function tokensDisagree(attributes: Attributes): boolean {
  const { input, cached, output, reasoning } = counts(attributes);
  return cached > input || reasoning > output;
}

/** The end of a stream: a call that was answered. The transcript of the session makes the same identifier. */
export function answered(log: OtlpLog, call: CodexCall): AgentRow {
  const { attributes } = log;
  const { input, cached, output, reasoning } = counts(attributes);
  return {
    source: 'codex',
    id: `codex:${conversationId(attributes)}:${input}:${cached}:${output}:${reasoning}`,
    table: 'hive.model_invocations',
    row: {
      ...emptyCall,
      ...commonCall(log),
      ...byCall(call),
      input_tokens: cached > input ? input : input - cached,
      cache_read_tokens: cached,
      output_tokens: reasoning > output ? output : output - reasoning,
      reasoning_tokens: reasoning,
      ok: 1,
    },
  };
}

/** The end of a stream that broke. */
export function failedStream(log: OtlpLog, call: CodexCall): AgentRow {
  return {
    source: 'codex',
    id: failureId(log),
    table: 'hive.model_invocations',
    row: {
      ...emptyCall,
      ...commonCall(log),
      ...byCall(call),
      ...failure(log.attributes, 0),
    },
  };
}

/** A request that was refused before a stream began; undefined for any other. Each attempt is told. */
export function failedRequest(log: OtlpLog, provider: string): AgentRow | undefined {
  const { attributes } = log;
  if (!requestFailed(attributes) || conversationId(attributes) === '') return undefined;
  const durUs = durationUs(attributes, 'duration_ms');
  return {
    source: 'codex',
    id: failureId(log),
    table: 'hive.model_invocations',
    row: {
      ...emptyCall,
      ...commonCall(log),
      ts_ms: beganMs(eventTimeMs(log), durUs),
      provider,
      dur_us: durUs,
      attempt: attemptOf(attributes),
      status_code: statusCode(attributes),
      request_id: text(attributes, 'auth.request_id'),
      ...failure(attributes, statusCode(attributes)),
    },
  };
}

function commonCall(log: OtlpLog) {
  const { attributes, origin } = log;
  return {
    thread_id: conversationId(attributes),
    node_id: text(attributes, 'agent.name'),
    model: text(attributes, 'model', 'slug'),
    source: 'codex-otel',
    source_version: sourceVersion(origin, attributes),
    trace_id: log.traceId,
  };
}

function byCall(call: CodexCall) {
  return {
    ts_ms: call.startMs,
    provider: call.provider,
    dur_us: call.durUs,
    ttft_us: call.ttftUs,
    status_code: call.statusCode,
    attempt: call.attempt,
    effort: call.effort,
  };
}

function failure(attributes: Attributes, status: number) {
  const error = text(attributes, 'error.message') || (status > 0 ? `HTTP ${status}` : '');
  return { ok: 0, error_msg: error, error_type: text(attributes, 'error.type') || failureType(status, error) };
}

function failureId(log: OtlpLog): string {
  const { attributes } = log;
  const attempt = text(attributes, 'attempt');
  return `codex:${conversationId(attributes)}:failed:${eventTimeMs(log)}:${attempt}`;
}

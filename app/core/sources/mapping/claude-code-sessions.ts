import type { Attributes, OtlpLog, OtlpSpan } from '../otlp/otlp-record.ts';
import { RecentMap } from '../../../contract/recent-map.ts';
import { durationUs, elapsedUs, eventTimeMs } from './agent-record.ts';
import { flag, text } from './attributes.ts';

/** Logs count as flowing for this long after one was seen. */
const LOGS_FRESH_MS = 30 * 60_000;

/** What the spans below a tool call say of it. */
export interface ToolTimes {
  /** Span of the call itself and its identifier, empty while they are not known. */
  spanId: string;
  toolUseId: string;
  waitUs: number;
  runUs: number;
  ok: boolean | undefined;
  error: string;
  errorType: string;
  decision: string;
  decisionSource: string;
}

/** What a row of a call said, for the span that adds to it later. */
export interface KnownCall {
  readonly nodeId: string;
  readonly graphName: string;
  readonly model: string;
  /** The row says already that the answer was a refusal. */
  readonly refused: boolean;
}

/** What the mapping of Claude Code remembers between batches, so that logs and spans of one thing find each other. */
export interface ClaudeCodeSessions {
  noteLog(log: OtlpLog, event: string): void;
  noteSpan(span: OtlpSpan, name: string): void;
  /** Whether the session of the span sends log records too, so that they are the calls and spans only add to them. */
  sendsLogs(span: OtlpSpan): boolean;
  /** Whether the session sends spans of its model calls. */
  sendsCallSpans(attributes: Attributes): boolean;
  wasRefused(requestId: string): boolean;
  rememberCall(requestId: string, call: KnownCall): void;
  knownCall(requestId: string): KnownCall | undefined;
  /** What spans said of a tool call until now, by the call or by its span. */
  toolTimes(toolUseId: string, spanId: string): ToolTimes | undefined;
}

interface Session {
  logsMs: number;
  callSpans: boolean;
}

export function createSessions(): ClaudeCodeSessions {
  const sessions = new RecentMap<string, Session>(1_000);
  const refused = new RecentMap<string, true>(1_000);
  const calls = new RecentMap<string, KnownCall>(10_000);
  const toolsBySpan = new RecentMap<string, ToolTimes>(10_000);
  const toolsByCall = new RecentMap<string, ToolTimes>(10_000);

  /** Without a session identifier all such records count as one session. */
  const session = (attributes: Attributes): Session => {
    const id = sessionId(attributes);
    const known = sessions.get(id) ?? { logsMs: Number.NEGATIVE_INFINITY, callSpans: false };
    sessions.set(id, known);
    return known;
  };
  const times = (spanId: string): ToolTimes => {
    const known = toolsBySpan.get(spanId) ?? noTimes();
    if (spanId !== '') toolsBySpan.set(spanId, known);
    return known;
  };

  return {
    noteLog(log, event) {
      const known = session(log.attributes);
      known.logsMs = Math.max(known.logsMs, eventTimeMs(log));
      if (event === 'api_refusal' && isFinalRefusal(log.attributes)) {
        refused.set(text(log.attributes, 'request_id'), true);
      }
    },
    noteSpan(span, name) {
      const { attributes } = span;
      if (name === 'llm_request') session(attributes).callSpans = true;
      if (name === 'tool.blocked_on_user') {
        const tool = times(span.parentSpanId);
        // The record of a refusal lies within the question.
        if (span.parentSpanId !== '') toolsBySpan.set(span.spanId, tool);
        tool.waitUs = spanUs(span);
        tool.decision = text(attributes, 'decision');
        tool.decisionSource = text(attributes, 'source');
      }
      if (name === 'tool.execution') {
        const tool = times(span.parentSpanId);
        tool.runUs = spanUs(span);
        tool.ok = span.status === 'error' ? false : flag(attributes, 'success');
        tool.error = text(attributes, 'error') || span.statusMessage;
        tool.errorType = text(attributes, 'error_class', 'error_type');
        rememberTool(attributes, tool);
      }
      if (name === 'tool') {
        const tool = times(span.spanId);
        tool.spanId = span.spanId;
        rememberTool(attributes, tool);
      }
    },
    sendsLogs(span) {
      const known = sessions.get(sessionId(span.attributes));
      return known !== undefined && span.endMs - known.logsMs <= LOGS_FRESH_MS;
    },
    sendsCallSpans: (attributes) => sessions.get(sessionId(attributes))?.callSpans === true,
    wasRefused: (requestId) => requestId !== '' && refused.has(requestId),
    rememberCall: (requestId, call) => calls.set(requestId, call),
    knownCall: (requestId) => calls.get(requestId),
    toolTimes(toolUseId, spanId) {
      const known = toolsByCall.get(toolUseId);
      if (known !== undefined) return known;
      // Records of a subagent may lie within the tool that started it.
      const around = toolsBySpan.get(spanId);
      return around?.toolUseId === '' || around?.toolUseId === toolUseId ? around : undefined;
    },
  };

  function rememberTool(attributes: Attributes, tool: ToolTimes): void {
    const toolUseId = toolUseIdOf(attributes);
    if (toolUseId === '') return;
    tool.toolUseId = toolUseId;
    toolsByCall.set(toolUseId, tool);
  }
}

export function sessionId(attributes: Attributes): string {
  return text(attributes, 'session.id', 'ccr.session.id');
}

export function toolUseIdOf(attributes: Attributes): string {
  return text(attributes, 'tool_use_id', 'gen_ai.tool.call.id');
}

/** A refusal that another model of the provider made good is not how the request ended. */
export function isFinalRefusal(attributes: Attributes): boolean {
  return text(attributes, 'request_id') !== '' && flag(attributes, 'server_fallback_hop') !== true;
}

/** How long a span says that it lasted, else how long it did. */
export function spanUs(span: OtlpSpan): number {
  return durationUs(span.attributes, 'duration_ms') || elapsedUs(span.startMs, span.endMs);
}

function noTimes(): ToolTimes {
  return {
    spanId: '',
    toolUseId: '',
    waitUs: 0,
    runUs: 0,
    ok: undefined,
    error: '',
    errorType: '',
    decision: '',
    decisionSource: '',
  };
}

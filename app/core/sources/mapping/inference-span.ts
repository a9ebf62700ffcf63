import type { ModelInvocationRow, ToolCallRow } from '../../../contract/rows.ts';
import { emptyCall } from '../agents/empty-rows.ts';
import type { Attributes, OtlpSpan } from '../otlp/otlp-record.ts';
import { jsonText, micros, real, text, texts } from './attributes.ts';
import type { SpanContext } from './inference-ancestry.ts';
import type { CallKeys, Convention } from './inference-convention.ts';
import { endingOf } from './inference-failure.ts';
import { finishReason } from './inference-finish.ts';
import { providerName } from './inference-providers.ts';
import { readTokens } from './inference-tokens.ts';
import { wholeMicros, wholeMs } from './record-time.ts';

/** A span with everything that its row is made of. */
export interface PlacedSpan {
  readonly span: OtlpSpan;
  readonly convention: Convention;
  /** The span's attributes, unfolded. */
  readonly attributes: Attributes;
  readonly context: SpanContext;
}

const UINT16_MAX = 65_535;

/** The call that an inference span tells of, and whether its tokens had to be read other than its convention says. */
export function toCall(placed: PlacedSpan, eventId: string): { row: ModelInvocationRow; tokensGuessed: boolean } {
  const { span, convention, attributes } = placed;
  const { call } = convention;
  const model = text(attributes, ...call.model);
  const reading = readTokens(attributes, call.usage, convention.tellsCacheBesideInput?.(attributes) ?? false);
  const row: ModelInvocationRow = {
    ...emptyCall,
    ts_ms: wholeMs(span.startMs),
    ...placeOf(placed),
    graph_name: placed.context.graph,
    provider: providerName(text(attributes, ...call.provider), model),
    model,
    ...reading.tokens,
    dur_us: wholeMicros(span.startMs, span.endMs),
    ttft_us: firstTokenMicros(span, attributes, call),
    tool_calls: Math.min(UINT16_MAX, call.countToolCalls(attributes)),
    ...endingOf(span),
    event_id: eventId,
    source: convention.name,
    source_version: span.origin.serviceVersion || span.origin.scopeVersion,
    request_id: text(attributes, ...call.requestId),
    finish_reason: finishReason(texts(attributes, ...call.finish)),
    service_tier: text(attributes, ...call.serviceTier),
    effort: text(attributes, ...call.effort),
    ...vendorCost(attributes, call),
  };
  return { row, tokensGuessed: reading.guessed };
}

/** The run of a tool that a tool span tells of. */
export function toToolCall(placed: PlacedSpan, eventId: string): ToolCallRow {
  const { span, convention, attributes } = placed;
  const { tool } = convention;
  const { ok, error_msg, error_type } = endingOf(span);
  return {
    ts_ms: wholeMs(span.startMs),
    ...placeOf(placed),
    tool_name: toolName(span, convention, attributes),
    input_json: asJson(jsonText(attributes, ...tool.input)),
    output_json: asJson(jsonText(attributes, ...tool.output)),
    dur_us: wholeMicros(span.startMs, span.endMs),
    ok,
    event_id: eventId,
    tool_call_id: text(attributes, ...tool.callId),
    mcp_server: text(attributes, ...tool.mcpServer),
    ...(error_type !== undefined && { error_type }),
    ...(error_msg !== undefined && { error_msg }),
  };
}

export function toolName(span: OtlpSpan, { tool }: Convention, attributes: Attributes): string {
  return text(attributes, ...tool.name) || span.name;
}

/** A cost of 0 is what instrumentations tell of models that their price list does not know: it says nothing. */
function vendorCost(attributes: Attributes, { cost }: CallKeys): { cost_micros?: number; cost_source?: string } {
  const dollars = real(attributes, ...cost);
  if (dollars === undefined || dollars <= 0) return {};
  return { cost_micros: micros(attributes, 1_000_000, ...cost) ?? 0, cost_source: 'vendor' };
}

/** Where a call belongs. Without a conversation its trace stands for one, so that what was done together is found. */
function placeOf({ span, convention, attributes, context }: PlacedSpan): {
  thread_id: string;
  node_id: string;
  agent_id: string;
  trace_id: string;
  span_id: string;
} {
  return {
    thread_id: context.thread || span.traceId,
    node_id: context.node,
    agent_id: text(attributes, ...convention.agentId),
    trace_id: span.traceId,
    span_id: span.spanId,
  };
}

/** Never longer than the call itself: clocks and units of programs are not always right. */
function firstTokenMicros(span: OtlpSpan, attributes: Attributes, call: CallKeys): number {
  const whole = wholeMicros(span.startMs, span.endMs);
  for (const { key, microsPerUnit } of call.firstToken) {
    const told = micros(attributes, microsPerUnit, key);
    if (told !== undefined) return whole > 0 ? Math.min(told, whole) : told;
  }
  const event = span.events.find((candidate) => call.firstTokenEvents.includes(candidate.name));
  return event === undefined ? 0 : Math.min(wholeMicros(span.startMs, event.timeMs), whole);
}

/** Arguments and results are stored as JSON; a program that tells plain text gets it quoted. */
function asJson(told: string): string {
  if (told === '') return '';
  try {
    JSON.parse(told);
    return told;
  } catch {
    return JSON.stringify(told);
  }
}

import { createHash } from 'node:crypto';

import type { AgentSource } from '../agents/agent-row.ts';
import type { OtlpLog, OtlpOrigin, OtlpPoint, OtlpSpan } from '../otlp/otlp-record.ts';

/** Programs on LangGraph say so in the name of their service or instrumentation. */
export function agentSourceOf(origin: OtlpOrigin): AgentSource {
  return /langgraph/i.test(origin.serviceName) || /langgraph/i.test(origin.scopeName) ? 'langgraph' : 'opentelemetry';
}

/** The same span told twice has the same id. A span without identifiers is known by its content. */
export function spanId(source: AgentSource, span: OtlpSpan): string {
  if (span.traceId !== '' && span.spanId !== '') return `${source}:span:${span.traceId}:${span.spanId}`;
  const { origin, name, startMs, endMs, attributes } = span;
  return `${source}:span:${digest(origin, [span.traceId, span.spanId, name, startMs, endMs, attributes])}`;
}

/** Log records have no identifier: the same content, from the same program at the same time, is the same record. */
export function logId(source: AgentSource, log: OtlpLog): string {
  const { origin, timeMs, severity, eventName, body, attributes, traceId } = log;
  return `${source}:log:${digest(origin, [timeMs, severity, eventName, traceId, log.spanId, body, attributes])}`;
}

export function pointId(source: AgentSource, point: OtlpPoint): string {
  const { origin, metric, unit, kind, temporality, timeMs, value, count, attributes } = point;
  return `${source}:point:${digest(origin, [metric, unit, kind, temporality, timeMs, value, count, attributes])}`;
}

/** 128 bits, in hexadecimal. */
function digest(origin: OtlpOrigin, content: readonly unknown[]): string {
  return createHash('sha256').update(originText(origin)).update(JSON.stringify(content)).digest('hex').slice(0, 32);
}

const originTexts = new WeakMap<OtlpOrigin, string>();

/** Records of one request share their origin: it is written out once. */
function originText(origin: OtlpOrigin): string {
  let written = originTexts.get(origin);
  if (written === undefined) {
    written = JSON.stringify(origin);
    originTexts.set(origin, written);
  }
  return written;
}

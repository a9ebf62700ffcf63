import type { TraceEventRow } from '../../../contract/rows.ts';
import type { AgentRow, AgentSource } from '../agents/agent-row.ts';
import type { AttributeValue, Attributes, OtlpLog, OtlpOrigin, OtlpSpan } from '../otlp/otlp-record.ts';
import { logId, spanId } from './record-identity.ts';
import { wholeMicros, wholeMs } from './record-time.ts';

/** What is kept of the resource beside the name of the service: which build, which instance, where it ran. */
const keptResource = [
  'service.namespace',
  'service.version',
  'service.instance.id',
  'deployment.environment.name',
  'deployment.environment',
  'process.pid',
  'telemetry.sdk.language',
] as const;

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** A log record that has no row of its own. */
export function logEvent(source: AgentSource, log: OtlpLog): AgentRow {
  const { body, eventName, origin } = log;
  const id = logId(source, log);
  const isText = typeof body === 'string';
  return {
    source,
    id,
    table: 'seq.trace_events',
    row: {
      ts_ms: wholeMs(log.timeMs),
      level: levelOf(log.severity),
      component: componentOf(origin),
      event: eventName === '' ? 'log' : eventName,
      message: isText ? body : '',
      trace_id: log.traceId,
      span_id: log.spanId,
      event_id: id,
    },
    attributes: { ...originAttributes(origin), ...(!isText && body !== null && { body }), ...log.attributes },
  };
}

/** A span that has no row of its own, with its exceptions and other events. */
export function spanEvent(source: AgentSource, span: OtlpSpan): AgentRow {
  const { origin } = span;
  const id = spanId(source, span);
  return {
    source,
    id,
    table: 'seq.trace_events',
    row: {
      ts_ms: wholeMs(span.startMs),
      level: span.status === 'error' ? 'error' : 'info',
      component: componentOf(origin),
      event: span.name === '' ? 'span' : span.name,
      message: span.statusMessage,
      trace_id: span.traceId,
      span_id: span.spanId,
      dur_us: wholeMicros(span.startMs, span.endMs),
      event_id: id,
    },
    attributes: { ...originAttributes(origin), ...spanAttributes(span), ...span.attributes },
  };
}

/** The program, as it names itself; SDKs name the nameless `unknown_service:node`. */
export function componentOf(origin: OtlpOrigin): string {
  const { serviceName, scopeName } = origin;
  if (serviceName !== '' && !serviceName.startsWith('unknown_service')) return serviceName;
  return scopeName || serviceName || 'unknown';
}

/** What origin and resource say beyond the name of the program; a record's own attributes of that name win. */
export function originAttributes(origin: OtlpOrigin): Attributes {
  const kept: Record<string, AttributeValue> = {};
  for (const key of keptResource) {
    const value = origin.resource[key];
    if (value !== undefined) kept[key] = value;
  }
  if (origin.scopeName !== '') kept['otel.scope.name'] = origin.scopeName;
  if (origin.scopeVersion !== '') kept['otel.scope.version'] = origin.scopeVersion;
  return kept;
}

function spanAttributes(span: OtlpSpan): Attributes {
  const kept: Record<string, AttributeValue> = {};
  if (span.parentSpanId !== '') kept['parent_span_id'] = span.parentSpanId;
  const exceptions = span.events.filter(({ name }) => name === 'exception');
  Object.assign(kept, exceptions.at(-1)?.attributes);
  const others = span.events.filter((event) => event.name !== 'exception' || event !== exceptions.at(-1));
  if (others.length > 0) kept['span.events'] = others.map((event) => ({ ...event }));
  return kept;
}

/** Numbers 1 to 24, four to a level; 0 is a program that does not say, and says something all the same. */
function levelOf(severity: number): TraceEventRow['level'] {
  if (!(severity >= 1)) return 'info';
  return levels[Math.min(Math.floor((severity - 1) / 4), levels.length - 1)] ?? 'info';
}

import type { AttributeValue, Attributes, OtlpLog, OtlpOrigin, OtlpPoint, OtlpSpan } from './otlp-record.ts';

/** A record that cannot be kept, while others of its request can. The message holds no content of it. */
export class BadRecord extends Error {
  override readonly name = 'BadRecord';
}

/** A log record as both encodings tell it; times in nanoseconds, 0 when unset. */
export interface RawLog {
  timeNano: bigint;
  observedNano: bigint;
  severity: number;
  severityText: string;
  eventName: string;
  body: AttributeValue;
  attributes: Attributes;
  traceId: string;
  spanId: string;
}

export function emptyLog(): RawLog {
  return {
    timeNano: 0n,
    observedNano: 0n,
    severity: 0,
    severityText: '',
    eventName: '',
    body: null,
    attributes: {},
    traceId: '',
    spanId: '',
  };
}

export function finishLog(raw: RawLog, origin: OtlpOrigin, receivedMs: number): OtlpLog {
  const nano = raw.timeNano === 0n ? raw.observedNano : raw.timeNano;
  return {
    signal: 'log',
    origin,
    timeMs: nano === 0n ? receivedMs : milliseconds(nano),
    severity: raw.severity >= 1 && raw.severity <= 24 ? raw.severity : severityOf(raw.severityText),
    eventName: raw.eventName === '' ? text(raw.attributes['event.name']) : raw.eventName,
    body: raw.body,
    attributes: raw.attributes,
    traceId: raw.traceId,
    spanId: raw.spanId,
  };
}

/** A span without valid ids is none: a request sent to the path of another signal in protobuf looks like this. */
export function checkedSpan(span: OtlpSpan): OtlpSpan {
  if (span.traceId === '' || span.spanId === '') throw new BadRecord('a span has no valid traceId and spanId');
  if (span.startMs === 0) throw new BadRecord('a span has no startTimeUnixNano');
  return span.endMs < span.startMs ? { ...span, endMs: span.startMs } : span;
}

/** What a point takes from the metric that holds it. */
export interface MetricHead {
  readonly metric: string;
  readonly unit: string;
  readonly kind: OtlpPoint['kind'];
  readonly temporality: OtlpPoint['temporality'];
}

const kinds: ReadonlyMap<string, OtlpPoint['kind']> = new Map([
  ['gauge', 'gauge'],
  ['sum', 'sum'],
  ['histogram', 'histogram'],
  ['exponentialHistogram', 'histogram'],
  ['summary', 'summary'],
]);

/** The kind of metric by the member of `Metric` that holds its points. */
export function kindOf(member: string): OtlpPoint['kind'] {
  return kinds.get(member) ?? 'gauge';
}

/** `AggregationTemporality` by its number. */
export function temporalityOf(number: number): OtlpPoint['temporality'] {
  if (number === 1) return 'delta';
  return number === 2 ? 'cumulative' : 'unspecified';
}

/** `Status.code` by its number. */
export function statusOf(number: number): OtlpSpan['status'] {
  if (number === 2) return 'error';
  return number === 1 ? 'ok' : 'unset';
}

/** `DataPointFlags.FLAG_NO_RECORDED_VALUE_MASK`: the point says that there is no value. */
export const noRecordedValue = 1;

export function originOf(
  resource: Attributes,
  scope: { readonly name: string; readonly version: string } | undefined,
): OtlpOrigin {
  return {
    serviceName: text(resource['service.name']),
    serviceVersion: text(resource['service.version']),
    scopeName: scope?.name ?? '',
    scopeVersion: scope?.version ?? '',
    resource,
  };
}

/** Epoch milliseconds of nanoseconds; a double holds a quarter of a microsecond today. */
export function milliseconds(nano: bigint): number {
  return Number(nano / 1_000_000n) + Number(nano % 1_000_000n) / 1e6;
}

/** A 64-bit integer: its decimal digits where a double would not hold it. */
export function integer(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** Neither NaN nor an infinity has a place in a row. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

const severities: Readonly<Record<string, number>> = { TRACE: 1, DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 };

/** The number of a severity that is told by name: `INFO`, `warn2`, `SEVERITY_NUMBER_ERROR`; 0 when unknown. */
export function severityOf(name: string): number {
  const match = /^(?:SEVERITY_NUMBER_)?(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)(?:ING)?([2-4]?)$/i.exec(name.trim());
  const first = severities[match?.[1]?.toUpperCase() ?? ''];
  return first === undefined ? 0 : first + Math.max(0, Number(match?.[2] ?? '') - 1);
}

/** An identifier of `bytes` bytes in hexadecimal; empty when it is another length, no hexadecimal or all zero. */
export function hexId(hex: string, bytes: 8 | 16): string {
  if (hex.length !== bytes * 2 || !/^[0-9a-f]+$/i.test(hex) || /^0+$/.test(hex)) return '';
  return hex.toLowerCase();
}

function text(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/**
 * What an OTLP request holds, one record at a time, the same whether it came as JSON or as protobuf.
 * Times are epoch milliseconds with fractions; identifiers are lower-case hexadecimal, empty when absent.
 */

/** An integer beyond 2^53 stands as its decimal digits; bytes stand in base64. */
export type AttributeValue =
  string | number | boolean | null | readonly AttributeValue[] | { readonly [key: string]: AttributeValue };

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Who sent a record: one object for all records of the same resource and scope. */
export interface OtlpOrigin {
  /** `service.name` and `service.version` of the resource, else empty. */
  readonly serviceName: string;
  readonly serviceVersion: string;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly resource: Attributes;
}

export interface OtlpLog {
  readonly signal: 'log';
  readonly origin: OtlpOrigin;
  /** `timeUnixNano`, else `observedTimeUnixNano`, else the time of receipt. */
  readonly timeMs: number;
  /** 1 to 24, 0 when unset: 1-4 trace, 5-8 debug, 9-12 info, 13-16 warn, 17-20 error, 21-24 fatal. */
  readonly severity: number;
  /** The `eventName` field, else the attribute `event.name`, else empty. */
  readonly eventName: string;
  readonly body: AttributeValue;
  readonly attributes: Attributes;
  readonly traceId: string;
  readonly spanId: string;
}

export interface OtlpSpanEvent {
  readonly timeMs: number;
  readonly name: string;
  readonly attributes: Attributes;
}

export interface OtlpSpan {
  readonly signal: 'span';
  readonly origin: OtlpOrigin;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusMessage: string;
  readonly events: readonly OtlpSpanEvent[];
}

/** One data point of a metric. */
export interface OtlpPoint {
  readonly signal: 'point';
  readonly origin: OtlpOrigin;
  readonly metric: string;
  readonly unit: string;
  readonly kind: 'gauge' | 'sum' | 'histogram' | 'summary';
  readonly temporality: 'unspecified' | 'delta' | 'cumulative';
  readonly timeMs: number;
  /** The value of a gauge or sum, the sum of a histogram or summary; null when the point holds none. */
  readonly value: number | null;
  /** Measurements in a histogram or summary, 1 otherwise. */
  readonly count: number;
  readonly attributes: Attributes;
}

export type OtlpRecord = OtlpLog | OtlpSpan | OtlpPoint;

import type { Attributes, OtlpSpan } from '../otlp/otlp-record.ts';
import type { UsageKeys } from './inference-tokens.ts';

/** Attribute names, the best first: the first that is present wins. */
export type Keys = readonly string[];

/**
 * What a span tells of: one request to a model, one run of a tool, or work around them (an agent, a workflow, a step, a
 * wrapper that repeats the usage of the requests inside it).
 */
export type SpanSort = 'inference' | 'tool' | 'outer';

/** Names of attributes that place a span: whose conversation, which node, which graph. Spans hand them to those inside. */
export interface ContextKeys {
  readonly thread: Keys;
  readonly node: Keys;
  readonly graph: Keys;
}

/** A duration until the first token, with the microseconds in its unit. */
export interface FirstTokenKey {
  readonly key: string;
  readonly microsPerUnit: number;
}

export interface CallKeys {
  readonly provider: Keys;
  readonly model: Keys;
  readonly requestId: Keys;
  readonly usage: UsageKeys;
  /** US dollars. */
  readonly cost: Keys;
  readonly firstToken: readonly FirstTokenKey[];
  /** Span events whose first is the first token. */
  readonly firstTokenEvents: Keys;
  readonly finish: Keys;
  readonly serviceTier: Keys;
  readonly effort: Keys;
  /** Tool calls that the answer asks for. */
  countToolCalls(attributes: Attributes): number;
}

export interface ToolKeys {
  readonly name: Keys;
  readonly callId: Keys;
  readonly input: Keys;
  readonly output: Keys;
  readonly mcpServer: Keys;
}

/** How one family of instrumentations writes spans, as tables. */
export interface Convention {
  /** Stored as `source` of the rows. */
  readonly name: string;
  /** Attributes that hold JSON text; `a.b` then names the key `b` of the JSON in `a`. */
  readonly jsonAttributes: Keys;
  readonly context: ContextKeys;
  readonly agentId: Keys;
  readonly call: CallKeys;
  readonly tool: ToolKeys;
  /** Undefined for a span that is not of this convention. */
  sortOf(span: OtlpSpan): SpanSort | undefined;
  /** What the name of an outer span says beyond its attributes. */
  nameOfOuter?(span: OtlpSpan): { readonly node?: string; readonly graph?: string };
  /** True where the convention is known to tell cached tokens beside the input, not within it. */
  tellsCacheBesideInput?(attributes: Attributes): boolean;
}

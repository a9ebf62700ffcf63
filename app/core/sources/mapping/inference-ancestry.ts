import type { OtlpSpan } from '../otlp/otlp-record.ts';

/** What a span says of its place; empty where it does not. Those inside inherit what they do not say themselves. */
export interface SpanContext {
  readonly thread: string;
  readonly node: string;
  readonly graph: string;
}

interface Known {
  readonly parent: string;
  readonly context: SpanContext;
  /** True for requests and for agents, workflows and steps: what is inside them is work of its own. */
  readonly isWork: boolean;
  /** What this span was counted as, else empty: the same thing told again, around it or inside it, does not count. */
  counted: string;
  /** What spans inside this one were counted as. */
  inside: Set<string> | undefined;
}

/** Spans remembered: at least the last half of this. What is inside a forgotten span is taken as unrelated to it. */
const MAX_SPANS = 40_000;
/** Spans between one span and its root; a longer chain (or a ring, in bad data) is cut. */
const MAX_DEPTH = 64;

const requestLabel = 'request';
const toolLabel = (name: string): string => `tool ${name}`;

/**
 * Who is inside whom, across batches. Two instrumentations that watch one request, or one run of a tool, write one span
 * each, one inside the other; only one may count. What was counted in an earlier batch stays counted.
 */
export class Ancestry {
  readonly #maxSpans: number;
  /** Two generations: when the young one is full, the old one is forgotten at once. */
  #young = new Map<string, Known>();
  #old = new Map<string, Known>();

  constructor(maxSpans = MAX_SPANS) {
    this.#maxSpans = maxSpans;
  }

  /** Tells of a span. To be done for all spans of a batch before anything is asked about them. */
  learn(span: OtlpSpan, context: SpanContext, isWork: boolean): void {
    const key = keyOf(span);
    const { counted, inside } = this.#known(key) ?? untold();
    const parent = isRoot(span) ? '' : keyOf({ traceId: span.traceId, spanId: span.parentSpanId });
    this.#remember(key, { parent, context, isWork, counted, inside });
    for (const label of inside ?? []) if (label === requestLabel || !isWork) this.#mark(key, label);
  }

  /**
   * The requests of a batch that count: the innermost of those inside each other, for a wrapper may make several. Spans
   * end inside out, so the innermost is told first or in the same batch as those around it.
   */
  innermostRequests(requests: readonly OtlpSpan[]): ReadonlySet<OtlpSpan> {
    const fresh = requests.filter((span) => !this.#isWithin(span, requestLabel, () => false));
    for (const span of fresh) this.#mark(keyOf(span), requestLabel);
    const counting = new Set(fresh.filter((span) => !this.#holds(span, requestLabel)));
    for (const span of counting) this.#count(span, requestLabel);
    return counting;
  }

  /**
   * The runs of tools of a batch that count: the outermost of those inside each other with one name and no work between
   * them. It knows the call's identifier, arguments and result, where a client of MCP inside it knows the connection.
   */
  outermostTools(tools: ReadonlyMap<OtlpSpan, string>): ReadonlySet<OtlpSpan> {
    const fresh = new Map<string, string>();
    for (const [span, name] of tools) {
      if (!this.#holds(span, toolLabel(name))) fresh.set(keyOf(span), name);
    }
    const counting = new Set<OtlpSpan>();
    for (const [span, name] of tools) {
      const isRepeated = this.#isWithin(span, toolLabel(name), (key) => fresh.get(key) === name);
      if (fresh.has(keyOf(span)) && !isRepeated) counting.add(span);
    }
    for (const span of counting) {
      const label = toolLabel(tools.get(span) ?? '');
      this.#count(span, label);
      this.#mark(keyOf(span), label);
    }
    return counting;
  }

  /** What the span says of its place, and where it says nothing, what the nearest span around it says. */
  contextOf(span: OtlpSpan): SpanContext {
    let { thread, node, graph } = this.#known(keyOf(span))?.context ?? nowhere;
    for (const [, around] of this.#around(keyOf(span))) {
      if (thread !== '' && node !== '' && graph !== '') break;
      thread ||= around.context.thread;
      node ||= around.context.node;
      graph ||= around.context.graph;
    }
    return { thread, node, graph };
  }

  #known(key: string): Known | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  #remember(key: string, known: Known): void {
    if (this.#young.size >= this.#maxSpans / 2) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, known);
  }

  #count(span: OtlpSpan, label: string): void {
    const known = this.#known(keyOf(span));
    if (known !== undefined) known.counted = label;
  }

  #holds(span: OtlpSpan, label: string): boolean {
    return this.#known(keyOf(span))?.inside?.has(label) ?? false;
  }

  /** Whether a span around this one was counted as `label`, or will be. */
  #isWithin(span: OtlpSpan, label: string, willCount: (key: string) => boolean): boolean {
    for (const [key, around] of this.#around(keyOf(span))) {
      if (label !== requestLabel && around.isWork) return false;
      if (around.counted === label || willCount(key)) return true;
    }
    return false;
  }

  /** Notes on every span around `key`, also on one not told yet, that something inside it counts as `label`. */
  #mark(key: string, label: string): void {
    let parent = this.#known(key)?.parent ?? '';
    for (let depth = 0; parent !== '' && depth < MAX_DEPTH; depth += 1) {
      let known = this.#known(parent);
      if (known === undefined) {
        known = untold();
        this.#remember(parent, known);
      }
      known.inside ??= new Set();
      known.inside.add(label);
      if (label !== requestLabel && known.isWork) return;
      parent = known.parent;
    }
  }

  *#around(key: string): Iterable<readonly [string, Known]> {
    let parent = this.#known(key)?.parent ?? '';
    for (let depth = 0; parent !== '' && depth < MAX_DEPTH; depth += 1) {
      const known = this.#known(parent);
      if (known === undefined) return;
      yield [parent, known];
      parent = known.parent;
    }
  }
}

const nowhere: SpanContext = { thread: '', node: '', graph: '' };

/** A span that only those inside it have named so far. */
function untold(): Known {
  return { parent: '', context: nowhere, isWork: false, counted: '', inside: undefined };
}

function isRoot({ spanId, parentSpanId }: OtlpSpan): boolean {
  return parentSpanId === '' || parentSpanId === spanId;
}

function keyOf({ traceId, spanId }: Pick<OtlpSpan, 'traceId' | 'spanId'>): string {
  return `${traceId}:${spanId}`;
}

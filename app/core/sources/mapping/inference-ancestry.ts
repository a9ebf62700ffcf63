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
  /** This span's request became a call: requests around it and inside it are the same one, told again. */
  counted: boolean;
  /** A request inside this span was counted. */
  covers: boolean;
}

/** Spans remembered; the longest ago told are forgotten first, and then spans around them are taken as unrelated. */
const MAX_SPANS = 50_000;
/** Spans between one span and its root; a longer chain (or a ring, in bad data) is cut. */
const MAX_DEPTH = 64;

/**
 * Who is inside whom, across batches. Two instrumentations that watch one request write one span each, one inside the
 * other; only one may count. The innermost is the one: spans end inside out, so it is told first or in the same batch.
 * When an outer request was told in an earlier batch, it is already counted, and the inner one is the repetition.
 */
export class Ancestry {
  readonly #spans = new Map<string, Known>();
  readonly #maxSpans: number;

  constructor(maxSpans = MAX_SPANS) {
    this.#maxSpans = maxSpans;
  }

  /** Tells of a span. To be done for all spans of a batch before anything is asked about them. */
  learn(span: OtlpSpan, context: SpanContext): void {
    const key = keyOf(span.traceId, span.spanId);
    const before = this.#spans.get(key);
    this.#spans.delete(key);
    this.#spans.set(key, {
      parent: isRoot(span) ? '' : keyOf(span.traceId, span.parentSpanId),
      context,
      counted: before?.counted ?? false,
      covers: before?.covers ?? false,
    });
    if (before?.covers === true) this.#cover(key);
    this.#forgetOldest();
  }

  /** The requests of a batch that count, out of its request spans; the others are told by spans inside or around them. */
  innermost(requests: readonly OtlpSpan[]): ReadonlySet<OtlpSpan> {
    const fresh = requests.filter((span) => !this.#isInsideCounted(span));
    for (const span of fresh) this.#cover(keyOf(span.traceId, span.spanId));
    const counting = new Set(
      fresh.filter((span) => this.#spans.get(keyOf(span.traceId, span.spanId))?.covers !== true),
    );
    for (const span of counting) {
      const known = this.#spans.get(keyOf(span.traceId, span.spanId));
      if (known !== undefined) known.counted = true;
    }
    return counting;
  }

  /** What the span says of its place, and where it says nothing, what the nearest span around it says. */
  contextOf(span: OtlpSpan): SpanContext {
    let { thread, node, graph } = this.#spans.get(keyOf(span.traceId, span.spanId))?.context ?? nowhere;
    for (const around of this.#around(keyOf(span.traceId, span.spanId))) {
      if (thread !== '' && node !== '' && graph !== '') break;
      thread ||= around.context.thread;
      node ||= around.context.node;
      graph ||= around.context.graph;
    }
    return { thread, node, graph };
  }

  #isInsideCounted(span: OtlpSpan): boolean {
    for (const around of this.#around(keyOf(span.traceId, span.spanId))) if (around.counted) return true;
    return false;
  }

  /** Notes on every span around `key`, also on those not told yet, that a request inside it counts. */
  #cover(key: string): void {
    let parent = this.#spans.get(key)?.parent ?? '';
    for (let depth = 0; parent !== '' && depth < MAX_DEPTH; depth += 1) {
      const known = this.#spans.get(parent);
      if (known === undefined) {
        this.#spans.set(parent, { parent: '', context: nowhere, counted: false, covers: true });
        return;
      }
      known.covers = true;
      parent = known.parent;
    }
  }

  *#around(key: string): Iterable<Known> {
    let parent = this.#spans.get(key)?.parent ?? '';
    for (let depth = 0; parent !== '' && depth < MAX_DEPTH; depth += 1) {
      const known = this.#spans.get(parent);
      if (known === undefined) return;
      yield known;
      parent = known.parent;
    }
  }

  #forgetOldest(): void {
    for (const key of this.#spans.keys()) {
      if (this.#spans.size <= this.#maxSpans) return;
      this.#spans.delete(key);
    }
  }
}

const nowhere: SpanContext = { thread: '', node: '', graph: '' };

function isRoot({ spanId, parentSpanId }: OtlpSpan): boolean {
  return parentSpanId === '' || parentSpanId === spanId;
}

function keyOf(traceId: string, spanId: string): string {
  return `${traceId}:${spanId}`;
}

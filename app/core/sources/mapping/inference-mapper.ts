import type { AgentRow, AgentSource } from '../agents/agent-row.ts';
import type { Attributes, OtlpRecord, OtlpSpan } from '../otlp/otlp-record.ts';
import { text } from './attributes.ts';
import { genai } from './genai.ts';
import { Ancestry, type SpanContext } from './inference-ancestry.ts';
import type { Convention, SpanSort } from './inference-convention.ts';
import { type PlacedSpan, toCall, toToolCall, toolName } from './inference-span.ts';
import { unfold } from './inference-unfold.ts';
import { openinference } from './openinference.ts';
import { openllmetry } from './openllmetry.ts';
import { agentSourceOf, spanId } from './record-identity.ts';
import { wholeMs } from './record-time.ts';
import type { Mapped, SourceMapper } from './source-mapper.ts';
import { vercelAi } from './vercel-ai.ts';

/** The first that knows a span has it: those that write GenAI names beside their own stand before GenAI. */
const conventions: readonly Convention[] = [vercelAi, openinference, openllmetry, genai];

/** A span may name its place by the keys of any convention, whoever wrote the span. */
const contextKeys = {
  thread: conventions.flatMap(({ context }) => context.thread),
  node: conventions.flatMap(({ context }) => context.node),
  graph: conventions.flatMap(({ context }) => context.graph),
};

/** Programs whose tokens were read other than their convention says are noted once; so many are remembered. */
const MAX_NOTED = 1000;

interface Sorted {
  readonly span: OtlpSpan;
  readonly sort: SpanSort | undefined;
  readonly convention: Convention;
  readonly attributes: Attributes;
}

/**
 * Maps the spans of every instrumentation that follows a convention: requests to models, and runs of tools. It claims all
 * spans, because those between two requests say which is inside which; what is no request and no tool is handed back.
 */
export function createInferenceMapper({ maxSpans }: { readonly maxSpans?: number } = {}): SourceMapper {
  const ancestry = new Ancestry(maxSpans);
  const noted = new Set<string>();

  function map(records: readonly OtlpRecord[]): Mapped {
    const rows: AgentRow[] = [];
    const unmapped: OtlpRecord[] = [];
    const sorted: Sorted[] = [];
    for (const record of records) {
      if (record.signal === 'span') sorted.push(sortSpan(record));
      else unmapped.push(record);
    }
    for (const entry of sorted) {
      const isWork = entry.sort === 'inference' || entry.sort === 'outer';
      ancestry.learn(entry.span, contextSaid(entry), isWork);
    }
    const requests = ancestry.innermostRequests(spansOf(sorted, 'inference'));
    const tools = ancestry.outermostTools(toolNames(sorted));
    for (const entry of sorted) {
      const { span } = entry;
      if (!requests.has(span) && !tools.has(span)) unmapped.push(span);
      else rows.push(...rowsOf({ ...entry, context: ancestry.contextOf(span) }, tools.has(span), noted));
    }
    return { rows, unmapped, repeated: 0 };
  }

  return { source: 'opentelemetry', claims: (record) => record.signal === 'span', map };
}

function sortSpan(span: OtlpSpan): Sorted {
  for (const convention of conventions) {
    const sort = convention.sortOf(span);
    if (sort !== undefined) {
      return { span, sort, convention, attributes: unfold(span.attributes, convention.jsonAttributes) };
    }
  }
  return { span, sort: undefined, convention: genai, attributes: span.attributes };
}

function spansOf(sorted: readonly Sorted[], sort: SpanSort): readonly OtlpSpan[] {
  return sorted.filter((entry) => entry.sort === sort).map(({ span }) => span);
}

function toolNames(sorted: readonly Sorted[]): ReadonlyMap<OtlpSpan, string> {
  const tools = sorted.filter(({ sort }) => sort === 'tool');
  return new Map(tools.map(({ span, convention, attributes }) => [span, toolName(span, convention, attributes)]));
}

function contextSaid({ span, sort, convention, attributes }: Sorted): SpanContext {
  const outer = sort === 'outer' ? convention.nameOfOuter?.(span) : undefined;
  return {
    thread: text(attributes, ...contextKeys.thread) || text(span.origin.resource, 'session.id'),
    node: text(attributes, ...contextKeys.node) || (outer?.node ?? ''),
    graph: text(attributes, ...contextKeys.graph) || (outer?.graph ?? ''),
  };
}

function rowsOf(placed: PlacedSpan, isTool: boolean, noted: Set<string>): readonly AgentRow[] {
  const source = agentSourceOf(placed.span.origin);
  const id = spanId(source, placed.span);
  if (isTool) return [{ source, id, table: 'hive.tool_calls', row: toToolCall(placed, id) }];
  const { row, tokensGuessed } = toCall(placed, id);
  const call: AgentRow = { source, id, table: 'hive.model_invocations', row };
  return tokensGuessed ? [call, ...noteGuess(source, placed, row.model, noted)] : [call];
}

/** Tells once of each program and model that its tokens do not add up as its convention says, and how they were read. */
function noteGuess(source: AgentSource, placed: PlacedSpan, model: string, noted: Set<string>): readonly AgentRow[] {
  const { span, convention } = placed;
  const component = span.origin.serviceName || span.origin.scopeName;
  const id = `${source}:tokens:${convention.name}:${component}:${model}`;
  if (noted.has(id) || noted.size >= MAX_NOTED) return [];
  noted.add(id);
  return [
    {
      source,
      id,
      table: 'seq.trace_events',
      row: {
        ts_ms: wholeMs(span.startMs),
        level: 'warn',
        component,
        event: 'hivebar.tokens_beside_total',
        message: 'Cached or reasoning tokens stand beside input and output here, not within them; they were read so.',
        trace_id: span.traceId,
        span_id: span.spanId,
        event_id: id,
      },
      attributes: { convention: convention.name, model, scope: span.origin.scopeName },
    },
  ];
}

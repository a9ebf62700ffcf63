import * as v from 'valibot';
import { type Result, fail, ok } from '../../../contract/result.ts';
import { type AgentRow, foreignSources } from '../agents/agent-row.ts';
import { finishReason } from '../mapping/inference-finish.ts';
import type { Attributes } from '../otlp/otlp-record.ts';

/** 2000 and 2100: what lies outside was not given in milliseconds. */
const tsMs = v.pipe(v.number(), v.integer(), v.minValue(946_684_800_000), v.maxValue(4_102_444_800_000));
const wholeNumber = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));
const micros = v.exactOptional(wholeNumber(Number.MAX_SAFE_INTEGER));
const stepIndex = wholeNumber(4_294_967_295);
const u32 = v.exactOptional(stepIndex);
const u16 = v.exactOptional(wholeNumber(65_535));
const flag = v.picklist([0, 1]);
/** The intake cuts texts that are longer than what is kept. */
const text = v.exactOptional(v.string());
const name = v.pipe(v.string(), v.minLength(1));
const traceId = v.exactOptional(v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{32})?$/)));
const spanId = v.exactOptional(v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{16})?$/)));

const attributeDepthLimit = 32;
const attributes = v.custom<Attributes>((value) => isObject(value) && !isDeeperThan(value, attributeDepthLimit));

const superstep = v.strictObject({
  ts_ms: tsMs,
  thread_id: v.string(),
  graph_name: v.string(),
  graph_version: u32,
  step_index: stepIndex,
  frontier_count: u32,
  writes: u32,
  dur_us: micros,
  status: v.picklist(['started', 'finished', 'interrupted', 'error']),
  checkpoint_ns: text,
  checkpoint_id: text,
  error_msg: text,
});

const modelInvocation = v.strictObject({
  ts_ms: tsMs,
  thread_id: text,
  node_id: text,
  graph_name: text,
  provider: name,
  model: name,
  input_tokens: u32,
  output_tokens: u32,
  dur_us: micros,
  ttft_us: micros,
  tool_calls: u16,
  ok: flag,
  error_msg: text,
  source: text,
  source_version: text,
  cache_read_tokens: u32,
  cache_write_5m_tokens: u32,
  cache_write_1h_tokens: u32,
  reasoning_tokens: u32,
  /** Only as the vendor said it: what it costs by price lists is computed by Hivebar. */
  cost_micros: v.exactOptional(wholeNumber(Number.MAX_SAFE_INTEGER)),
  cost_source: v.exactOptional(v.literal('vendor')),
  request_id: text,
  attempt: u16,
  status_code: u16,
  error_type: text,
  finish_reason: v.exactOptional(
    v.pipe(
      v.string(),
      v.transform((word) => finishReason([word])),
    ),
  ),
  service_tier: text,
  effort: text,
  agent_id: text,
  parent_agent_id: text,
  query_source: text,
  trace_id: traceId,
  span_id: spanId,
});

const toolCall = v.strictObject({
  ts_ms: tsMs,
  thread_id: text,
  node_id: text,
  tool_name: name,
  input_json: text,
  output_json: text,
  dur_us: micros,
  ok: flag,
  tool_call_id: text,
  error_type: text,
  error_msg: text,
  decision: text,
  decision_source: text,
  wait_us: micros,
  mcp_server: text,
  input_bytes: u32,
  output_bytes: u32,
  agent_id: text,
  trace_id: traceId,
  span_id: spanId,
});

const traceEvent = v.strictObject({
  ts_ms: tsMs,
  level: v.picklist(['trace', 'debug', 'info', 'warn', 'error', 'fatal']),
  component: v.string(),
  event: name,
  message: text,
  trace_id: traceId,
  span_id: spanId,
  dur_us: micros,
});

const memEvent = v.strictObject({
  ts_ms: tsMs,
  kind: name,
  app: text,
  subject: text,
  value: v.exactOptional(v.pipe(v.number(), v.finite())),
});

const idCharactersLimit = 300;
const head = { id: v.pipe(name, v.maxLength(idCharactersLimit)), source: v.picklist(foreignSources) };
const pushedRow = v.variant('table', [
  v.strictObject({ ...head, table: v.literal('hive.supersteps'), row: superstep }),
  v.strictObject({ ...head, table: v.literal('hive.model_invocations'), row: modelInvocation }),
  v.strictObject({ ...head, table: v.literal('hive.tool_calls'), row: toolCall }),
  v.strictObject({ ...head, table: v.literal('seq.trace_events'), row: traceEvent, attributes }),
  v.strictObject({ ...head, table: v.literal('seq.mem_events'), row: memEvent, attributes }),
]);

/** One row of a push. The reason says what is wrong with which column, without its value. */
export function parsePushedRow(input: unknown): Result<AgentRow, string> {
  const parsed = v.safeParse(pushedRow, input);
  if (!parsed.success) return fail(reasonOf(parsed.issues[0]));
  const { id, source } = parsed.output;
  if (!id.startsWith(`${source}:`)) return fail('id: has to begin with the source and a colon');
  return ok(parsed.output);
}

function reasonOf(issue: v.BaseIssue<unknown>): string {
  const path = (v.getDotPath(issue) ?? '').slice(0, 100);
  const column = path === '' ? 'the row' : path;
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${column}: there is no such column`;
  if (issue.received === 'undefined') return `${column}: is missing`;
  if (column === 'attributes') return `${column}: has to be an object, at most ${attributeDepthLimit} levels deep`;
  return `${column}: has to be ${issue.expected ?? 'something else'} (${issue.type})`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without recursion: what a client sends may be deeper than the stack. */
function isDeeperThan(value: object, limit: number): boolean {
  let level: object[] = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((item) => (Object.values(item) as unknown[]).filter((inner) => inner instanceof Object));
  }
  return false;
}

import * as v from 'valibot';
import { day, moment, range, rowLimit } from './question-parts.ts';

const run = {
  thread_id: v.string(),
  graph_names: v.string(),
  node_names: v.string(),
  model_names: v.string(),
  source_names: v.string(),
  started_ms: moment,
  ended_ms: moment,
  steps: v.number(),
  model_calls: v.number(),
  tool_calls: v.number(),
  tokens: v.number(),
  cost_usd: v.number(),
  unpriced_calls: v.number(),
  failed_steps: v.number(),
  failed_calls: v.number(),
  failed_tools: v.number(),
  state: v.string(),
};

const threadId = v.pipe(v.string(), v.maxLength(500));
const name = v.pipe(v.string(), v.maxLength(500));

/** What runs are sorted by. */
export const runOrder = v.picklist([
  'started',
  'length',
  'steps',
  'model calls',
  'tool calls',
  'tokens',
  'cost',
  'failures',
]);
export type RunOrder = v.InferOutput<typeof runOrder>;

/** How many events of a thread are handed out at most. */
export const mostThreadEvents = 10_000;
/** How many of a thread's events may be left out before those; a run of more is no run. */
export const mostSkippedEvents = 10_000_000;

/** What the windows ask about agents; see questions.ts. */
export const agentQuestions = {
  /** `runs` is how many there are without the limit, in each row. */
  'agent-runs': {
    takes: v.object({
      ...range.entries,
      search: v.pipe(v.string(), v.maxLength(200)),
      order_by: runOrder,
      direction: v.picklist(['descending', 'ascending']),
      limit: rowLimit,
    }),
    row: v.object({ ...run, runs: v.number() }),
  },
  'agent-thread': { takes: v.object({ thread_id: threadId }), row: v.object(run) },
  'thread-events': {
    takes: v.object({
      thread_id: threadId,
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostThreadEvents)),
      skip: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostSkippedEvents))),
    }),
    row: v.object({
      kind: v.string(),
      ts_ms: moment,
      dur_ms: v.number(),
      wait_ms: v.number(),
      name: v.string(),
      node_id: v.string(),
      agent_id: v.string(),
      namespace: v.string(),
      step_index: v.number(),
      tasks: v.number(),
      state: v.string(),
      provider: v.string(),
      input_tokens: v.number(),
      cache_read_tokens: v.number(),
      cache_write_tokens: v.number(),
      output_tokens: v.number(),
      reasoning_tokens: v.number(),
      cost_usd: v.nullable(v.number()),
      ttft_ms: v.nullable(v.number()),
      attempt: v.number(),
      finish_reason: v.string(),
      error_type: v.string(),
      error_msg: v.string(),
      event_id: v.string(),
      content_bytes: v.number(),
    }),
  },
  'tool-call-content': {
    takes: v.object({ thread_id: threadId, tool_name: name, at_ms: moment, event_id: name }),
    row: v.object({ input_json: v.string(), output_json: v.string() }),
  },
  'latency-by-node': {
    takes: range,
    row: v.object({
      graph_name: v.string(),
      node_id: v.string(),
      calls: v.number(),
      errors: v.number(),
      p50_ms: v.nullable(v.number()),
      p95_ms: v.nullable(v.number()),
      p99_ms: v.nullable(v.number()),
      ttft_p50_ms: v.nullable(v.number()),
    }),
  },
  'tokens-per-hour': {
    takes: range,
    row: v.object({
      hour_ms: moment,
      input_tokens: v.number(),
      cache_read_tokens: v.number(),
      cache_write_tokens: v.number(),
      output_tokens: v.number(),
      reasoning_tokens: v.number(),
    }),
  },
  'cost-by-model': {
    takes: range,
    row: v.object({
      provider: v.string(),
      model: v.string(),
      calls: v.number(),
      failed_calls: v.number(),
      unpriced_calls: v.number(),
      input_tokens: v.number(),
      output_tokens: v.number(),
      reasoning_tokens: v.number(),
      cache_read_tokens: v.number(),
      cache_write_tokens: v.number(),
      cost_usd: v.number(),
    }),
  },
  'local-and-cloud': {
    takes: range,
    row: v.object({
      location: v.string(),
      calls: v.number(),
      failed_calls: v.number(),
      tokens: v.number(),
      cost_usd: v.number(),
      unpriced_calls: v.number(),
    }),
  },
  'coding-and-agents-per-hour': {
    takes: range,
    row: v.object({
      hour_ms: moment,
      coding_minutes: v.number(),
      model_calls: v.number(),
      tool_calls: v.number(),
      active_minutes: v.number(),
    }),
  },
  /** One row. Time at the keyboard is that of the days from `from_day` up to `whole_days_end`, and of that day until `to_ms`. */
  'range-totals': {
    takes: v.object({ ...range.entries, from_day: day, whole_days_end: day, tail_from_ms: moment }),
    row: v.object({
      minutes: v.number(),
      calls: v.number(),
      cost_usd: v.number(),
      unpriced_calls: v.number(),
      model_errors: v.number(),
      tool_errors: v.number(),
    }),
  },
} as const;

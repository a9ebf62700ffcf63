/**
 * Rows as they are pushed, one type per table; keys are the columns of `schema/`, spelled alike.
 * Times are epoch milliseconds (UTC), durations carry their unit, tokens are counts in disjoint buckets,
 * cost is in millionths of a US dollar and null when the price is unknown.
 * A key that is optional here takes the column's default.
 */

export interface ContextRow {
  ts_ms: number;
  dur_ms: number;
  app: string;
  bundle_id: string;
  window_title: string;
  url?: string;
  /** 1 when the segment lies in time away from the keyboard. */
  afk?: number;
  /** IANA zone and minutes east of UTC at `ts_ms`; they decide which local day the segment counts for. */
  tz?: string;
  utc_offset_min?: number;
  segment_id?: string;
}

export interface PresenceRow {
  ts_ms: number;
  dur_ms: number;
  state: 'active' | 'idle' | 'locked' | 'asleep' | 'paused' | 'unknown';
  cause?: string;
  tz?: string;
  utc_offset_min?: number;
  segment_id?: string;
}

export interface MemEventRow {
  ts_ms: number;
  kind: string;
  app?: string;
  subject?: string;
  /** JSON text. */
  payload?: string;
  value?: number;
}

export interface TraceEventRow {
  ts_ms: number;
  level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  component: string;
  event: string;
  message?: string;
  trace_id?: string;
  span_id?: string;
  /** JSON text. */
  attributes?: string;
  dur_us?: number;
  event_id?: string;
}

export interface SuperstepRow {
  ts_ms: number;
  thread_id: string;
  graph_name: string;
  graph_version?: number;
  step_index: number;
  frontier_count?: number;
  writes?: number;
  dur_us?: number;
  status: 'started' | 'finished' | 'interrupted' | 'error';
  checkpoint_ns?: string;
  checkpoint_id?: string;
  error_msg?: string;
  event_id?: string;
}

export interface ModelInvocationRow {
  ts_ms: number;
  thread_id?: string;
  node_id?: string;
  graph_name?: string;
  provider: string;
  model: string;
  /** Uncached input only; cached input stands in the three columns below. */
  input_tokens?: number;
  /** Visible output only; reasoning stands in its own column. */
  output_tokens?: number;
  dur_us?: number;
  ttft_us?: number;
  tool_calls?: number;
  ok: number;
  error_msg?: string;
  event_id?: string;
  source?: string;
  source_version?: string;
  cache_read_tokens?: number;
  cache_write_5m_tokens?: number;
  cache_write_1h_tokens?: number;
  reasoning_tokens?: number;
  cost_micros?: number | null;
  cost_source?: string;
  price_rev?: string;
  request_id?: string;
  attempt?: number;
  status_code?: number;
  error_type?: string;
  finish_reason?: string;
  service_tier?: string;
  effort?: string;
  agent_id?: string;
  parent_agent_id?: string;
  query_source?: string;
  trace_id?: string;
  span_id?: string;
  /** Where the always-on agent asked; empty for the calls of all other programs. */
  route?: 'local' | 'server' | 'cloud' | '';
  /** Why it asked there: a code and a sentence. */
  route_reason?: string;
}

/** What a span knows of a call whose row a log record made; `event_id` is that of the call. */
export interface ModelCallAdditionRow {
  ts_ms: number;
  event_id: string;
  graph_name?: string;
  node_id?: string;
  provider: string;
  model: string;
  ttft_us?: number;
  tool_calls?: number;
  attempt?: number;
  finish_reason?: string;
  agent_id?: string;
  parent_agent_id?: string;
  trace_id?: string;
  span_id?: string;
}

export interface ToolCallRow {
  ts_ms: number;
  thread_id?: string;
  node_id?: string;
  tool_name: string;
  /** JSON text. */
  input_json?: string;
  /** JSON text. */
  output_json?: string;
  dur_us?: number;
  ok: number;
  event_id?: string;
  tool_call_id?: string;
  error_type?: string;
  error_msg?: string;
  decision?: string;
  decision_source?: string;
  wait_us?: number;
  mcp_server?: string;
  input_bytes?: number;
  output_bytes?: number;
  agent_id?: string;
  trace_id?: string;
  span_id?: string;
}

/** The tables that have a row type; any other table is pushed by name with rows of unknown shape. */
export interface TableRows {
  'seq.context': ContextRow;
  'seq.presence': PresenceRow;
  'seq.mem_events': MemEventRow;
  'seq.trace_events': TraceEventRow;
  'hive.supersteps': SuperstepRow;
  'hive.model_invocations': ModelInvocationRow;
  'hive.model_call_additions': ModelCallAdditionRow;
  'hive.tool_calls': ToolCallRow;
}
export type TableName = keyof TableRows;

import type { AdminDatabase } from '../database/clients.ts';

const dayMs = 86_400_000;

/** How many days the rows lie in: as many as the longest range of the windows. */
export const daysFilled = 30;

/** The share of each table in all rows: what a person with several agents collects. */
const shares = {
  modelCalls: 0.4,
  toolCalls: 0.3,
  supersteps: 0.1,
  segments: 0.15,
  presence: 0.01,
  traceEvents: 0.04,
} as const;

const models =
  "['claude-opus-5', 'claude-sonnet-5', 'gpt-6', 'gpt-6-mini', 'gemini-4-pro', 'qwen-4-32b', 'llama-5-8b']";
const providers = "['anthropic', 'anthropic', 'openai', 'openai', 'google', 'mlx', 'mlx']";
const tools = "['Bash', 'Read', 'Edit', 'Grep', 'Glob', 'WebFetch', 'TodoWrite', 'Task', 'Write', 'mcp_search']";
const apps =
  "['Visual Studio Code', 'Terminal', 'Safari', 'Slack', 'Mail', 'Notes', 'Figma', 'zoom.us', 'Xcode', 'Music']";

/** The inserts of one day that begins at `fromMs`; the views sum them as they come. */
function insertsOfDay(fromMs: number, rowsADay: number): string[] {
  const at = `${fromMs} + rand64(1) % ${dayMs}`;
  const numbers = (share: number): string => `FROM numbers(${Math.max(1, Math.round(rowsADay * share))})`;
  const thread = `concat('thread-', toString(intDiv(number, 200)), '-', toString(${fromMs}))`;
  return [
    `INSERT INTO hive.model_invocations (ts_ms, thread_id, node_id, graph_name, provider, model, input_tokens,
        output_tokens, cache_read_tokens, dur_us, ttft_us, tool_calls, ok, error_msg, error_type, source, cost_micros)
     SELECT ${at}, ${thread}, concat('node-', toString(rand(2) % 12)), concat('graph-', toString(rand(3) % 4)),
        ${providers}[rand(4) % 7 + 1], ${models}[rand(4) % 7 + 1], rand(5) % 20000, rand(6) % 2000, rand(7) % 50000,
        rand64(8) % 20000000, rand64(9) % 2000000, rand(10) % 3, rand(11) % 50 != 0 AS ok,
        ok ? '' : 'overloaded, try again later', ok ? '' : 'overloaded', 'otlp', rand64(12) % 200000
     ${numbers(shares.modelCalls)}`,
    `INSERT INTO hive.tool_calls (ts_ms, thread_id, node_id, tool_name, dur_us, ok, error_msg, error_type)
     SELECT ${at}, ${thread}, concat('node-', toString(rand(2) % 12)), ${tools}[rand(3) % 10 + 1],
        rand64(4) % 5000000, rand(5) % 20 != 0 AS ok, ok ? '' : 'exit code 1', ok ? '' : 'exit_code'
     ${numbers(shares.toolCalls)}`,
    `INSERT INTO hive.supersteps (ts_ms, thread_id, graph_name, graph_version, step_index, frontier_count, writes,
        dur_us, status)
     SELECT ${at}, ${thread}, concat('graph-', toString(rand(3) % 4)), 1, number % 200, rand(4) % 4 + 1, rand(5) % 6,
        rand64(6) % 30000000, rand(7) % 60 = 0 ? 'error' : 'finished'
     ${numbers(shares.supersteps)}`,
    `INSERT INTO seq.context (ts_ms, dur_ms, app, bundle_id, window_title, url, afk, tz)
     SELECT ${at}, rand64(2) % 2000, ${apps}[rand(3) % 10 + 1], '', concat('Window ', toString(rand(4) % 500)), '',
        rand(5) % 5 = 0, 'UTC'
     ${numbers(shares.segments)}`,
    `INSERT INTO seq.presence (ts_ms, dur_ms, state, cause, tz)
     SELECT ${at}, rand64(2) % 20000, rand(3) % 3 = 0 ? 'idle' : 'active', 'input', 'UTC'
     ${numbers(shares.presence)}`,
    `INSERT INTO seq.trace_events (ts_ms, level, component, event, message, trace_id, span_id, attributes, dur_us)
     SELECT ${at}, rand(2) % 30 = 0 ? 'error' : 'info', concat('component-', toString(rand(3) % 6)), 'event', 'message',
        '', '', '{}', rand64(4) % 1000000
     ${numbers(shares.traceEvents)}`,
  ];
}

/** Fills the tables with about `rows` rows over the days before `nowMs`. What they hold is drawn by lot and nobody's. */
export async function fillForDashboards(
  admin: AdminDatabase,
  { rows, nowMs }: { readonly rows: number; readonly nowMs: number },
  onProgress: (share: number) => void,
): Promise<void> {
  for (let day = 0; day < daysFilled; day += 1) {
    const fromMs = nowMs - (daysFilled - day) * dayMs;
    for (const query of insertsOfDay(fromMs, rows / daysFilled)) await admin.command({ query });
    onProgress((day + 1) / daysFilled);
  }
}

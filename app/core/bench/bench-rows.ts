import type { ModelInvocationRow, TableName, TableRows } from '../../contract/rows.ts';

/** The six tables that programs push into, in the order in which events are mixed. */
export const mixedTables = [
  'seq.context',
  'seq.mem_events',
  'seq.trace_events',
  'hive.supersteps',
  'hive.model_invocations',
  'hive.tool_calls',
] as const satisfies readonly TableName[];
export type MixedTable = (typeof mixedTables)[number];

const models = ['claude-opus-4-5', 'claude-sonnet-4-5', 'gpt-5.1', 'gemini-3-pro', 'qwen3-30b-a3b'] as const;
const nodes = ['plan', 'research', 'code', 'review', 'test', 'summarise'] as const;

/** One call of a model as an agent reports it: 20 columns, about 250 bytes. The same `index` gives the same row. */
export function modelInvocation(index: number, tsMs: number): ModelInvocationRow {
  return {
    ts_ms: tsMs,
    thread_id: `thread-${index % 977}`,
    node_id: pick(nodes, index),
    graph_name: 'coding_assist',
    provider: index % 5 === 4 ? 'mlx' : 'anthropic',
    model: pick(models, index),
    input_tokens: 900 + (index % 4_000),
    output_tokens: 40 + (index % 700),
    dur_us: index,
    ttft_us: 180_000 + (index % 90_000),
    tool_calls: index % 3,
    ok: index % 50 === 0 ? 0 : 1,
    error_msg: index % 50 === 0 ? 'overloaded' : '',
    event_id: `event-${index}`,
    source: 'bench',
    cache_read_tokens: index % 20_000,
    cost_micros: 1_500 + (index % 9_000),
    cost_source: 'computed',
    request_id: `req_${(index * 2_654_435_761) % 4_294_967_296}`,
    finish_reason: index % 3 === 0 ? 'tool_use' : 'stop',
  };
}

/** The event of one number, for any of the six tables. */
export function mixedRow<T extends MixedTable>(table: T, number: number, tsMs: number): TableRows[T] {
  const make: { [K in MixedTable]: () => TableRows[K] } = {
    'seq.context': () => ({
      ts_ms: tsMs,
      dur_ms: number,
      app: 'Code',
      bundle_id: 'com.microsoft.VSCode',
      window_title: `file-${number % 40}.ts`,
    }),
    'seq.mem_events': () => ({ ts_ms: tsMs, kind: 'metric', subject: 'bench', value: number }),
    'seq.trace_events': () => ({
      ts_ms: tsMs,
      level: 'info',
      component: 'bench',
      event: 'tick',
      message: `event ${number}`,
      dur_us: number,
    }),
    'hive.supersteps': () => ({
      ts_ms: tsMs,
      thread_id: `thread-${number % 100}`,
      graph_name: 'coding_assist',
      step_index: number % 1_000,
      dur_us: number,
      status: 'finished',
    }),
    'hive.model_invocations': () => modelInvocation(number, tsMs),
    'hive.tool_calls': () => ({
      ts_ms: tsMs,
      thread_id: `thread-${number % 100}`,
      tool_name: 'read_file',
      input_json: `{"path":"src/file-${number % 40}.ts"}`,
      output_json: '{"lines":120}',
      dur_us: number,
      ok: 1,
    }),
  };
  return make[table]();
}

function pick(words: readonly string[], index: number): string {
  return words[index % words.length] ?? '';
}

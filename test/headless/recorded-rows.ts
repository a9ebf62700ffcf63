/** One hour of one model, as `hivebar ask cost-per-hour --json` tells it. */
export interface HourOfModel {
  readonly hour_ms: number;
  readonly model: string;
  readonly cost_usd: number;
  readonly calls: number;
  readonly unpriced_calls: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
}

export const firstMs = Date.UTC(2026, 4, 20, 9);
const hourMs = 3_600_000;
const models = ['claude-opus-4-5', 'gpt-5.1', 'qwen3-30b-a3b'];

/** `count` calls of models over four hours. Every seventh has no price. The same count gives the same rows. */
export function modelInvocations(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    ts_ms: firstMs + Math.floor((index * 4 * hourMs) / count),
    thread_id: `thread-${index % 50}`,
    node_id: `node-${index % 7}`,
    graph_name: 'coding_assist',
    provider: 'anthropic',
    model: models[index % models.length] ?? '',
    input_tokens: index % 4_000,
    output_tokens: index % 700,
    dur_us: 1_000 + index,
    ttft_us: 500,
    tool_calls: index % 3,
    ok: index % 40 === 0 ? 0 : 1,
    cost_micros: index % 7 === 0 ? null : 100 + (index % 9_000),
  }));
}

export function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The same sums, made here out of the rows, in whole millionths so that they can be compared exactly. */
export function sumsPerHour(rows: ReturnType<typeof modelInvocations>): Map<string, Record<string, number>> {
  const sums = new Map<string, Record<string, number>>();
  for (const row of rows) {
    const key = `${Math.floor(row.ts_ms / hourMs) * hourMs} ${row.model}`;
    const sum = sums.get(key) ?? { costMicros: 0, calls: 0, unpriced: 0, input: 0, output: 0 };
    sums.set(key, {
      costMicros: (sum['costMicros'] ?? 0) + (row.cost_micros ?? 0),
      calls: (sum['calls'] ?? 0) + 1,
      unpriced: (sum['unpriced'] ?? 0) + (row.cost_micros === null ? 1 : 0),
      input: (sum['input'] ?? 0) + row.input_tokens,
      output: (sum['output'] ?? 0) + row.output_tokens,
    });
  }
  return sums;
}

/** What Hivebar answered, in the same shape. */
export function answeredSums(stdout: string): Map<string, Record<string, number>> {
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as HourOfModel);
  return new Map(
    rows.map((row) => [
      `${row.hour_ms} ${row.model}`,
      {
        costMicros: Math.round(row.cost_usd * 1_000_000),
        calls: row.calls,
        unpriced: row.unpriced_calls,
        input: row.input_tokens,
        output: row.output_tokens,
      },
    ]),
  );
}

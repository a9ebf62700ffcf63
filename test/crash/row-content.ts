import type { AnyRow } from '../../app/core/writer/writer.ts';

/** What the rows of one thread have in common. */
export interface RowOrigin {
  readonly label: string;
  /** Run, process and thread: "12.0.3." */
  readonly prefix: string;
  readonly baseMs: number;
  /** Rows lie in so many days; a block over several days becomes several parts. */
  readonly days: number;
}

/** Row `number` of a table, by its place in `crashTables`; the same rows as native/test/crash/crash_rows.cpp makes. */
export function crashRow(table: number, origin: RowOrigin, number: number): AnyRow {
  const key = `${origin.prefix}${number}`;
  const text = String.fromCharCode(97 + (number % 26)).repeat(number % 997 === 0 ? 40_000 : (number * 37) % 300);
  const amount = (number * 7919) % 600_000;
  const daysAgo = number % 16 === 0 ? Math.floor(number / 16) % origin.days : 0;
  const ts_ms = origin.baseMs + number - daysAgo * 86_400_000;
  const { label } = origin;
  const fails = number % 3 === 0;
  const afk = number % 5 === 0 ? 1 : 0;
  const rows: readonly (() => AnyRow)[] = [
    () => ({ ts_ms, dur_ms: amount, app: label, bundle_id: '', window_title: text, segment_id: key, afk }),
    () => {
      const payload = JSON.stringify({ dur_ms: amount, window_title: text });
      const kind = number % 2 === 0 ? 'window_context' : 'metric';
      return { ts_ms, kind, app: label, subject: key, payload, value: amount };
    },
    () => ({ ts_ms, dur_us: amount, level: 'warn', component: label, event: 'tick', trace_id: key, message: text }),
    () => ({
      ts_ms,
      dur_us: amount,
      status: 'finished',
      thread_id: label,
      graph_name: label,
      checkpoint_id: key,
      error_msg: text,
    }),
    () => ({
      ...{ ts_ms, dur_us: amount, ok: fails ? 0 : 1, provider: label, model: label, graph_name: label, node_id: label },
      ...{ event_id: key, error_msg: text, input_tokens: number % 1_000 },
      thread_id: label,
      cost_micros: number % 7 === 0 ? null : number % 10_000,
    }),
    () => ({
      ...{ ts_ms, dur_us: amount, ok: fails ? 0 : 1, tool_name: label, thread_id: label },
      ...{ event_id: key, output_json: text },
    }),
    () => ({
      ...{ ts_ms, label, key, content: text, amount, numbers: { number } },
      tags: Array.from({ length: number % 4 }, () => 'tag'),
      maybe: fails ? null : number,
    }),
  ];
  const make = rows[table];
  if (make === undefined) throw new Error(`There is no table ${table}`);
  return make();
}

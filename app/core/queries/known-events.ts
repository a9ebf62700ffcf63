import type { QueryError } from '../../contract/questions.ts';
import { type Result, ok } from '../../contract/result.ts';
import type { ReadableDatabase } from '../database/clients.ts';
import { readAnswer } from './read-answer.ts';

/** The tables whose rows carry an `event_id` by which a repetition is recognised. */
export const identifiedTables = [
  'hive.model_invocations',
  'hive.model_call_additions',
  'hive.tool_calls',
  'hive.supersteps',
  'seq.trace_events',
] as const;
export type IdentifiedTable = (typeof identifiedTables)[number];

/** Senders wait meanwhile, and give up after ten seconds themselves. A look takes milliseconds. */
export const patienceMs = 8_000;

/** Two tellings of one event differ in their time by less: one names its begin, the other its end. */
const marginMs = 6 * 3_600_000;

/**
 * Which of `ids` are stored already, among rows that began about then. Reads one column of the days in question.
 * At most some thousand ids at a time: they travel in the address of the request.
 */
export async function storedEvents(
  reader: ReadableDatabase,
  table: IdentifiedTable,
  { ids, fromMs, toMs }: { readonly ids: readonly string[]; readonly fromMs: number; readonly toMs: number },
): Promise<Result<ReadonlySet<string>, QueryError>> {
  const answer = await readAnswer(reader, {
    sql: `SELECT DISTINCT event_id FROM ${table}
          WHERE ts_ms BETWEEN {from_ms:UInt64} AND {to_ms:UInt64} AND event_id IN {ids:Array(String)}`,
    params: { ids, from_ms: Math.max(0, Math.floor(fromMs) - marginMs), to_ms: Math.ceil(toMs) + marginMs },
    limits: { maxRows: ids.length, maxBytes: 50_000_000, maxExecutionMs: patienceMs },
    signal: AbortSignal.timeout(patienceMs),
  });
  if (!answer.ok) return answer;
  return ok(new Set(answer.value.rows.map(([id]) => String(id))));
}

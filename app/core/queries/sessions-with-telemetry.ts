import type { QueryError } from '../../contract/questions.ts';
import { type Result, ok } from '../../contract/result.ts';
import type { ReadableDatabase } from '../database/clients.ts';
import { patienceMs } from './known-events.ts';
import { readAnswer } from './read-answer.ts';

/** A session is told of by telemetry from its begin on: its first call lies within this of any other. */
const marginMs = 24 * 3_600_000;

/** Which of these sessions of Gemini CLI have tool calls that telemetry told: those carry no id of the call. */
export async function sessionsWithToolTelemetry(
  reader: ReadableDatabase,
  { threads, fromMs, toMs }: { readonly threads: readonly string[]; readonly fromMs: number; readonly toMs: number },
): Promise<Result<ReadonlySet<string>, QueryError>> {
  const answer = await readAnswer(reader, {
    sql: `SELECT DISTINCT thread_id FROM hive.tool_calls
          WHERE ts_ms BETWEEN {from_ms:UInt64} AND {to_ms:UInt64} AND thread_id IN {threads:Array(String)}
              AND startsWith(event_id, 'gemini:') AND tool_call_id = ''`,
    params: { threads, from_ms: Math.max(0, Math.floor(fromMs) - marginMs), to_ms: Math.ceil(toMs) + marginMs },
    limits: { maxRows: threads.length, maxBytes: 10_000_000, maxExecutionMs: patienceMs },
    signal: AbortSignal.timeout(patienceMs),
  });
  return answer.ok ? ok(new Set(answer.value.rows.map(([thread]) => String(thread)))) : answer;
}

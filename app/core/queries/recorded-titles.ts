import type { QueryError } from '../../contract/questions.ts';
import { type Result, ok } from '../../contract/result.ts';
import type { ReadableDatabase } from '../database/clients.ts';
import { readAnswer } from './read-answer.ts';

const limits = { maxRows: 5_000, maxBytes: 10_000_000, maxExecutionMs: 5_000 };

/** Titles that were recorded since a moment, the most frequent first; `complete` is false when there are more. */
export async function recordedTitles(
  reader: ReadableDatabase,
  sinceMs: number,
): Promise<Result<{ readonly titles: readonly string[]; readonly complete: boolean }, QueryError>> {
  const answer = await readAnswer(reader, {
    sql: `SELECT window_title FROM seq.context
          WHERE ts_ms >= {since_ms:UInt64} AND window_title != ''
          GROUP BY window_title ORDER BY sum(dur_ms) DESC, window_title`,
    params: { since_ms: Math.max(0, Math.floor(sinceMs)) },
    limits,
  });
  if (!answer.ok) return answer;
  const { rows, truncated } = answer.value;
  return ok({ titles: rows.map(([title]) => String(title)), complete: !truncated });
}

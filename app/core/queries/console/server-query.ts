import type { ConsoleProgress } from '../../../contract/console.ts';
import { type Result, ok } from '../../../contract/result.ts';
import type { QueryError } from '../../../contract/questions.ts';
import type { Clock } from '../../host.ts';
import type { AdminDatabase } from '../../database/clients.ts';
import { readAnswer } from '../read-answer.ts';

const limits = { maxRows: 1000, maxBytes: 1_000_000, maxExecutionMs: 10_000 };
const pollMs = 100;

export type Figures = Omit<ConsoleProgress, 'elapsedMs'>;

/** What the server says of queries that run on it, by their ids; one that has ended is missing. */
export async function runningQueries(
  admin: AdminDatabase,
  ids: readonly string[],
): Promise<Result<ReadonlyMap<string, Figures>, QueryError>> {
  const answer = await readAnswer(admin, {
    sql: `SELECT query_id, read_rows, read_bytes, total_rows_approx, peak_memory_usage
          FROM system.processes WHERE query_id IN {ids:Array(String)}`,
    params: { ids },
    limits,
  });
  if (!answer.ok) return answer;
  return ok(
    new Map(
      answer.value.rows.map(([id, ...numbers]) => {
        const [rowsRead = 0, bytesRead = 0, totalRows = 0, memoryBytes = 0] = numbers.map(Number);
        return [String(id), { rowsRead, bytesRead, totalRows, memoryBytes: Math.max(0, memoryBytes) }];
      }),
    ),
  );
}

/**
 * Ends a query on the server and settles when it is gone, or when the server is. A query that was only just sent may
 * not be there yet: it counts as gone once it was missed twice, and is killed whenever it is seen.
 */
export async function endQuery(admin: AdminDatabase, id: string, clock: Clock): Promise<void> {
  for (let missed = 0; missed < 2;) {
    const seen = await killOnce(admin, id);
    if (!seen.ok) return;
    missed = seen.value ? 0 : missed + 1;
    if (missed < 2) await new Promise<void>((wake) => clock.after(pollMs, wake));
  }
}

/**
 * What the server wrote down about a query that failed. It closes the connection in the middle of an answer, and the
 * last bytes, which tell why, are lost when they were not yet read. Undefined when nothing is known.
 */
export async function loggedFailure(admin: AdminDatabase, id: string): Promise<string | undefined> {
  const flushed = await readAnswer(admin, { sql: 'SYSTEM FLUSH LOGS', limits });
  if (!flushed.ok) return undefined;
  const answer = await readAnswer(admin, {
    sql: `SELECT exception FROM system.query_log
          WHERE event_date >= today() - 1 AND query_id = {id:String} AND exception != ''
          ORDER BY event_time_microseconds DESC LIMIT 1`,
    params: { id },
    limits,
  });
  const text = answer.ok ? answer.value.rows[0]?.[0] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** Whether the query was there. Killing only sets a mark that the query looks at, so it is asked for again. */
async function killOnce(admin: AdminDatabase, id: string): Promise<Result<boolean, QueryError>> {
  const killed = await readAnswer(admin, {
    sql: 'KILL QUERY WHERE query_id = {id:String} ASYNC',
    params: { id },
    limits,
  });
  if (!killed.ok) return killed;
  const running = await runningQueries(admin, [id]);
  return running.ok ? ok(running.value.size > 0) : running;
}

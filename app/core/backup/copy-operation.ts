import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { AdminDatabase } from '../database/clients.ts';
import { reasonOf } from '../database/file-errors.ts';
import type { Clock } from '../host.ts';

export interface CopyDeps {
  readonly admin: AdminDatabase;
  readonly clock: Clock;
}

export interface CopyRun {
  /** Aborting it ends the copying; ClickHouse removes what it has written of a backup. */
  readonly signal: AbortSignal;
  /** Bytes written so far. */
  readonly onProgress: (bytes: number) => void;
}

export type CopyFailure = { readonly kind: 'cancelled' } | { readonly kind: 'failed'; readonly reason: string };

const pollMs = 200;
/** A restart of ClickHouse takes a second or two; what it was copying ends with it. */
const answerTries = 25;

const operation = v.object({
  status: v.string(),
  error: v.string(),
  queryId: v.string(),
  bytes: v.number(),
  written: v.number(),
});
type Operation = v.InferOutput<typeof operation>;

/**
 * Runs a BACKUP or RESTORE statement to its end, watching how far it is. ClickHouse runs it beside the connection, so
 * that a connection that breaks ends nothing. Gives the bytes that it wrote.
 */
export async function runCopy(
  { admin, clock }: CopyDeps,
  { sql, settings = {} }: { readonly sql: string; readonly settings?: Readonly<Record<string, string>> },
  { signal, onProgress }: CopyRun,
): Promise<Result<number, CopyFailure>> {
  const id = `hivebar-${randomUUID()}`;
  const all = Object.entries({ id: `'${id}'`, ...settings }).map(([name, value]) => `${name} = ${value}`);
  const begun = await admin.command({ query: `${sql} SETTINGS ${all.join(', ')} ASYNC` }).then(
    () => ok(undefined),
    (error: unknown) => fail(failed(reasonOf(error))),
  );
  if (!begun.ok) return begun;
  let isKilled = false;
  let unanswered = 0;
  for (;;) {
    const state = await look(admin, id).catch((error: unknown) => reasonOf(error));
    if (typeof state === 'string') {
      unanswered += 1;
      if (unanswered > answerTries) return fail(failed(`ClickHouse does not answer (${state})`));
    } else if (state === undefined) {
      return fail(failed('ClickHouse was started anew meanwhile'));
    } else {
      unanswered = 0;
      if (/_(CREATED)$|^RESTORED$/.test(state.status)) return ok(state.bytes);
      if (state.status.endsWith('_CANCELLED')) return fail({ kind: 'cancelled' });
      if (state.status.endsWith('_FAILED'))
        return fail(isKilled ? { kind: 'cancelled' } : failed(explain(state.error)));
      onProgress(state.written);
      if (signal.aborted && !isKilled) {
        isKilled = true;
        await kill(admin, state.queryId);
      }
    }
    await new Promise<void>((resolve) => void clock.after(pollMs, resolve));
  }
}

async function look(admin: AdminDatabase, id: string): Promise<Operation | undefined> {
  const answer = await admin.query({
    query: `
      SELECT
          toString(b.status) AS status,
          b.error AS error,
          b.query_id AS queryId,
          toFloat64(b.compressed_size) AS bytes,
          toFloat64(p.ProfileEvents['WriteBufferFromFileDescriptorWriteBytes']) AS written
      FROM system.backups AS b
      LEFT JOIN system.processes AS p ON p.query_id = b.query_id
      WHERE b.id = {id:String}`,
    query_params: { id },
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_floats: 0 },
  });
  const [row] = await answer.json();
  return row === undefined ? undefined : v.parse(operation, row);
}

/** A kill that does not arrive is tried again by nobody: the copying then ends by itself. */
async function kill(admin: AdminDatabase, queryId: string): Promise<void> {
  await admin.command({ query: 'KILL QUERY WHERE query_id = {queryId:String} ASYNC', query_params: { queryId } });
}

function failed(reason: string): CopyFailure {
  return { kind: 'failed', reason };
}

/** ClickHouse's words without its own names and stack; the commonest in ours. */
export function explain(error: string): string {
  const code = /Code: (\d+)/.exec(error)?.[1];
  const text = error
    .replace(/,? ?Stack trace[\s\S]*$/, '')
    .replace(/\(version [^)]*\)/, '')
    .replace(/^Code: \d+\. DB::Exception: /, '')
    .trim();
  if (code === '36') return 'ClickHouse may not write into this folder yet: quit Hivebar and open it again';
  if (code === '243') return 'there is too little space on the disk';
  return code === '599' ? `a part of the backup is missing (${text})` : text;
}

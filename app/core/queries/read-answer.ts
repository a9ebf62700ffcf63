import type { Readable } from 'node:stream';
import type { ReadableDatabase } from '../database/clients.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { QueryError } from '../../contract/questions.ts';
import { queryProblem } from './query-problem.ts';

/** What one query may use up. The user's profile in ClickHouse has the last word; these are the usual bounds below it. */
export interface QueryLimits {
  /** `Infinity` leaves the rows to the statement: the bytes bound the answer then. */
  readonly maxRows: number;
  /** Of the answer as it crosses the wire. */
  readonly maxBytes: number;
  readonly maxExecutionMs: number;
}

/** An answer as ClickHouse gave it: 64-bit integers are strings, nothing else is changed. */
export interface RawAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** True when there were more rows than asked for, or more bytes than allowed. */
  readonly truncated: boolean;
  readonly elapsedMs: number;
  readonly rowsRead: number;
  readonly bytesRead: number;
}

/** A connection that runs statements; whose it is decides what they may do. */
export type Connection = Pick<ReadableDatabase, 'exec'>;

interface Request {
  readonly sql: string;
  readonly params?: Readonly<Record<string, unknown>>;
  /** Parameters that are texts already, as settings. */
  readonly paramSettings?: Readonly<Record<string, string>>;
  readonly limits: Pick<QueryLimits, 'maxExecutionMs'>;
  readonly signal?: AbortSignal | undefined;
}

/** What the setting `limit` calls no limit. */
const noLimit = 0;

/** Asks and reads the whole answer. One row more than `maxRows` is asked for, which tells a full answer from a cut one. */
export async function readAnswer(
  reader: Connection,
  request: Request & { readonly limits: QueryLimits },
): Promise<Result<RawAnswer, QueryError>> {
  const { limits } = request;
  try {
    const { stream, headers, summary } = await send(reader, request, {
      format: 'JSONCompactEachRowWithNamesAndTypes',
      rowLimit: limits.maxRows === Infinity ? noLimit : limits.maxRows + 1,
    });
    const format = headers['x-clickhouse-format'];
    if (typeof format === 'string' && format !== 'JSONCompactEachRowWithNamesAndTypes') {
      stream.destroy();
      const message = `The query asks for FORMAT ${format}; leave the clause away, the answer becomes a table.`;
      return fail({ kind: 'failed', message, code: null });
    }
    const body = await readLines(stream, limits.maxBytes);
    return ok(parseAnswer(body, summary, limits.maxRows));
  } catch (error) {
    return fail(queryProblem(error, { ...request, maxExecutionMs: limits.maxExecutionMs }));
  }
}

type Headers = Readonly<Record<string, unknown>>;

/** Sends the text as it is, with the format as its default: a FORMAT clause of its own wins. */
export async function send(
  reader: Connection,
  { sql, params, paramSettings, limits, signal }: Request,
  { format, rowLimit }: { readonly format: string; readonly rowLimit: number },
): Promise<{ stream: Readable; headers: Headers; summary: Map<string, number> }> {
  // The client only notices a signal that fires while it waits.
  signal?.throwIfAborted();
  const { stream, response_headers: headers } = await reader.exec({
    query: sql,
    ...(params === undefined ? {} : { query_params: { ...params } }),
    ...(signal === undefined ? {} : { abort_signal: signal }),
    http_headers: { 'X-ClickHouse-Format': format },
    clickhouse_settings: {
      ...paramSettings,
      limit: String(rowLimit),
      max_execution_time: Math.max(1, Math.ceil(limits.maxExecutionMs / 1000)),
      // The answer is bounded, so it may be held back until it is certain: its status is then true.
      wait_end_of_query: 1,
    },
  });
  return { stream, headers, summary: readSummary(headers['x-clickhouse-summary']) };
}

async function readLines(stream: Readable, maxBytes: number): Promise<{ lines: string[]; cut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) break;
  }
  const cut = bytes > maxBytes;
  const lines = Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8').split('\n');
  // What stands behind the last line feed is nothing, or the piece of a line that was cut.
  lines.pop();
  return { lines, cut };
}

function parseAnswer(
  { lines, cut }: { readonly lines: readonly string[]; readonly cut: boolean },
  summary: ReadonlyMap<string, number>,
  maxRows: number,
): RawAnswer {
  const [names = [], types = [], ...rows] = lines.map((line) => JSON.parse(line) as unknown[]);
  return {
    columns: names.map((name, index) => ({ name: String(name), type: String(types[index]) })),
    rows: rows.slice(0, maxRows),
    truncated: cut || rows.length > maxRows,
    elapsedMs: (summary.get('elapsed_ns') ?? 0) / 1_000_000,
    rowsRead: summary.get('read_rows') ?? 0,
    bytesRead: summary.get('read_bytes') ?? 0,
  };
}

/** Figures for the person's information: without the header they are 0. */
function readSummary(header: unknown): Map<string, number> {
  if (typeof header !== 'string') return new Map();
  const figures = JSON.parse(header) as Record<string, string>;
  return new Map(Object.entries(figures).map(([name, value]) => [name, Number(value)]));
}

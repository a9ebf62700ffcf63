import { join } from 'node:path';
import type {
  JournalStats,
  NativeColumn,
  NativeWriter,
  SeqchError,
  WriterStats,
} from '../../../native/addon/seqch.d.ts';
import { type Result, fail, ok } from '../../contract/result.ts';
import type { TableName, TableRows } from '../../contract/rows.ts';
import { isSeqchError, loadAddon } from './addon.ts';
import { RowBuffer } from './row-buffer.ts';
import { type TableWriter, makeTableWriter } from './table-writer.ts';
import type { WriterError } from './writer-error.ts';

/** Where to write and within which limits; a limit that is left out has the default of native/include/seqch.h. */
export interface WriterOptions {
  /** Path of `seqch.node`. */
  readonly addonPath: string;
  readonly host?: string;
  /** Native TCP port. */
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Folder for the journals of all processes. Accepted rows survive this one there; left out, they die with it. */
  readonly journalDir?: string;
  /** Bytes of accepted rows that wait for the server; at the limit a push is refused with FULL. */
  readonly maxBufferedBytes?: number;
  /** How long a busy table gathers rows before they are sent; an idle one sends at once. */
  readonly flushAgeMs?: number;
  /** How often a table that the server refuses is tried again. */
  readonly retryFailedMs?: number;
}

/** Counters of the writer, its tables and its journal. */
export interface WriterReport extends WriterStats {
  readonly journal: JournalStats;
}

/** A row of a table that has no row type of its own. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** The only way into the database. Rows are sent by a thread of the native writer, grouped per table. */
export interface Writer {
  /**
   * The writer of a table, once the server has said which columns it has; the same one every time.
   * `columns` limits what rows may have; left out, all columns that can be written.
   */
  table<Name extends TableName>(
    name: Name,
    options?: TableOptions,
  ): Promise<Result<TableWriter<TableRows[Name]>, WriterError>>;
  table(name: string, options?: TableOptions): Promise<Result<TableWriter<AnyRow>, WriterError>>;
  /** Settles when every row accepted before is acknowledged, or says what is not. */
  flush(timeoutMs: number): Promise<Result<undefined, SeqchError>>;
  stats(): WriterReport;
  /** The server now listens elsewhere. */
  setServer(host: string, port: number): Result<undefined, SeqchError>;
  /** Refuses new rows, flushes, ends. Tells how many accepted rows are left: the journal keeps them for the next writer. */
  close(timeoutMs: number): Promise<{ readonly unacknowledgedRows: number }>;
}

export interface TableOptions {
  readonly columns?: readonly string[];
  /** How long to wait for the server to describe the table; 5000. */
  readonly timeoutMs?: number;
}

/** Where the writers of all processes keep their journals: libseqch looks in the same place. */
export function journalDirOf(dataDir: string): string {
  return join(dataDir, 'journal');
}

type Opened = Result<TableWriter<AnyRow>, WriterError>;

/** Opens a writer. Does not touch the network: connecting is the native thread's work, and it goes on trying. */
export function openWriter(options: WriterOptions): Result<Writer, WriterError> {
  const loaded = loadAddon(options.addonPath);
  if (!loaded.ok) return loaded;
  const addon = loaded.value;
  const handle = addon.open(options);
  if (isSeqchError(handle)) return fail({ kind: 'writer', error: handle });
  const writer: NativeWriter = handle;
  const buffer = new RowBuffer();
  const opened = new Map<string, TableWriter<AnyRow>>();

  async function describe(
    name: string,
    names: readonly string[],
    timeoutMs: number,
  ): Promise<Result<readonly NativeColumn[], WriterError>> {
    const shape = addon.tableOpen(writer, name, names);
    if (isSeqchError(shape)) return fail({ kind: 'writer', error: shape });
    const failed = await addon.tableWait(shape, timeoutMs);
    if (failed !== undefined) return fail({ kind: 'writer', error: failed });
    const columns = addon.tableTypes(shape);
    return isSeqchError(columns) ? fail({ kind: 'writer', error: columns }) : ok(columns);
  }

  async function table(name: string, { columns = [], timeoutMs = 5_000 }: TableOptions = {}): Promise<Opened> {
    const key = JSON.stringify([name, columns]);
    const known = opened.get(key);
    if (known !== undefined) return ok(known);
    const described = await describe(name, columns, timeoutMs);
    if (!described.ok) return described;
    const made = makeTableWriter<AnyRow>(name, described.value, { addon, writer, buffer });
    if (made.ok) opened.set(key, made.value);
    return made;
  }

  return ok({
    table,
    flush: async (timeoutMs) => asResult(await addon.flush(writer, timeoutMs)),
    stats: () => ({ ...withRefusals(addon.stats(writer), [...opened.values()]), journal: addon.journalStats(writer) }),
    setServer: (host, port) => asResult(addon.setServer(writer, host, port)),
    close: async (timeoutMs) => ({ unacknowledgedRows: await addon.close(writer, timeoutMs) }),
  });
}

function asResult(error: SeqchError | undefined): Result<undefined, SeqchError> {
  return error === undefined ? ok(undefined) : fail(error);
}

/** Adds the rows that were refused here, before the native writer saw them. */
function withRefusals(stats: WriterStats, writers: readonly TableWriter<AnyRow>[]): WriterStats {
  const refused = writers.reduce((sum, writer) => sum + writer.refusedRows(), 0);
  return { ...stats, total: { ...stats.total, refusedInvalid: stats.total.refusedInvalid + refused } };
}

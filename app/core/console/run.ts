import {
  type ConsoleColumn,
  type ConsoleRequest,
  type ConsoleRun,
  consoleRowLimit,
  consoleWindowLimit,
} from '../../contract/console.ts';
import { RefusedStatement, longestRunMs, sendStatement } from '../queries/console/send-statement.ts';
import { sortProblem, sortedSql } from '../queries/console/sort.ts';
import { AnswerLines, type AnswerSink } from './answer-lines.ts';
import { inFile } from './file-problem.ts';
import type { RowStore } from './row-store.ts';
import { ServerWork, type WorkDeps } from './server-work.ts';
import { TextLines } from './text-lines.ts';

/** The most bytes of rows that a run keeps, as they cross the wire; they lie in memory and in a file. */
export const runByteLimit = 500_000_000;
/** The most bytes of rows that go to a window at once: a thousand rows of usual size are a hundredth of it. */
const windowByteLimit = 32_000_000;

/** A longer row of totals is not shown: it crosses to the window whenever the run is told of. */
const totalsByteLimit = 1_000_000;

const format = 'JSONCompactEachRowWithProgress';

/** Rows are limited by us, to the row. The server stops well behind that, in case the text lifts `limit`. */
const readSettings = {
  limit: String(consoleRowLimit + 1),
  max_result_rows: String(consoleRowLimit + 1),
  max_execution_time: longestRunMs / 1000,
};

/** One statement of the console, from the moment it is asked until it is forgotten. */
export class Run {
  readonly work: ServerWork;
  readonly request: ConsoleRequest;
  private readonly deps: WorkDeps;
  private readonly store: RowStore;
  private columns: readonly ConsoleColumn[] | null = null;
  private totals: readonly unknown[] | null = null;
  private truncated = false;
  private answer: AnswerLines | TextLines | undefined;

  constructor(request: ConsoleRequest, store: RowStore, deps: WorkDeps) {
    this.request = request;
    this.store = store;
    this.deps = deps;
    this.work = new ServerWork({ id: request.runId, written: request.sql }, deps);
    this.work.follow(
      () => this.read(),
      () => this.answer?.failure(),
    );
  }

  snapshot(): ConsoleRun {
    const { work, request } = this;
    const error = work.error !== null && request.sort !== null ? sortProblem(work.error) : work.error;
    return {
      runId: work.id,
      state: work.state,
      progress: work.progress,
      columns: this.columns === null ? null : [...this.columns],
      rows: this.store.rows,
      totals: this.totals === null ? null : [...this.totals],
      truncated: this.truncated,
      error: work.state === 'failed' ? error : null,
    };
  }

  get storedBytes(): number {
    return this.store.bytes;
  }

  async rows(from: number, count: number): Promise<unknown[][]> {
    const lines = await this.store.read(from, Math.min(count, consoleWindowLimit), windowByteLimit);
    return lines.map((line) => (JSON.parse(line) as { readonly row: unknown[] }).row);
  }

  /** Ends it if need be and forgets its rows. */
  async close(): Promise<void> {
    await this.work.cancel();
    await this.store.close();
  }

  private async read(): Promise<void> {
    const { work, request, deps } = this;
    const { sql: written, params, sort, mode } = request;
    const { reader, consoleWriter } = deps.doors;
    const sent = await sendStatement(
      { gate: reader, runner: mode === 'write' ? consoleWriter : reader },
      {
        sql: sort === null ? written : sortedSql(written, sort),
        written,
        params,
        queryId: work.id,
        signal: work.signal,
      },
      // A limit would also cut what an INSERT … SELECT writes.
      { format, settings: mode === 'write' ? {} : readSettings },
    );
    work.addFigures(figuresOf(sent.summary));
    const answer = sent.format === undefined || sent.format === format ? new AnswerLines(this.sink()) : undefined;
    this.answer = answer ?? new TextLines(this.sink(), sent.format ?? '');
    for await (const chunk of sent.stream as AsyncIterable<Buffer>) {
      await this.answer.add(chunk);
      if (this.truncated || this.isBinary()) break;
    }
    if (this.truncated) await work.endOnServer();
    if (this.answer instanceof TextLines) await this.answer.end();
    if (this.isBinary()) {
      await work.endOnServer();
      const message = `An answer in FORMAT ${sent.format ?? ''} is no text: leave the clause away, or export the answer.`;
      throw new RefusedStatement({ kind: 'failed', message, code: null });
    }
    this.columns ??= [];
  }

  private isBinary(): boolean {
    return this.answer instanceof TextLines && this.answer.binary;
  }

  private sink(): AnswerSink {
    return {
      rows: async (lines, lengths) => {
        const kept = this.fitting(lengths);
        if (kept.length < lengths.length) this.truncated = true;
        const bytes = kept.reduce((sum, length) => sum + length, 0);
        await inFile(this.store.append(lines.subarray(0, bytes), kept));
        this.work.changed();
      },
      columns: (columns) => {
        this.columns = columns;
        this.work.changed();
      },
      totals: (values, bytes) => {
        if (bytes <= totalsByteLimit) this.totals = values;
      },
      progress: (figures) => this.work.addFigures(figures),
    };
  }

  /** Those of the next rows that still fit. */
  private fitting(lengths: readonly number[]): readonly number[] {
    const rowsLeft = consoleRowLimit - this.store.rows;
    let bytesLeft = runByteLimit - this.store.bytes;
    const end = lengths.findIndex((length, index) => index >= rowsLeft || (bytesLeft -= length) < 0);
    return end === -1 ? lengths : lengths.slice(0, end);
  }
}

function figuresOf(summary: Readonly<Record<string, string>>) {
  const figure = (name: string): number => Number(summary[name] ?? 0);
  return {
    rowsRead: figure('read_rows'),
    bytesRead: figure('read_bytes'),
    totalRows: figure('total_rows_to_read'),
    memoryBytes: figure('memory_usage'),
  };
}

import { ClickHouseError } from '@clickhouse/client';
import type { ConsoleProgress } from '../../contract/console.ts';
import type { QueryError } from '../../contract/questions.ts';
import { errorCode, reasonOf } from '../database/file-errors.ts';
import type { AdminDatabase, ConsoleWriterDatabase, ReadableDatabase } from '../database/clients.ts';
import type { Clock, Log } from '../host.ts';
import { type Figures, endQuery, loggedFailure } from '../queries/console/server-query.ts';
import { RefusedStatement, statementProblem } from '../queries/console/send-statement.ts';
import { FileFailure } from './file-problem.ts';
import { paced } from './paced.ts';

export interface ConsoleDoors {
  readonly reader: ReadableDatabase;
  readonly admin: AdminDatabase;
  readonly consoleWriter: ConsoleWriterDatabase;
}

export interface WorkDeps {
  readonly doors: ConsoleDoors;
  readonly clock: Clock;
  readonly log: Log;
  readonly onChange: () => void;
}

export type WorkState = 'running' | 'cancelling' | 'done' | 'failed' | 'cancelled';

/** A window draws no faster than ten times a second. */
const announcePeriodMs = 100;

/**
 * One query on the server and what becomes of it, the same for a run and for an export: its state, figures and end.
 * It ends exactly once. A cancel holds until the server has nothing left of the query.
 */
export class ServerWork {
  readonly id: string;
  readonly ended: Promise<void>;
  state: WorkState = 'running';
  error: QueryError | null = null;
  private readonly written: string;
  private readonly deps: WorkDeps;
  private readonly abort = new AbortController();
  private readonly announcing: ReturnType<typeof paced>;
  private readonly startedMs: number;
  private endedMs: number | undefined;
  private figures: Figures = { rowsRead: 0, bytesRead: 0, totalRows: 0, memoryBytes: 0 };
  private working: Promise<void> = Promise.resolve();
  private settle: () => void = () => undefined;

  constructor({ id, written }: { readonly id: string; readonly written: string }, deps: WorkDeps) {
    this.id = id;
    this.written = written;
    this.deps = deps;
    this.startedMs = deps.clock.monotonic();
    this.announcing = paced(deps.onChange, announcePeriodMs, deps.clock);
    this.ended = new Promise((settle) => (this.settle = settle));
  }

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  get isOver(): boolean {
    return this.endedMs !== undefined;
  }

  get progress(): ConsoleProgress {
    return { elapsedMs: (this.endedMs ?? this.deps.clock.monotonic()) - this.startedMs, ...this.figures };
  }

  changed(): void {
    this.announcing.soon();
  }

  /** Figures only grow: those of the answer and those of the process list come at different times. */
  addFigures(figures: Partial<Figures>): void {
    const { rowsRead = 0, bytesRead = 0, totalRows = 0, memoryBytes = 0 } = figures;
    this.figures = {
      rowsRead: Math.max(this.figures.rowsRead, rowsRead),
      bytesRead: Math.max(this.figures.bytesRead, bytesRead),
      totalRows: Math.max(this.figures.totalRows, totalRows),
      memoryBytes: Math.max(this.figures.memoryBytes, memoryBytes),
    };
    this.changed();
  }

  /** Does `work` and ends as it ends; `failure` is asked what the server said in the middle of the answer. */
  follow(work: () => Promise<void>, failure: () => string | undefined): void {
    this.working = this.attempt(work, failure);
    void this.working.then(() => {
      // Whoever cancels ends the work, once the server is rid of it.
      if (this.state === 'running') this.end(this.error === null ? 'done' : 'failed');
    });
  }

  /** Nothing more is wanted of the answer. */
  async endOnServer(): Promise<void> {
    this.abort.abort();
    await endQuery(this.deps.doors.admin, this.id, this.deps.clock);
  }

  async cancel(): Promise<void> {
    if (this.state !== 'running') return this.ended;
    this.state = 'cancelling';
    this.announcing.soon();
    await Promise.all([this.endOnServer(), this.working]);
    this.error = null;
    this.end('cancelled');
  }

  private async attempt(work: () => Promise<void>, failure: () => string | undefined): Promise<void> {
    try {
      await work();
      const said = failure();
      if (said !== undefined) this.error = this.explain(undefined, said);
    } catch (error) {
      const { admin } = this.deps.doors;
      const said =
        failure() ?? (brokeOff(error) && this.state === 'running' ? await loggedFailure(admin, this.id) : undefined);
      this.error = this.explain(error, said);
      const endedItself = said !== undefined || error instanceof ClickHouseError || error instanceof RefusedStatement;
      if (!endedItself && this.state === 'running') await this.endOnServer();
    }
  }

  private explain(error: unknown, said: string | undefined): QueryError {
    if (error instanceof FileFailure) return error.problem;
    try {
      return statementProblem(error, said, { written: this.written, signal: this.signal });
    } catch (bug) {
      // The window has to learn that there will be no answer, whatever it was.
      this.deps.log('error', 'A bug ended a statement of the console', { reason: reasonOf(bug) });
      return { kind: 'failed', message: `A mistake in Hivebar ended this statement (${reasonOf(bug)}).`, code: null };
    }
  }

  private end(state: WorkState): void {
    this.state = state;
    this.endedMs = this.deps.clock.monotonic();
    this.announcing.finish();
    this.settle();
  }
}

/** The connection ended before the answer did. */
function brokeOff(error: unknown): boolean {
  return errorCode(error) === 'ECONNRESET';
}

import type {
  ConsoleCatalogue,
  ConsoleMode,
  ConsoleRequest,
  ConsoleRun,
  ExplainKind,
  Explanation,
  HistoryEntry,
  LibraryQuery,
  SavedQuery,
} from '../../contract/console.ts';
import type { Stop } from '../../contract/lifecycle.ts';
import type { QueryError } from '../../contract/questions.ts';
import type { Result } from '../../contract/result.ts';
import type { ExportRequest } from './export.ts';

type Params = Readonly<Record<string, string>>;

/** The SQL console as its door sees it. Refusals are sentences for the person. */
export interface ConsoleFace {
  /** Starts a statement; what becomes of it is told to the listeners. */
  run(request: ConsoleRequest): Promise<Result<ConsoleRun, string>>;
  rows(runId: string, from: number, count: number): Promise<Result<unknown[][], string>>;
  /** Settles once the server has nothing left of the run of that name. */
  cancel(runId: string): Promise<void>;
  /** Forgets a run and its rows. */
  close(runId: string): Promise<void>;
  /** Begins to stream a whole answer to a file; what becomes of it stands in the list of long work. */
  export(request: ExportRequest): Promise<Result<{ path: string }, string>>;
  explain(sql: string, params: Params, kind: ExplainKind): Promise<Result<Explanation, QueryError>>;
  format(sql: string): Promise<Result<string, QueryError>>;
  catalogue(): Promise<Result<ConsoleCatalogue, QueryError>>;
  library(): LibraryQuery[];
  history(search: string): Promise<Result<HistoryEntry[], string>>;
  /** How many statements of the history and saved queries name something, whatever the case. */
  mentions(name: string): Promise<{ readonly statements: number; readonly saved: number }>;
  /** Takes statements that name it out of the history. Saved queries stay. */
  forgetMentions(name: string): Promise<void>;
  saved(): Promise<Result<SavedQuery[], string>>;
  save(name: string, sql: string): Promise<Result<SavedQuery[], string>>;
  forgetSaved(id: string): Promise<Result<SavedQuery[], string>>;
  /** Which statements may be run from now on. The door asks the person before it allows `write`. */
  allow(mode: ConsoleMode): void;
  onRun(listener: (run: ConsoleRun) => void): Stop;
  /** Ends and forgets everything that a window had: also what it was allowed. Settles when the server is rid of it. */
  leave(): Promise<void>;
}

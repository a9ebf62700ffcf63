import * as v from 'valibot';
import { channel, nothing, result } from './channel.ts';
import { queryError } from './questions.ts';

/**
 * What the SQL console asks of the main process. A run is one statement on its way to the server, named by a UUID that
 * the window makes and that is the server's query id too. Its rows stay in the main process; the window fetches those
 * that it shows.
 */
const runId = v.pipe(v.string(), v.uuid());
const sqlText = v.pipe(v.string(), v.maxLength(1_000_000));
/** Values of `{name:Type}` in a text, as a person typed them. */
const params = v.record(v.pipe(v.string(), v.maxLength(200)), v.pipe(v.string(), v.maxLength(100_000)));
const count = v.pipe(v.number(), v.minValue(0));

/** `read` runs as the reader, who cannot write; `write` as another user, once the person has agreed. */
export const consoleMode = v.picklist(['read', 'write']);
export type ConsoleMode = v.InferOutput<typeof consoleMode>;

/** The server sorts: the statement is asked again, ordered by one of its columns. */
export const consoleSort = v.object({
  column: v.pipe(v.number(), v.integer(), v.minValue(0)),
  descending: v.boolean(),
});
export type ConsoleSort = v.InferOutput<typeof consoleSort>;

export const consoleRequest = v.object({
  runId,
  sql: sqlText,
  params,
  mode: consoleMode,
  sort: v.nullable(consoleSort),
});
export type ConsoleRequest = v.InferOutput<typeof consoleRequest>;

/** How far a statement is, as the server says it. */
export const consoleProgress = v.object({
  elapsedMs: count,
  rowsRead: count,
  bytesRead: count,
  /** 0 while the server does not know. */
  totalRows: count,
  memoryBytes: count,
});
export type ConsoleProgress = v.InferOutput<typeof consoleProgress>;

export const consoleColumn = v.object({ name: v.string(), type: v.string() });
export type ConsoleColumn = v.InferOutput<typeof consoleColumn>;

/** A run as it stands now. Rows that came before a failure or a cancel stay. */
export const consoleRun = v.object({
  runId,
  state: v.picklist(['running', 'cancelling', 'done', 'failed', 'cancelled']),
  progress: consoleProgress,
  /** Null until the server has named them; empty for a statement that gives none. */
  columns: v.nullable(v.array(consoleColumn)),
  /** Rows that can be fetched. */
  rows: count,
  /** The row of WITH TOTALS, which comes behind all others and is none of `rows`; null when there is none. */
  totals: v.nullable(v.array(v.unknown())),
  /** True when the answer was cut at `consoleRowLimit` or at the limit of bytes. */
  truncated: v.boolean(),
  /** Set when it failed. */
  error: v.nullable(queryError),
});
export type ConsoleRun = v.InferOutput<typeof consoleRun>;

/** The most rows that a run keeps; an export has no such limit. */
export const consoleRowLimit = 1_000_000;
/** The most rows that are fetched at once. */
export const consoleWindowLimit = 1_000;

export const consoleExportFormat = v.picklist(['csv', 'jsonl', 'parquet']);
export type ConsoleExportFormat = v.InferOutput<typeof consoleExportFormat>;

/** One step of a plan, with what flows into it. */
export interface PlanStep {
  readonly name: string;
  readonly description: string;
  /** What the step says of itself, such as the index that it uses and the parts and granules that are left. */
  readonly facts: readonly string[];
  readonly inputs: readonly PlanStep[];
}
const planStep: v.GenericSchema<PlanStep> = v.object({
  name: v.string(),
  description: v.string(),
  facts: v.array(v.string()),
  inputs: v.array(v.lazy(() => planStep)),
});

export const explainKind = v.picklist(['plan', 'pipeline', 'indexes', 'estimate']);
export type ExplainKind = v.InferOutput<typeof explainKind>;

/** An explanation, ready to be drawn: a tree of steps, a graph of processors, or what would be read of each table. */
export const explanation = v.variant('kind', [
  v.object({ kind: v.literal('plan'), root: planStep }),
  v.object({ kind: v.literal('indexes'), root: planStep }),
  v.object({
    kind: v.literal('pipeline'),
    nodes: v.array(v.object({ id: v.string(), label: v.string() })),
    edges: v.array(v.object({ from: v.string(), to: v.string() })),
  }),
  v.object({
    kind: v.literal('estimate'),
    tables: v.array(v.object({ database: v.string(), table: v.string(), parts: count, rows: count, marks: count })),
  }),
]);
export type Explanation = v.InferOutput<typeof explanation>;

/** What the running server offers to complete, and what each name is. */
export const consoleCatalogue = v.object({
  keywords: v.array(v.string()),
  types: v.array(v.string()),
  functions: v.array(
    v.object({ name: v.string(), aggregate: v.boolean(), syntax: v.string(), description: v.string() }),
  ),
  /** Those that a query may name behind FROM. */
  tableFunctions: v.array(v.object({ name: v.string(), description: v.string() })),
  databases: v.array(
    v.object({
      name: v.string(),
      tables: v.array(
        v.object({
          name: v.string(),
          engine: v.string(),
          rows: v.nullable(count),
          columns: v.array(v.object({ name: v.string(), type: v.string(), comment: v.string() })),
        }),
      ),
    }),
  ),
});
export type ConsoleCatalogue = v.InferOutput<typeof consoleCatalogue>;

/** A question of the library as the console offers it. */
export const libraryQuery = v.object({
  name: v.string(),
  title: v.string(),
  description: v.string(),
  sql: v.string(),
  /** `value` is what the parameter is when nothing is said, as text. */
  parameters: v.array(v.object({ name: v.string(), type: v.string(), description: v.string(), value: v.string() })),
});
export type LibraryQuery = v.InferOutput<typeof libraryQuery>;

export const historyEntry = v.object({
  id: v.string(),
  atMs: count,
  sql: v.string(),
  mode: consoleMode,
  /** How it ended. */
  state: v.picklist(['done', 'failed', 'cancelled']),
  durationMs: count,
  rows: count,
  /** Empty when it did not fail. */
  error: v.string(),
});
export type HistoryEntry = v.InferOutput<typeof historyEntry>;

export const savedQuery = v.object({ id: v.string(), name: v.string(), sql: v.string(), savedMs: count });
export type SavedQuery = v.InferOutput<typeof savedQuery>;

const refusal = v.string();

export const consoleChannels = {
  /** Starts a statement; what becomes of it is announced. Refuses a second run under the same id. */
  consoleRun: channel('console-run', { takes: consoleRequest, gives: result(consoleRun, refusal) }),
  /**
   * A window of the rows of a run: cells as JSON has them, 64-bit and wider numbers as exact text. Fewer rows than asked
   * for at the end, and where they are longer than 32 MB together: at least one.
   */
  consoleRows: channel('console-rows', {
    takes: v.object({
      runId,
      from: v.pipe(v.number(), v.integer(), v.minValue(0)),
      count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(consoleWindowLimit)),
    }),
    gives: result(v.array(v.array(v.unknown())), refusal),
  }),
  /** Ends the query on the server; the announcement says when it is gone. */
  consoleCancel: channel('console-cancel', { takes: v.object({ runId }), gives: nothing }),
  /** Forgets a run and its rows. */
  consoleClose: channel('console-close', { takes: v.object({ runId }), gives: nothing }),
  /**
   * Asks where to, then streams the whole answer to that file: how far it is, and a way to end it, are in the list of
   * long work. Null when the person chose no file.
   */
  consoleExport: channel('console-export', {
    takes: v.object({ runId, sql: sqlText, params, format: consoleExportFormat }),
    gives: result(v.nullable(v.object({ path: v.string() })), refusal),
  }),
  consoleExplain: channel('console-explain', {
    takes: v.object({ sql: sqlText, params, kind: explainKind }),
    gives: result(explanation, queryError),
  }),
  /** The text as the server formats it, comments kept. */
  consoleFormat: channel('console-format', {
    takes: v.object({ sql: sqlText }),
    gives: result(v.string(), queryError),
  }),
  consoleCatalogue: channel('console-catalogue', { takes: nothing, gives: result(consoleCatalogue, queryError) }),
  consoleLibrary: channel('console-library', { takes: nothing, gives: v.array(libraryQuery) }),
  /** Newest first; `search` is looked for in the text, whatever the case. */
  consoleHistory: channel('console-history', {
    takes: v.object({ search: v.pipe(v.string(), v.maxLength(500)) }),
    gives: result(v.array(historyEntry), refusal),
  }),
  consoleSaved: channel('console-saved', { takes: nothing, gives: result(v.array(savedQuery), refusal) }),
  /** Saves a query; one of the same name is replaced. Gives all. */
  consoleSave: channel('console-save', {
    takes: v.object({ name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)), sql: sqlText }),
    gives: result(v.array(savedQuery), refusal),
  }),
  consoleForgetSaved: channel('console-forget-saved', {
    takes: v.object({ id: v.string() }),
    gives: result(v.array(savedQuery), refusal),
  }),
  /** Asks the person in a dialog of the system before `write` is allowed; gives the mode that is allowed then. */
  consoleAllow: channel('console-allow', { takes: v.object({ mode: consoleMode }), gives: consoleMode }),
} as const;

export const consoleAnnouncements = {
  /** A run has moved on: at most ten times a second, and always when it ends. */
  consoleRunChanged: { name: 'hivebar:console-run-changed', carries: consoleRun },
} as const;

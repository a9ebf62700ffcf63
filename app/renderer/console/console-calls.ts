import {
  consoleAnnouncements,
  type ConsoleCatalogue,
  consoleChannels,
  type ConsoleExportFormat,
  type ConsoleMode,
  type ConsoleRequest,
  type ConsoleRun,
  type ExplainKind,
  type Explanation,
  type HistoryEntry,
  type LibraryQuery,
  type SavedQuery,
} from '../../contract/console.ts';
import { type QueryError } from '../../contract/questions.ts';
import { fail, type Result } from '../../contract/result.ts';
import { type Stop } from '../../contract/lifecycle.ts';
import { type Calls, settle } from '../data/bridge.ts';
import { type Problem } from '../data/problem.ts';
import { type Row } from './row-cache.ts';

type Answer<T> = Promise<Result<T, Problem>>;
export type Params = Readonly<Record<string, string>>;

/** What the console has done by the main process. */
export interface ConsoleCalls {
  readonly run: (request: ConsoleRequest) => Answer<ConsoleRun>;
  readonly rows: (runId: string, from: number, count: number) => Answer<readonly Row[]>;
  readonly cancel: (runId: string) => Answer<undefined>;
  readonly close: (runId: string) => Answer<undefined>;
  readonly export: (of: {
    runId: string;
    sql: string;
    params: Params;
    format: ConsoleExportFormat;
  }) => Answer<{ path: string } | null>;
  readonly explain: (sql: string, params: Params, kind: ExplainKind) => Answer<Explanation>;
  readonly format: (sql: string) => Answer<string>;
  readonly catalogue: () => Answer<ConsoleCatalogue>;
  readonly library: () => Answer<readonly LibraryQuery[]>;
  readonly history: (search: string) => Answer<readonly HistoryEntry[]>;
  readonly saved: () => Answer<readonly SavedQuery[]>;
  readonly save: (name: string, sql: string) => Answer<readonly SavedQuery[]>;
  readonly forgetSaved: (id: string) => Answer<readonly SavedQuery[]>;
  readonly allow: (mode: ConsoleMode) => Answer<ConsoleMode>;
  readonly onRun: (listener: (run: Result<ConsoleRun, Problem>) => void) => Stop;
}

export function consoleCalls({ send, hear }: Pick<Calls, 'send' | 'hear'>): ConsoleCalls {
  return {
    run: (request) => settle(send(consoleChannels.consoleRun, request)),
    rows: (runId, from, count) => settle(send(consoleChannels.consoleRows, { runId, from, count })),
    cancel: (runId) => send(consoleChannels.consoleCancel, { runId }),
    close: (runId) => send(consoleChannels.consoleClose, { runId }),
    export: (of) => settle(send(consoleChannels.consoleExport, { ...of, params: { ...of.params } })),
    explain: (sql, params, kind) => asked(send(consoleChannels.consoleExplain, { sql, params: { ...params }, kind })),
    format: (sql) => asked(send(consoleChannels.consoleFormat, { sql })),
    catalogue: () => asked(send(consoleChannels.consoleCatalogue, undefined)),
    library: () => send(consoleChannels.consoleLibrary, undefined),
    history: (search) => settle(send(consoleChannels.consoleHistory, { search })),
    saved: () => settle(send(consoleChannels.consoleSaved, undefined)),
    save: (name, sql) => settle(send(consoleChannels.consoleSave, { name, sql })),
    forgetSaved: (id) => settle(send(consoleChannels.consoleForgetSaved, { id })),
    allow: (mode) => send(consoleChannels.consoleAllow, { mode }),
    onRun: (listener) => hear(consoleAnnouncements.consoleRunChanged, listener),
  };
}

/** What the server says no to is a problem as any other. */
async function asked<T>(call: Promise<Result<Result<T, QueryError>, Problem>>): Answer<T> {
  const answer = await call;
  if (!answer.ok) return answer;
  return answer.value.ok ? answer.value : fail(answer.value.error);
}

import { type ConsoleMode, type ConsoleRun, type ConsoleSort } from '../../contract/console.ts';
import { type Stop } from '../../contract/lifecycle.ts';
import { type SqlStatement } from '../../contract/sql-text.ts';
import { type Problem } from '../data/problem.ts';
import { type ConsoleCalls, type Params } from './console-calls.ts';
import { observable, type Observable } from './observable.ts';
import { createRowCache, type RowCache } from './row-cache.ts';

/** One statement that was sent, and what has become of it. */
export interface StatementRun {
  readonly runId: string;
  readonly sql: string;
  readonly params: Params;
  readonly mode: ConsoleMode;
  readonly sort: ConsoleSort | null;
  /** Where it stood in the text of its tab. */
  readonly from: number;
  /** Null until the main process has taken it. */
  readonly run: ConsoleRun | null;
  /** Why it was not even begun, or what became of it is not known. */
  readonly problem: Problem | null;
}

/** The statements of one tab that were run together. */
export interface TabRuns {
  readonly statements: readonly StatementRun[];
  /** How many were to be run; fewer have been when one failed. */
  readonly asked: number;
  /** Which one is shown. */
  readonly shown: number;
}

export interface RunStore {
  readonly runs: Observable<ReadonlyMap<string, TabRuns>>;
  /** Runs one statement after the other, and none after one that fails. What the tab had run before is forgotten. */
  readonly run: (tabId: string, statements: readonly StatementToRun[], mode: ConsoleMode) => void;
  /** Ends what the tab runs, and begins no further statement of it. */
  readonly cancel: (tabId: string) => void;
  readonly show: (tabId: string, index: number) => void;
  /** Asks the shown statement again, in another order. */
  readonly sort: (tabId: string, sort: ConsoleSort | null) => void;
  /** Forgets what a tab has run. */
  readonly forget: (tabId: string) => void;
  readonly rows: (run: StatementRun) => RowCache;
  /** Told of each statement that has ended. */
  readonly onEnd: (listener: (run: StatementRun) => void) => () => void;
  readonly stop: Stop;
}

export type StatementToRun = Pick<SqlStatement, 'text' | 'from'> & { readonly params: Params };

type EndedState = 'done' | 'failed' | 'cancelled';

export function createRunStore(calls: ConsoleCalls, newId: () => string): RunStore {
  const runs = observable<ReadonlyMap<string, TabRuns>>(new Map());
  const caches = new Map<string, RowCache>();
  const waiting = new Map<string, (state: EndedState) => void>();
  const endListeners = new Set<(run: StatementRun) => void>();
  /** The newest run of each tab: an older one goes on no further. */
  const newest = new Map<string, object>();

  function update(tabId: string, change: (tab: TabRuns) => TabRuns): void {
    const tab = runs.current().get(tabId);
    if (tab !== undefined) runs.set(new Map(runs.current()).set(tabId, change(tab)));
  }
  function updateRun(runId: string, change: (run: StatementRun) => StatementRun): void {
    for (const [tabId, { statements }] of runs.current()) {
      if (!statements.some((each) => each.runId === runId)) continue;
      update(tabId, (tab) => ({
        ...tab,
        statements: tab.statements.map((each) => (each.runId === runId ? change(each) : each)),
      }));
    }
  }
  function find(runId: string): StatementRun | undefined {
    return [...runs.current().values()].flatMap(({ statements }) => statements).find((each) => each.runId === runId);
  }
  function take(run: ConsoleRun): void {
    const known = find(run.runId);
    if (known === undefined) return;
    updateRun(run.runId, (each) => ({ ...each, run, problem: null }));
    caches.get(run.runId)?.grow(run.rows);
    if (hasEnded(run)) end(run.runId, run.state);
  }
  function end(runId: string, state: EndedState): void {
    const settle = waiting.get(runId);
    if (settle === undefined) return;
    waiting.delete(runId);
    settle(state);
    const run = find(runId);
    if (run !== undefined) for (const listener of endListeners) listener(run);
  }
  function refuse(runId: string, problem: Problem): void {
    updateRun(runId, (each) => ({ ...each, problem }));
    end(runId, 'failed');
  }
  function close({ runId }: StatementRun): void {
    caches.delete(runId);
    waiting.delete(runId);
    void calls.close(runId);
  }
  /** Sends one statement and waits until it has ended. */
  function runOne(statement: StatementRun): Promise<EndedState> {
    const { runId, sql, params, mode, sort } = statement;
    const ended = new Promise<EndedState>((settle) => waiting.set(runId, settle));
    void calls.run({ runId, sql, params: { ...params }, mode, sort }).then((answer) => {
      // Behind an announcement the answer is old.
      if (answer.ok && find(runId)?.run === null) take(answer.value);
      else if (!answer.ok) refuse(runId, answer.error);
    });
    return ended;
  }

  const stopHearing = calls.onRun((heard) => {
    if (heard.ok) take(heard.value);
    else for (const runId of [...waiting.keys()]) refuse(runId, heard.error);
  });

  const store: RunStore = {
    runs,
    run(tabId, statements, mode) {
      store.forget(tabId);
      const turn = {};
      newest.set(tabId, turn);
      runs.set(new Map(runs.current()).set(tabId, { statements: [], asked: statements.length, shown: 0 }));
      void (async () => {
        for (const { text, from, params } of statements) {
          if (newest.get(tabId) !== turn) return;
          const next = { runId: newId(), sql: text, params, mode, sort: null, from, run: null, problem: null };
          update(tabId, (tab) => ({ ...tab, statements: [...tab.statements, next], shown: tab.statements.length }));
          if ((await runOne(next)) !== 'done') return;
        }
      })();
    },
    cancel(tabId) {
      newest.delete(tabId);
      for (const { runId } of runs.current().get(tabId)?.statements ?? []) {
        if (waiting.has(runId)) void calls.cancel(runId);
      }
    },
    show: (tabId, index) => update(tabId, (tab) => ({ ...tab, shown: index })),
    sort(tabId, sort) {
      const tab = runs.current().get(tabId);
      const old = tab?.statements[tab.shown];
      if (tab === undefined || old === undefined) return;
      close(old);
      const again = { ...old, runId: newId(), sort, run: null, problem: null };
      update(tabId, (now) => ({ ...now, statements: now.statements.map((each) => (each === old ? again : each)) }));
      void runOne(again);
    },
    forget(tabId) {
      newest.delete(tabId);
      const tab = runs.current().get(tabId);
      if (tab === undefined) return;
      tab.statements.forEach(close);
      const left = new Map(runs.current());
      left.delete(tabId);
      runs.set(left);
    },
    rows(statement) {
      const { runId } = statement;
      const known = caches.get(runId);
      if (known !== undefined) return known;
      const cache = createRowCache((from, count) => calls.rows(runId, from, count), statement.run?.rows ?? 0);
      caches.set(runId, cache);
      return cache;
    },
    onEnd(listener) {
      endListeners.add(listener);
      return () => void endListeners.delete(listener);
    },
    stop: stopHearing,
  };
  return store;
}

export function hasEnded(run: ConsoleRun): run is ConsoleRun & { state: EndedState } {
  return run.state === 'done' || run.state === 'failed' || run.state === 'cancelled';
}

/** Whether something of the tab is on its way. */
export function isRunning(tab: TabRuns | undefined): boolean {
  return tab?.statements.some(({ run, problem }) => problem === null && (run === null || !hasEnded(run))) ?? false;
}

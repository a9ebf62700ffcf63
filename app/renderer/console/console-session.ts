import { type ConsoleCatalogue, type ConsoleMode } from '../../contract/console.ts';
import { learn, type LiveView } from '../data/live-view.ts';
import { type Problem } from '../data/problem.ts';
import { type Session, useSession } from '../data/session.ts';
import { consoleCalls, type ConsoleCalls } from './console-calls.ts';
import { observable, type Observable } from './observable.ts';
import { createRunStore, type RunStore } from './run-store.ts';
import { createTabStore, type TabStore } from './tab-store.ts';

/** What the console holds for as long as its window lives: going to another page and back loses nothing. */
export interface ConsoleSession {
  readonly calls: ConsoleCalls;
  readonly tabs: TabStore;
  readonly runs: RunStore;
  readonly catalogue: Catalogue;
  readonly mode: Observable<ConsoleMode>;
  /** Why the last thing that was asked for, other than a run, was not done. */
  readonly problem: Observable<Problem | null>;
  /** Asks the main process, which asks the person. */
  readonly setMode: (mode: ConsoleMode) => void;
}

/** What the server offers to complete; long, so it is asked for again only when there is a reason. */
export interface Catalogue extends Pick<Observable<LiveView<ConsoleCatalogue>>, 'current' | 'subscribe'> {
  readonly refresh: () => void;
}

const sessions = new WeakMap<Session, ConsoleSession>();

export function useConsole(): ConsoleSession {
  const session = useSession();
  const known = sessions.get(session);
  if (known !== undefined) return known;
  const made = createConsoleSession(session);
  sessions.set(session, made);
  return made;
}

function createConsoleSession({ calls: all, store }: Session): ConsoleSession {
  const calls = consoleCalls(all);
  const newId = () => crypto.randomUUID();
  const tabs = createTabStore(store, newId);
  window.addEventListener('pagehide', tabs.save);
  const runs = createRunStore(calls, newId);
  const catalogue = createCatalogue(calls);
  const mode = observable<ConsoleMode>('read');
  const problem = observable<Problem | null>(null);
  runs.onEnd((run) => {
    // What was written may be a new table.
    if (run.mode === 'write') catalogue.refresh();
  });
  return {
    calls,
    tabs,
    runs,
    catalogue,
    mode,
    problem,
    setMode(next) {
      problem.set(null);
      void calls.allow(next).then((answer) => {
        if (answer.ok) mode.set(answer.value);
        else problem.set(answer.error);
      });
    },
  };
}

function createCatalogue(calls: ConsoleCalls): Catalogue {
  const view = observable<LiveView<ConsoleCatalogue>>({ state: 'loading' });
  let isAsking = false;
  return {
    current: view.current,
    subscribe: view.subscribe,
    refresh() {
      if (isAsking) return;
      isAsking = true;
      void calls.catalogue().then((answer) => {
        isAsking = false;
        const before = view.current();
        view.set(learn(before.state === 'loading' ? undefined : before, answer));
      });
    },
  };
}

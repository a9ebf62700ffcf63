import { type Query, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { type Stop } from '../../contract/lifecycle.ts';
import { type PauseLength, type PermissionName, type RecorderStatus } from '../../contract/health.ts';
import { type MainPlace } from '../../contract/ipc.ts';
import { type Result } from '../../contract/result.ts';
import { type ColourMemory, colourMemory } from '../charts/colour-memory.ts';
import { type Asked, questionsKey } from './answer.ts';
import { type Calls } from './bridge.ts';
import { createQueries } from './live-view.ts';
import { openQuestions } from './open-questions.ts';
import { type Page } from './page.ts';
import { type Problem } from './problem.ts';
import { type Pulse, startPulse } from './pulse.ts';
import { trackRests } from './rests.ts';
import { createStatusStore, reasonToAskAgain, type StatusStore } from './status-store.ts';

const askAgainMs = 5_000;
const clockMs = 1_000;

/** Everything that the views of one window share. */
export interface Session {
  readonly calls: Calls;
  /** What was answered, until it is asked again. */
  readonly queries: QueryClient;
  /** What outlives the window. */
  readonly store: Page['store'];
  readonly status: StatusStore;
  /** Every beat, questions are asked again. */
  readonly refresh: Pulse;
  /** Every beat, relative times are drawn again. */
  readonly clock: Pulse;
  readonly actions: Actions;
  readonly appColours: ColourMemory;
  readonly modelColours: ColourMemory;
  stop: Stop;
}

/** What a person can set off. Failures stand in `problem` until dismissed or until an action succeeds. */
export interface Actions {
  readonly problem: () => Problem | null;
  readonly subscribe: (listener: () => void) => Stop;
  readonly dismiss: () => void;
  readonly pause: (length: PauseLength) => void;
  readonly resume: () => void;
  readonly retry: () => void;
  readonly refresh: () => void;
  readonly openPlace: (place: MainPlace) => void;
  /** Goes to the console with the SQL of these questions, each in a tab. */
  readonly openInConsole: (asked: readonly Asked[]) => void;
  readonly showDataFolder: () => void;
  readonly requestPermission: (name: PermissionName) => void;
  readonly quit: () => void;
}

/** Starts what keeps a window up to date. */
export function startSession(calls: Calls, page: Page): Session {
  const queries = createQueries();
  const status = createStatusStore(calls);
  const refresh = startPulse(page, askAgainMs);
  const clock = startPulse(page, clockMs);
  let reason = reasonToAskAgain(status.current());
  const stopFollowing = status.subscribe(() => {
    const next = reasonToAskAgain(status.current());
    // The views have just asked when the first status comes in.
    if (next !== reason && reason !== 'loading' && page.visible()) askAll();
    reason = next;
  });
  const rests = trackRests(page.now);
  let all = false;
  function askAll(): void {
    all = true;
    refresh.beat();
    all = false;
  }
  // An announcement that was missed, while the page slept say, must not leave an old status standing.
  const stopAsking = refresh.subscribe(() => {
    status.refresh();
    // A question that is still open is not asked a second time.
    const predicate = (query: Query): boolean => {
      const isDue = all || rests.isDue(query);
      if (isDue) rests.asked(query);
      return isDue;
    };
    void queries.refetchQueries({ queryKey: questionsKey, type: 'active', predicate }, { cancelRefetch: false });
  });
  return {
    calls,
    queries,
    store: page.store,
    status,
    refresh,
    clock,
    actions: createActions({ calls, status, askAll }),
    appColours: colourMemory(page.store, 'colours of apps'),
    modelColours: colourMemory(page.store, 'colours of models'),
    stop() {
      for (const stop of [stopFollowing, stopAsking, refresh.stop, clock.stop, status.stop]) void stop();
      queries.clear();
    },
  };
}

interface ActionDeps extends Pick<Session, 'calls' | 'status'> {
  /** Asks every question of the window again, those that rest too. */
  readonly askAll: () => void;
}

function createActions({ calls, status, askAll }: ActionDeps): Actions {
  const listeners = new Set<() => void>();
  let problem: Problem | null = null;

  function show(next: Problem | null): void {
    if (next === problem) return;
    problem = next;
    for (const listener of listeners) listener();
  }
  function run(call: Promise<Result<unknown, Problem>>): void {
    void call.then((answer) => show(answer.ok ? null : answer.error));
  }
  function change(call: Promise<Result<RecorderStatus, Problem>>): void {
    void call.then((answer) => {
      show(answer.ok ? null : answer.error);
      if (answer.ok) status.take(answer);
      askAll();
    });
  }

  return {
    problem: () => problem,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    dismiss: () => show(null),
    pause: (length) => change(calls.pause(length)),
    resume: () => change(calls.resume()),
    retry: () => change(calls.retry()),
    refresh: askAll,
    openPlace: (place) => run(calls.openPlace(place)),
    openInConsole: (asked) => run(openQuestions(calls, asked)),
    showDataFolder: () => run(calls.showDataFolder()),
    requestPermission: (name) => run(calls.requestPermission(name)),
    quit: () => run(calls.quit()),
  };
}

export const SessionContext = createContext<Session | null>(null);

/** The session of this window. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('A view was drawn outside SessionContext.');
  return session;
}

import { type RecorderStatus } from '../../contract/health.ts';
import { type Stop } from '../../contract/lifecycle.ts';
import { type Result } from '../../contract/result.ts';
import { type Calls } from './bridge.ts';
import { type Problem } from './problem.ts';

/** The recorder's status as this window knows it. */
export type StatusView =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'ready'; readonly status: RecorderStatus };

export interface StatusStore {
  readonly current: () => StatusView;
  /** The local hour at which the person's day begins: the last one told, so that a failing call moves no day. */
  readonly dayStartHour: () => number;
  readonly subscribe: (listener: () => void) => Stop;
  /** Takes an answer to any call that gives a status. */
  readonly take: (answer: Result<RecorderStatus, Problem>) => void;
  /** Asks for the status; a question that finds the last one unanswered is skipped. */
  readonly refresh: () => void;
  stop: Stop;
}

/** Holds the newest status: asked for once at the start and then announced. */
export function createStatusStore(calls: Pick<Calls, 'status' | 'onStatus'>): StatusStore {
  const listeners = new Set<() => void>();
  let view: StatusView = { state: 'loading' };
  let dayStartHour = 0;
  let asking = false;

  function take(answer: Result<RecorderStatus, Problem>): void {
    // An announcement may overtake the answer to an older call; the newer status wins.
    if (answer.ok && view.state === 'ready' && answer.value.nowMs < view.status.nowMs) return;
    view = answer.ok ? { state: 'ready', status: answer.value } : { state: 'failed', problem: answer.error };
    if (answer.ok) dayStartHour = answer.value.dayStartHour ?? 0;
    for (const listener of listeners) listener();
  }

  function refresh(): void {
    if (asking) return;
    asking = true;
    void calls.status().then((answer) => {
      asking = false;
      take(answer);
    });
  }

  const stopHearing = calls.onStatus(take);
  refresh();
  return {
    current: () => view,
    dayStartHour: () => dayStartHour,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    take,
    refresh,
    stop: stopHearing,
  };
}

/** What of a status changes the answers to questions: a new value is a reason to ask them again. */
export function reasonToAskAgain(view: StatusView): string {
  if (view.state !== 'ready') return view.state;
  const { overall, recording, database, current, dayStartHour = 0 } = view.status;
  const activity = [current?.app ?? '', current?.afk ?? ''];
  return [overall, recording.kind, database.state, ...activity, dayStartHour].join('\n');
}

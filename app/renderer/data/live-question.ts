import { type Stop } from '../../contract/lifecycle.ts';
import { type QuestionName, type QuestionRow, type QuestionTakes } from '../../contract/questions.ts';
import { type Calls } from './bridge.ts';
import { type Problem } from './problem.ts';

/** An answer as a view draws it. `stale` says why the rows could not be brought up to date. */
export type Answer<Row> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: Problem }
  | {
      readonly state: 'ready';
      readonly rows: readonly Row[];
      /** The rows answer other parameters than those asked for last. */
      readonly outdated: boolean;
      readonly stale: Problem | null;
    };

/** Whether there is anything to show. */
export function hasRows(answer: Answer<unknown>): boolean {
  return answer.state === 'ready' && answer.rows.length > 0;
}

/** `answer` with other rows, once there are any. */
export function withRows<Row>(answer: Answer<Row>, rows: readonly Row[] | null): Answer<Row> {
  return answer.state === 'ready' && rows !== null ? { ...answer, rows } : answer;
}

export interface LiveQuestion<N extends QuestionName> {
  readonly current: () => Answer<QuestionRow<N>>;
  readonly subscribe: (listener: () => void) => Stop;
  /** Asks again. While the same parameters are unanswered it does nothing; other parameters supersede them. */
  readonly ask: (params: QuestionTakes<N>) => void;
}

/** One question that is asked again and again; old rows stay until newer ones arrive. */
export function createLiveQuestion<N extends QuestionName>(name: N, calls: Pick<Calls, 'ask'>): LiveQuestion<N> {
  const listeners = new Set<() => void>();
  let answer: Answer<QuestionRow<N>> = { state: 'loading' };
  let pendingKey: string | null = null;
  let answeredKey: string | null = null;

  function show(next: Answer<QuestionRow<N>>): void {
    answer = next;
    for (const listener of listeners) listener();
  }

  /** An answer that says what the last one said draws nothing again: charts are costly, and most answers are alike. */
  function showRows(rows: readonly QuestionRow<N>[]): void {
    const last = answer.state === 'ready' ? answer : null;
    const alike = last !== null && JSON.stringify(last.rows) === JSON.stringify(rows);
    if (alike && !last.outdated && last.stale === null) return;
    show({ state: 'ready', rows: alike ? last.rows : rows, outdated: false, stale: null });
  }

  return {
    current: () => answer,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ask(params) {
      const key = JSON.stringify(params);
      if (key === pendingKey) return;
      pendingKey = key;
      if (answer.state === 'ready' && !answer.outdated && key !== answeredKey) show({ ...answer, outdated: true });
      void calls.ask(name, params).then((result) => {
        if (pendingKey !== key) return;
        pendingKey = null;
        if (result.ok) {
          answeredKey = key;
          showRows(result.value);
        } else if (answer.state === 'ready' && key === answeredKey) {
          show({ ...answer, outdated: false, stale: result.error });
        } else {
          show({ state: 'failed', problem: result.error });
        }
      });
    },
  };
}

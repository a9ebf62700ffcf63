import { type QueryClient, type QueryObserverOptions } from '@tanstack/react-query';
import { type QuestionName, type QuestionRow, type QuestionTakes } from '../../contract/questions.ts';
import { type Calls } from './bridge.ts';
import { type Known, learn } from './live-view.ts';
import { type Problem } from './problem.ts';
import { restFor } from './rests.ts';

/** A question of the library with the values that it was asked with, by a window or by the always-on agent. */
export interface Asked {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** An answer as a view draws it. `stale` says why the rows could not be brought up to date. */
export type AnswerState<Row> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: Problem }
  | {
      readonly state: 'ready';
      readonly rows: readonly Row[];
      /** The rows answer other parameters than those asked for last. */
      readonly outdated: boolean;
      readonly stale: Problem | null;
    };

/** The answer to one question, with what was asked. */
export type Answer<Row> = AnswerState<Row> & { readonly asked: Asked };

/** Whether there is anything to show. */
export function hasRows(answer: AnswerState<unknown>): boolean {
  return answer.state === 'ready' && answer.rows.length > 0;
}

/** `answer` with other rows, once there are any. */
export function withRows<Row>(answer: Answer<Row>, rows: readonly Row[] | null): Answer<Row> {
  return answer.state === 'ready' && rows !== null ? { ...answer, rows } : answer;
}

/** Where the answers to all questions stand in the cache. */
export const questionsKey = ['question'] as const;

/**
 * How a question is asked: alike ones share an answer, and old rows stand until those of new parameters are there.
 * `leastMs` lies between two times that the pulse has it asked again.
 */
export function questionOptions<N extends QuestionName>(
  { calls, queries }: { readonly calls: Pick<Calls, 'ask'>; readonly queries: QueryClient },
  name: N,
  params: QuestionTakes<N>,
  leastMs = 0,
): QueryObserverOptions<Known<readonly QuestionRow<N>[]>> {
  type View = Known<readonly QuestionRow<N>[]>;
  const queryKey = [...questionsKey, name, params];
  return {
    queryKey,
    meta: restFor(leastMs),
    queryFn: async () => learn(queries.getQueryData<View>(queryKey), await calls.ask(name, params)),
    placeholderData: (before) => (before?.state === 'ready' ? before : undefined),
  };
}

/** What is known, as an answer. */
export function answerOf<Row>(
  known: Known<readonly Row[]> | undefined,
  { outdated, asked }: { readonly outdated: boolean; readonly asked: Asked },
): Answer<Row> {
  if (known === undefined) return { state: 'loading', asked };
  if (known.state === 'failed') return { ...known, asked };
  return { state: 'ready', rows: known.value, outdated, stale: known.stale, asked };
}

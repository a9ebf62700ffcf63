import { QueryClient } from '@tanstack/react-query';
import { type Result } from '../../contract/result.ts';
import { type Problem } from './problem.ts';

/** What a call gave, as a view draws it. `stale` says why it could not be brought up to date. */
export type LiveView<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: Problem }
  | { readonly state: 'ready'; readonly value: T; readonly stale: Problem | null };

/** What is known after an answer. A failure is data here: it must not undo what an earlier answer told. */
export type Known<T> = Exclude<LiveView<T>, { state: 'loading' }>;

/** A failure leaves the last value standing; without one it is all that is known. */
export function learn<T>(before: Known<T> | undefined, answer: Result<T, Problem>): Known<T> {
  if (answer.ok) return { state: 'ready', value: answer.value, stale: null };
  return before?.state === 'ready' ? { ...before, stale: answer.error } : { state: 'failed', problem: answer.error };
}

/** The cache of a window. Its pulse alone decides when something is asked again: the recorder is no network. */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    },
  });
}

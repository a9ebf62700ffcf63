import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useMemo } from 'react';
import { type Result } from '../../contract/result.ts';
import { type Known, learn, type LiveView } from './live-view.ts';
import { type Problem } from './problem.ts';
import { type Pulse } from './pulse.ts';
import { useSession } from './session.ts';

export interface LiveCall<T> {
  /** Asks again; while a question is unanswered it does nothing. */
  readonly refresh: () => void;
  /** Takes an answer that came another way. */
  readonly take: (value: T) => void;
}

/** What `call` gives, asked for at once and again with every beat. */
export function useLiveCall<T>(
  call: () => Promise<Result<T, Problem>>,
  pulse: Pulse,
): { readonly view: LiveView<T>; readonly live: LiveCall<T> } {
  const { queries } = useSession();
  const id = useId();
  const queryKey = useMemo(() => ['call', id], [id]);
  const { data, refetch } = useQuery(
    { queryKey, queryFn: async () => learn(queries.getQueryData<Known<T>>(queryKey), await call()), gcTime: 0 },
    queries,
  );
  const live = useMemo<LiveCall<T>>(
    () => ({
      refresh: () => void refetch({ cancelRefetch: false }),
      take(value) {
        const known: Known<T> = { state: 'ready', value, stale: null };
        // An answer to a question that was asked before is older than what is taken now.
        void queries.cancelQueries({ queryKey }).then(() => queries.setQueryData(queryKey, known));
      },
    }),
    [refetch, queries, queryKey],
  );
  useEffect(() => {
    const stop = pulse.subscribe(live.refresh);
    return () => void stop();
  }, [live, pulse]);
  return { view: data ?? { state: 'loading' }, live };
}

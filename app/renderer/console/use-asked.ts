import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import { type Result } from '../../contract/result.ts';
import { type Known, learn, type LiveView } from '../data/live-view.ts';
import { type Problem } from '../data/problem.ts';
import { useSession } from '../data/session.ts';

/** What `ask` gives, asked for again whenever `key` is another; the old answer stays meanwhile. */
export function useAsked<T>(
  ask: () => Promise<Result<T, Problem>>,
  key: string,
): { readonly view: LiveView<T>; readonly take: (value: T) => void } {
  const { queries } = useSession();
  const id = useId();
  const queryKey = useMemo(() => ['console', id, key], [id, key]);
  const { data } = useQuery<Known<T>>(
    {
      queryKey,
      queryFn: async () => learn<T>(undefined, await ask()),
      // What was opened again is asked again: meanwhile more was run or saved.
      gcTime: 0,
      placeholderData: keepPreviousData,
    },
    queries,
  );
  return {
    view: data ?? { state: 'loading' },
    take(value) {
      const known: Known<T> = { state: 'ready', value, stale: null };
      queries.setQueryData(queryKey, known);
    },
  };
}

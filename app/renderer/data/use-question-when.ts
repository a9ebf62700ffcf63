import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { type QuestionName, type QuestionRow, type QuestionTakes } from '../../contract/questions.ts';
import { type Answer, answerOf } from './answer.ts';
import { type Known, learn } from './live-view.ts';
import { useSession } from './session.ts';
import { useAsked } from './use-asked.ts';

/** Such answers are large: what nobody looks at any more is soon forgotten. */
const keptMs = 30_000;

/**
 * The answer to a question that is costly to ask on every refresh: asked at once, when its parameters change, and when
 * `version` does, which says whether the answer may have changed. A failure is asked again with the next refresh.
 */
export function useQuestionWhen<N extends QuestionName>(
  name: N,
  params: QuestionTakes<N>,
  version: string,
): Answer<QuestionRow<N>> {
  const { calls, queries, refresh } = useSession();
  const { data, isPlaceholderData, refetch } = useQuery<Known<readonly QuestionRow<N>[]>>(
    {
      queryKey: ['question that is asked on change', name, params, version],
      queryFn: async () => learn(undefined, await calls.ask(name, params)),
      placeholderData: (before) => (before?.state === 'ready' ? before : undefined),
      staleTime: Infinity,
      gcTime: keptMs,
    },
    queries,
  );
  const failed = data?.state === 'failed';
  const beat = useSyncExternalStore(refresh.subscribe, refresh.current);
  useEffect(() => {
    if (failed) void refetch({ cancelRefetch: false });
  }, [failed, beat, refetch]);
  const asked = useAsked(name, params);
  return useMemo(() => answerOf(data, { outdated: isPlaceholderData, asked }), [data, isPlaceholderData, asked]);
}

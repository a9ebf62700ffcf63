import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { type QuestionRow, type QuestionTakes } from '../../contract/questions.ts';
import { type Answer, answerOf, questionOptions } from '../data/answer.ts';
import { useSession } from '../data/session.ts';
import { useAsked } from '../data/use-asked.ts';

/** Typing rests this long before it is searched for. */
const typingMs = 250;

/**
 * The answer to a search, asked for when typing rests and when the range moves. Unlike other questions it is not asked
 * again with every refresh, since it reads rows and not sums; one that failed is.
 */
export function useSearch(params: QuestionTakes<'search'>): Answer<QuestionRow<'search'>> {
  const session = useSession();
  const { queries, refresh } = session;
  const typed = JSON.stringify(params);
  const asked = useRested(typed);
  const rested = asked === null ? params : (JSON.parse(asked) as typeof params);
  const options = questionOptions(session, 'search', rested);
  const { data, isPlaceholderData, refetch } = useQuery(
    { ...options, queryKey: ['search', asked], enabled: asked !== null, staleTime: Infinity },
    queries,
  );
  const failed = data?.state === 'failed';
  useEffect(() => {
    if (!failed) return undefined;
    const stop = refresh.subscribe(() => void refetch({ cancelRefetch: false }));
    return () => void stop();
  }, [failed, refresh, refetch]);
  const outdated = isPlaceholderData || asked !== typed;
  const question = useAsked('search', rested);
  return useMemo(() => answerOf(data, { outdated, asked: question }), [data, outdated, question]);
}

/** What was typed, once it has not changed for a moment. */
function useRested(typed: string): string | null {
  const [rested, setRested] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return rested;
}
